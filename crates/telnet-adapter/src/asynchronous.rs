//! The connection whose methods are awaited, for each runtime.

/// Writes `Telnet`, `ReadHalf` and `WriteHalf` into an adapter for tasks: the
/// connection and its halves, with all methods that are awaited.
///
/// `streams` is what a stream has to be, `duplex` a struct of the adapter which is
/// a [`Duplex`](crate::task::Duplex) then, and has a `new` that takes `&mut S` and
/// `Option<&Tcp<S>>`, `alarm` its timer, an
/// [`Alarm`](crate::task::Alarm) with a `new`, and `split` the name of the
/// method that makes two halves. `within`, which may be left out, is a function
/// that is given the name of each call and its future, and returns the future to
/// be awaited in its place. The adapter has a feature `expect`. The traits of the
/// runtime, its own `AsyncRead` and the like, are the adapter's to implement.
#[macro_export]
macro_rules! async_telnet {
    (
        $(#[$docs:meta])*
        streams: [$($stream:tt)*];
        duplex: $duplex:ident;
        alarm: $alarm:ty;
        split: $split:ident;
    ) => {
        $crate::async_telnet! {
            $(#[$docs])*
            streams: [$($stream)*];
            duplex: $duplex;
            alarm: $alarm;
            split: $split;
            within: $crate::task::bare;
        }
    };
    (
        $(#[$docs:meta])*
        streams: [$($stream:tt)*];
        duplex: $duplex:ident;
        alarm: $alarm:ty;
        split: $split:ident;
        within: $within:path;
    ) => {
        $(#[$docs])*
        pub struct Telnet<S> {
            pub(crate) connection: $crate::Connection<S>,
            pub(crate) tcp: ::std::option::Option<$crate::tcp::Tcp<S>>,
            pub(crate) alarm: $alarm,
            closing: ::std::option::Option<Box<$crate::Closing>>,
            /// The socket below a stream, where it is known.
            below: ::std::option::Option<$crate::task::Below<S>>,
        }

        impl<S> Telnet<S> {
            /// A connection over a stream that is connected already. What
            /// `config` requests goes out with the first read or write.
            ///
            /// A TCP socket is for [`tcp`](Self::tcp): without that, the octet
            /// of a Synch that is urgent is lost, and small writes may wait.
            #[must_use]
            pub fn new(stream: S, config: impl Into<::std::sync::Arc<$crate::session::Config>>) -> Self {
                Self {
                    connection: $crate::Connection::new(stream, config),
                    tcp: None,
                    alarm: <$alarm>::new(),
                    closing: None,
                    below: None,
                }
            }

            #[allow(dead_code, reason = "for TLS, a feature")]
            pub(crate) fn over(
                stream: S,
                config: impl Into<::std::sync::Arc<$crate::session::Config>>,
                below: $crate::task::Below<S>,
            ) -> Self {
                Self { below: Some(below), ..Self::new(stream, config) }
            }

            /// A connection over a TCP socket, with urgent data, which a Synch
            /// is made of: see
            /// [`prepare`](telnet_adapter::tcp::socket::prepare).
            ///
            /// # Errors
            /// Those of setting up the socket.
            pub fn tcp(
                stream: S,
                config: impl Into<::std::sync::Arc<$crate::session::Config>>,
            ) -> ::std::io::Result<Self>
            where
                S: $crate::tcp::socket::AsSocket,
            {
                let tcp = Some($crate::tcp::Tcp::prepare(&stream)?);
                Ok(Self { tcp, ..Self::new(stream, config) })
            }

            /// A connection over a socket that was opened for it.
            pub(crate) fn opened(
                stream: S,
                config: impl Into<::std::sync::Arc<$crate::session::Config>>,
            ) -> Self
            where
                S: $crate::tcp::socket::AsSocket,
            {
                let tcp = Some($crate::tcp::Tcp::opened());
                Self { tcp, ..Self::new(stream, config) }
            }

            pub(crate) fn map(
                self,
                change: impl FnOnce(
                    $crate::Connection<S>,
                ) -> $crate::Connection<S>,
            ) -> Self {
                Self { connection: change(self.connection), ..self }
            }

            pub(crate) fn default_deadline(
                &self,
            ) -> ::std::option::Option<::std::time::Instant> {
                let now = $crate::task::Alarm::now(&self.alarm);
                self.connection.default_deadline_at(now)
            }

            /// The stream, as it was given, and the session, with all that is
            /// unread and unsent.
            #[must_use]
            pub fn into_parts(self) -> (S, $crate::session::Session) {
                let (stream, session) = self.connection.into_parts();
                // What cannot be set any more is of a stream that is gone.
                let _gone = self.tcp.as_ref().map(|tcp| tcp.restore(&stream));
                (stream, session)
            }

            /// Makes two halves, which may live on two tasks. Each does what
            /// its reads or writes need of the other direction: answers go out
            /// while only the reader is polled, and a writer that is stuck
            /// reads, into the session.
            #[must_use]
            pub fn $split(self) -> (ReadHalf<S>, WriteHalf<S>) {
                let (reader, writer) = $crate::Half::split(self, |telnet| {
                    telnet.flow().moves()
                });
                (ReadHalf(reader), WriteHalf(writer))
            }
        }

        impl<S: $($stream)*> Telnet<S> {
            /// A connection to a host through a proxy, over a stream that is
            /// connected to the proxy already, of any kind: TLS, another proxy.
            /// The proxy may take as long as it likes; to a TCP socket,
            /// [`ConnectOptions::proxy`](telnet_adapter::tcp::ConnectOptions::proxy)
            /// does it, with a timeout.
            ///
            /// # Errors
            /// `InvalidInput` if the proxy cannot be told of that host; what
            /// the proxy said; those of the stream.
            pub async fn through(
                mut stream: S,
                proxy: &$crate::tcp::Proxy,
                to: impl $crate::tcp::ToAddress,
                config: impl Into<::std::sync::Arc<$crate::session::Config>>,
            ) -> ::std::io::Result<Self> {
                let to = to.to_address()?;
                let mut handshake = proxy.begin(&to)?;
                let duplex = $duplex::new(&mut stream, None);
                let mut alarm = <$alarm>::new();
                $crate::preamble::run_on_task(
                    &mut handshake,
                    duplex,
                    &mut alarm,
                    None,
                )
                .await?;
                let telnet = Self::new(stream, config);
                let label = to.to_string();
                Ok(telnet.map(|it| it.connected(label, None)))
            }

            /// Sends what is queued, says that it was all, and closes the
            /// connection. What was received can still be read. A second call
            /// does nothing.
            ///
            /// The peer has a second to close its side, or less as
            /// [`set_timeout`](telnet_adapter::Connection::set_timeout) says;
            /// what it sends meanwhile is kept, as far as there is room. Where
            /// it closes sooner, so does this.
            ///
            /// # Errors
            /// Those of the stream; `TimedOut` if not all could be sent, or if
            /// the peer was still sending at the end: then it may not have got
            /// all. The connection is closed all the same.
            pub async fn close(&mut self) -> ::std::io::Result<()> {
                let close = ::std::future::poll_fn(|cx| self.poll_closed(cx));
                $within("close", close).await
            }

            pub(crate) fn poll_closed(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
            ) -> ::std::task::Poll<::std::io::Result<()>> {
                if self.flow().is_closed() {
                    return ::std::task::Poll::Ready(Ok(()));
                }
                let deadline = self.default_deadline();
                let closing = self.closing.take();
                let mut closing = closing
                    .unwrap_or_else(|| Box::new($crate::Closing::new(deadline)));
                let (flow, session, mut task) = self.parts(cx);
                let polled = task.poll_closing(flow, session, &mut closing);
                if polled.is_pending() {
                    self.closing = Some(closing);
                }
                let sent = ::std::task::ready!(polled);
                let (stream, ..) = self.connection.parts();
                let shut = match (&self.tcp, &self.below) {
                    (Some(tcp), _) => tcp.shutdown(stream),
                    (None, Some(below)) => (below.shutdown)(stream),
                    (None, None) => Ok(()),
                };
                ::std::task::Poll::Ready(sent.and(shut))
            }

            /// Lends the parts that octets move between.
            fn parts<'t, 'c>(
                &'t mut self,
                cx: &'t mut ::std::task::Context<'c>,
            ) -> (
                &'t mut $crate::Flow,
                &'t mut $crate::session::Session,
                $crate::task::Task<'t, 'c, $duplex<'t, S>, $alarm>,
            ) {
                let (stream, session, flow) = self.connection.parts();
                let stream = $duplex::new(stream, self.tcp.as_ref());
                let task = $crate::task::Task::new(stream, &mut self.alarm, cx);
                (flow, session, task)
            }

            pub(crate) fn poll_telnet<T>(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                poll: impl FnOnce(
                    &mut Self,
                    &mut ::std::task::Context<'_>,
                ) -> ::std::task::Poll<T>,
            ) -> ::std::task::Poll<T> {
                poll(self, cx)
            }

            fn poll_drive<W: $crate::session::Wait>(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                drive: &mut $crate::Drive<'_, W>,
            ) -> ::std::task::Poll<::std::io::Result<W::Output>> {
                let (flow, session, mut task) = self.parts(cx);
                task.poll_drive(flow, session, drive)
            }

            fn poll_wait<T>(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                wait: impl $crate::session::Wait<
                    Output = ::std::io::Result<T>,
                >,
                purpose: $crate::Purpose,
            ) -> ::std::task::Poll<::std::io::Result<T>> {
                let (flow, session, mut task) = self.parts(cx);
                task.poll_wait(flow, session, wait, purpose)
            }

            fn poll_eager(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                eager: &mut $crate::Eager,
            ) -> ::std::task::Poll<
                ::std::io::Result<$crate::session::bytes::Bytes>,
            > {
                if let Some(below) = &self.below {
                    (below.look)(self.connection.parts().0);
                }
                let (flow, session, mut task) = self.parts(cx);
                ::std::task::ready!(task.poll_eager(flow, session, eager))?;
                ::std::task::Poll::Ready(self.read_very_lazy())
            }
        }

        impl<S> ::std::ops::Deref for Telnet<S> {
            type Target = $crate::Connection<S>;

            fn deref(&self) -> &$crate::Connection<S> {
                &self.connection
            }
        }

        impl<S> ::std::ops::DerefMut for Telnet<S> {
            fn deref_mut(&mut self) -> &mut $crate::Connection<S> {
                &mut self.connection
            }
        }

        impl<S: ::std::fmt::Debug> ::std::fmt::Debug for Telnet<S> {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> ::std::fmt::Result {
                self.connection.fmt(f)
            }
        }

        #[cfg(unix)]
        impl<S: ::std::os::fd::AsFd> ::std::os::fd::AsFd for Telnet<S> {
            fn as_fd(&self) -> ::std::os::fd::BorrowedFd<'_> {
                self.get_socket().as_fd()
            }
        }

        $crate::async_halves!([$($stream)*]);
        $crate::async_reads!(Telnet, [$($stream)*], $within);
        $crate::async_reads!(ReadHalf, [$($stream)*], $within);
        $crate::async_writes!(Telnet, [$($stream)*], $within);
        $crate::async_writes!(WriteHalf, [$($stream)*], $within);
    };
}

/// The halves of [`async_telnet`](crate::async_telnet).
#[macro_export]
macro_rules! async_halves {
    ([$($stream:tt)*]) => {
        /// The half of a connection that reads text and events.
        #[derive(Debug)]
        pub struct ReadHalf<S>($crate::Half<Telnet<S>>);

        /// The half of a connection that writes.
        #[derive(Debug)]
        pub struct WriteHalf<S>($crate::Half<Telnet<S>>);

        impl<S> ReadHalf<S> {
            #[cfg(feature = "expect")]
            pub(crate) fn pattern_set(
                &self,
                patterns: impl $crate::session::Patterns,
            ) -> ::std::result::Result<
                $crate::session::PatternSet,
                $crate::session::expect::PatternError,
            > {
                self.0.look(|telnet| telnet.pattern_set(patterns))
            }

            pub(crate) fn default_timeouts(&self) -> $crate::session::Timeouts {
                self.0.look(|telnet| telnet.default_timeouts())
            }

            /// The whole connection again.
            ///
            /// # Errors
            /// Both halves, if they are not of one connection.
            pub fn reunite(
                self,
                writer: WriteHalf<S>,
            ) -> ::std::result::Result<Telnet<S>, (Self, WriteHalf<S>)> {
                let both = self.0.reunite(writer.0);
                both.map_err(|(reader, writer)| {
                    (Self(reader), WriteHalf(writer))
                })
            }
        }

        impl<S> WriteHalf<S> {
            pub(crate) fn default_deadline(
                &self,
            ) -> ::std::option::Option<::std::time::Instant> {
                self.0.look(|telnet| telnet.default_deadline())
            }
        }

        $crate::async_half!(ReadHalf);
        $crate::async_half!(WriteHalf);
    };
}

/// What both halves of [`async_telnet`](crate::async_telnet) have.
#[macro_export]
macro_rules! async_half {
    ($name:ident) => {
        impl<S> $name<S> {
            /// Looks at the session, or asks it for options or events. What it
            /// queues goes out as soon as either half is polled.
            pub fn with_session<T>(
                &self,
                look: impl FnOnce(&mut $crate::session::Session) -> T,
            ) -> T {
                self.0.change(|telnet| look(telnet.session_mut()))
            }

            pub(crate) fn poll_telnet<T>(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                poll: impl FnOnce(
                    &mut Telnet<S>,
                    &mut ::std::task::Context<'_>,
                ) -> ::std::task::Poll<T>,
            ) -> ::std::task::Poll<T> {
                self.0.poll(cx, poll)
            }
        }
    };
}
