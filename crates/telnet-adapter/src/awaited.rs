//! The methods that are awaited, of a connection and of its halves.

/// The reads of [`async_telnet`](crate::async_telnet), for what has
/// `poll_telnet`, which polls the whole connection.
#[macro_export]
macro_rules! async_reads {
    ($name:ident, [$($stream:tt)*], $within:path) => {
        impl<S: $($stream)*> $name<S> {
            $crate::read_methods!([async] [.await]);
            $crate::server_methods!([async] [.await]);
            #[cfg(feature = "expect")]
            $crate::expect_methods!([async] [.await]);
            #[cfg(feature = "encoding")]
            $crate::text_read_methods!([async] [.await]);

            /// Runs any [`Wait`](telnet_adapter::session::Wait) to its end.
            /// Dropped before, it can be run on.
            ///
            /// # Errors
            /// Those of the stream; `QuotaExceeded` if the wait can never end
            /// because a cap is reached, `UnexpectedEof` if it goes on behind
            /// the end of the stream and has no deadline.
            pub async fn wait<W: $crate::session::Wait>(
                &mut self,
                wait: &mut W,
            ) -> ::std::io::Result<W::Output> {
                let mut drive = $crate::Drive::new(wait, $crate::Purpose::Read);
                let run = ::std::future::poll_fn(|cx| {
                    self.poll_telnet(cx, |tn, cx| tn.poll_drive(cx, &mut drive))
                });
                $within(::std::any::type_name::<W>(), run).await
            }

            async fn read_now(
                &mut self,
                mut eager: $crate::Eager,
            ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
                let look = ::std::future::poll_fn(|cx| {
                    self.poll_telnet(cx, |tn, cx| tn.poll_eager(cx, &mut eager))
                });
                $within(::std::any::type_name::<$crate::Eager>(), look).await
            }

            /// The next event, or `None` at the end of the stream: see
            /// [`NextEvent`](telnet_adapter::session::wait::NextEvent).
            ///
            /// # Errors
            /// Those of the stream, and `QuotaExceeded` if `max_unread` octets
            /// of text wait to be read.
            pub async fn next_event(
                &mut self,
            ) -> ::std::io::Result<::std::option::Option<$crate::session::Event>>
            {
                let never = $crate::session::Deadline::Never;
                self.wait(&mut $crate::session::wait::NextEvent::new(never)).await?
            }

            /// Reads text into a buffer, for the traits of the runtime.
            pub(crate) fn poll_text(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                buffer: &mut [u8],
            ) -> ::std::task::Poll<::std::io::Result<usize>> {
                let wait = $crate::ReadInto::new(buffer);
                let read = $crate::Purpose::Read;
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, read))
            }

            /// The next event, for the traits of the runtime.
            pub(crate) fn poll_event_next(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<
                ::std::option::Option<
                    ::std::io::Result<$crate::session::Event>,
                >,
            > {
                let never = $crate::session::Deadline::Never;
                let wait = $crate::session::wait::NextEvent::new(never);
                let read = $crate::Purpose::Read;
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, read))
                    .map(::std::result::Result::transpose)
            }
        }
    };
}

/// The writes of [`async_telnet`](crate::async_telnet).
#[macro_export]
macro_rules! async_writes {
    ($name:ident, [$($stream:tt)*], $within:path) => {
        impl<S: $($stream)*> $name<S> {
            $crate::write_methods!([async] [.await]);
            #[cfg(feature = "encoding")]
            $crate::text_write_methods!([async] [.await]);
            #[cfg(feature = "serde")]
            $crate::gmcp_methods!([async] [.await]);

            /// Runs a wait for output to its end, and flushes the stream.
            /// Dropped before, it can be run on;
            /// [`SendData`](telnet_adapter::session::wait::SendData) tells how much
            /// it has queued.
            ///
            /// # Errors
            /// Those of the stream and of the wait.
            pub async fn send(
                &mut self,
                wait: &mut impl $crate::session::Wait<
                    Output = ::std::io::Result<()>,
                >,
            ) -> ::std::io::Result<()> {
                let name = $crate::task::name_of(wait);
                let mut drive = $crate::Drive::new(wait, $crate::Purpose::Send);
                let send = ::std::future::poll_fn(|cx| {
                    self.poll_telnet(cx, |tn, cx| tn.poll_drive(cx, &mut drive))
                });
                $within(name, send).await?
            }

            /// Takes data as `write` does, for the traits of the runtime. What
            /// was taken is sent at once or, if the peer does not take it,
            /// later; a flush waits for it.
            pub(crate) fn poll_data(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                data: &[u8],
            ) -> ::std::task::Poll<::std::io::Result<usize>> {
                let wait = $crate::QueueData::new(data);
                let queue = $crate::Purpose::Queue;
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, queue))
            }

            pub(crate) fn poll_sent(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<::std::io::Result<()>> {
                let wait = $crate::session::wait::SendItem::nothing($crate::session::Deadline::Never);
                let send = $crate::Purpose::Send;
                self.poll_telnet(cx, |tn, cx| tn.poll_wait(cx, wait, send))
            }
        }
    };
}
