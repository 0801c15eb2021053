//! The methods of a port, which block over one adapter and are awaited over
//! another.

/// The methods that set, ask and purge, of what has `ask` and knows what the server
/// has said. The arguments are those of [`port_methods`].
#[cfg(any(feature = "async-std", feature = "blocking", feature = "tokio"))]
macro_rules! setting_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        /// Sets several things at once: in one burst where the server keeps up,
        /// else one by one. [`ask`](Self::ask) says what has come of each.
        ///
        /// # Errors
        /// `InvalidInput` if the server set something else, with a
        /// [`SettingError`](crate::SettingError) that says what: the others are
        /// set all the same. `TimedOut` if it did not answer one of baud rate,
        /// data bits, parity and stop bits; that it did not answer the rest is
        /// one of its [`quirks`](crate::Client::quirks). Those of the stream.
        pub $($async)* fn configure(
            &mut self,
            settings: crate::Settings,
        ) -> ::std::io::Result<()> {
            let requests = settings.iter().map(crate::Request::Set);
            let report = self.ask(requests)$($await)*?;
            Ok(report.check()?)
        }

        /// Sets one thing.
        ///
        /// # Errors
        /// As [`configure`](Self::configure).
        pub $($async)* fn set(
            &mut self,
            setting: crate::Setting,
        ) -> ::std::io::Result<()> {
            let report = self.ask([crate::Request::Set(setting)])$($await)*?;
            Ok(report.check()?)
        }

        /// What something is set to: as the server says now or, if it does not
        /// answer questions, as it has said last.
        ///
        /// # Errors
        /// `Unsupported` if it has never said; those of the stream.
        pub $($async)* fn get(
            &mut self,
            kind: crate::Kind,
        ) -> ::std::io::Result<crate::Setting> {
            let report = self.ask([crate::Request::Get(kind)])$($await)*?;
            let outcome = report.replies().first().map(|it| it.1);
            if let Some(crate::Outcome::Is(is)) = outcome {
                return Ok(is);
            }
            self.known(kind).ok_or_else(|| {
                let why = format!("the server does not tell its {kind}");
                ::std::io::Error::new(::std::io::ErrorKind::Unsupported, why)
            })
        }

        /// Throws away what the server has received, or has to transmit. Of what
        /// it has received, what is unread here goes, too.
        ///
        /// # Errors
        /// Those of the stream.
        pub $($async)* fn purge(
            &mut self,
            what: crate::Purge,
        ) -> ::std::io::Result<()> {
            let _done = self.ask([crate::Request::Purge(what)])$($await)*?;
            Ok(())
        }
    };
}

/// The methods of a port that has a connection `telnet`, a `client`, and the
/// time `answer` that an answer may take. The arguments are `[] []` for what
/// blocks, `[async] [.await]` for what is awaited.
#[cfg(any(feature = "async-std", feature = "blocking", feature = "tokio"))]
macro_rules! port_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        setting_methods!([$($async)*] [$($await)*]);

        /// Asks, and waits for the answers as long as an answer may take: see
        /// [`Ask`](crate::client::Ask).
        ///
        /// # Errors
        /// Those of the stream.
        pub $($async)* fn ask(
            &mut self,
            requests: impl IntoIterator<Item = crate::Request>,
        ) -> ::std::io::Result<crate::Report> {
            let mut wait = self.client.ask(requests, self.answer);
            self.telnet.wait(&mut wait)$($await)*?
        }

        /// The state of the modem's lines: as it was told last or, if it never
        /// was, as the server tells when it is asked to.
        ///
        /// # Errors
        /// `TimedOut` if it does not tell in time; those of the stream.
        pub $($async)* fn modem(
            &mut self,
        ) -> ::std::io::Result<crate::ModemState> {
            if self.client.modem().is_none() {
                // All lines; of 255 sredird takes the second half for a command.
                let mask = crate::Request::ModemMask(0xF0);
                let _told = self.ask([mask])$($await)*?;
            }
            let mut wait = self.client.await_lines(None, self.answer);
            self.telnet.wait(&mut wait)$($await)*?
        }

        /// Waits until the server has told a state of the modem's lines other
        /// than one that was seen.
        ///
        /// # Errors
        /// `TimedOut` if none comes in time; those of the stream.
        pub $($async)* fn modem_change(
            &mut self,
            seen: crate::ModemState,
            deadline: impl Into<crate::session::Deadline>,
        ) -> ::std::io::Result<crate::ModemState> {
            let mut wait = self.client.await_lines(Some(seen), deadline);
            self.telnet.wait(&mut wait)$($await)*?
        }

        /// What the server says it is: octets of the peer, 256 at most. Escape
        /// them before they are shown.
        ///
        /// # Errors
        /// `Unsupported` if it does not say; those of the stream.
        pub $($async)* fn signature(
            &mut self,
        ) -> ::std::io::Result<&[u8]> {
            let signature = [crate::Request::Signature];
            let _told = self.ask(signature)$($await)*?;
            self.client.signature().ok_or_else(|| {
                let why = "the server does not say what it is";
                ::std::io::Error::new(::std::io::ErrorKind::Unsupported, why)
            })
        }

        /// Asks the server to send nothing, or to go on. What is under way
        /// still arrives.
        ///
        /// # Errors
        /// Those of the stream.
        pub $($async)* fn suspend(
            &mut self,
            suspend: bool,
        ) -> ::std::io::Result<()> {
            self.client.suspend(self.telnet.session_mut(), suspend)?;
            self.send(b"")$($await)*
        }

        /// Sends octets to the port, all of them: each arrives as it is, CR,
        /// NUL and 255, too. Returns when they were handed to the stream.
        ///
        /// # Errors
        /// `TimedOut` if not all was taken within
        /// [`set_timeout`](Self::set_timeout): it says how much was, which must
        /// not be sent again. Those of the stream.
        pub $($async)* fn send(
            &mut self,
            octets: impl AsRef<[u8]>,
        ) -> ::std::io::Result<()> {
            let mut wait = self.client.transfer(octets.as_ref(), self.timeout);
            self.telnet.send(&mut wait)$($await)*
        }

        /// Waits for octets from the port, and takes as many as are there and
        /// fit into the buffer. 0 is the end of the connection, or an empty
        /// buffer.
        ///
        /// # Errors
        /// `TimedOut` if none came within [`set_timeout`](Self::set_timeout);
        /// those of the stream.
        pub $($async)* fn receive(
            &mut self,
            buffer: &mut [u8],
        ) -> ::std::io::Result<usize> {
            let step = crate::client::Taking::new(buffer, self.timeout);
            let client = &mut self.client;
            let mut wait = crate::client::With { client, step };
            self.telnet.wait(&mut wait)$($await)*?
        }

        /// Bounds what moves data: `send`, `receive`, `close`, and, where they
        /// block, reads and writes by traits. `None`, as it is at first, lets
        /// them wait for ever.
        pub const fn set_timeout(
            &mut self,
            timeout: Option<::std::time::Duration>,
        ) {
            self.timeout = timeout;
        }

        /// Bounds what asks the server: how long all answers to one call may
        /// take together. 3 seconds at first, or what the URL says.
        pub const fn set_answer_time(&mut self, time: ::std::time::Duration) {
            self.answer = time;
        }

        fn known(&self, kind: crate::Kind) -> Option<crate::Setting> {
            self.client.known(kind)
        }

        /// In what the server differs from RFC 2217, as far as it has shown.
        #[must_use]
        pub fn quirks(&self) -> &[crate::Quirk] {
            self.client.quirks()
        }

        /// What is known of the port without asking.
        #[must_use]
        pub const fn client(&self) -> &crate::Client {
            &self.client
        }

        /// What is known of the port, to change the client's patience, or to take
        /// what has happened on the line.
        pub const fn client_mut(&mut self) -> &mut crate::Client {
            &mut self.client
        }
    };
}

/// A port over a connection that is awaited: the type of the module that calls
/// it, which has `Telnet`, and what a stream must be able to do.
#[cfg(any(feature = "async-std", feature = "tokio"))]
macro_rules! async_port {
    ([$($stream:tt)*], $split:ident) => {
        /// A serial port at the other end of a network, whose calls are
        /// awaited. Two tasks have it by halves, as
        #[doc = concat!("[`", stringify!($split), "`](Self::", stringify!($split), ")")]
        /// makes them.
        ///
        /// # Calls that are dropped
        ///
        /// Each call may be dropped before its end, as `select!` does it, and the
        /// port goes on. Of a read nothing is lost. What `send` had handed over is
        /// sent, and nobody says how much that was: `write` of `AsyncWrite` tells
        /// it, and takes nothing where it is dropped. What a setting had asked for
        /// the server may still do; its answer is not taken for one to a later
        /// call.
        ///
        /// # Deadlines
        ///
        /// `send` and `receive` end after [`set_timeout`](Self::set_timeout), what
        /// asks the server after [`set_answer_time`](Self::set_answer_time),
        /// whatever the server does. Reads and writes by the traits of the runtime
        /// wait for ever, as those of sockets do: bound them by its timer.
        #[derive(Debug)]
        pub struct RemotePort<S> {
            telnet: Telnet<S>,
            client: crate::Client,
            answer: ::std::time::Duration,
            timeout: Option<::std::time::Duration>,
        }

        impl<S: $($stream)*> RemotePort<S> {
            /// A port over a connection that was made with
            /// [`Client::config`](crate::Client::config).
            ///
            /// # Errors
            /// `Unsupported` if the host refuses the option, `TimedOut` if it
            /// does not answer within 3 seconds, `InvalidInput` if the
            /// connection has no events; those of the stream.
            pub async fn over(telnet: Telnet<S>) -> ::std::io::Result<Self> {
                Self::over_within(telnet, super::ANSWER).await
            }

            async fn over_within(
                telnet: Telnet<S>,
                answer: ::std::time::Duration,
            ) -> ::std::io::Result<Self> {
                let client = crate::Client::new();
                let mut port = Self { telnet, client, answer, timeout: None };
                let mut open = port.client.open(answer);
                port.telnet.wait(&mut open).await??;
                Ok(port)
            }

            port_methods!([async] [.await]);

            /// Sends what is queued, for as long as
            /// [`set_timeout`](Self::set_timeout) says, and closes the
            /// connection: the server gives the port free.
            ///
            /// # Errors
            /// Those of closing the connection.
            pub async fn close(&mut self) -> ::std::io::Result<()> {
                self.telnet.set_timeout(self.timeout);
                self.telnet.close().await
            }

            /// The connection, as it is.
            #[must_use]
            pub fn into_telnet(self) -> Telnet<S> {
                self.telnet
            }

            fn poll_taken(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                buffer: &mut [u8],
            ) -> ::std::task::Poll<::std::io::Result<usize>> {
                let never = crate::session::Deadline::Never;
                let step = crate::client::Taking::new(buffer, never);
                let client = &mut self.client;
                let mut wait = crate::client::With { client, step };
                super::poll_now(self.telnet.wait(&mut wait), cx).map(super::flat)
            }

            fn poll_part(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                octets: &[u8],
            ) -> ::std::task::Poll<::std::io::Result<usize>> {
                let never = crate::session::Deadline::Never;
                let step = crate::client::Sending::new(octets, never).a_part();
                let client = &mut self.client;
                let mut wait = crate::client::With { client, step };
                let sent = super::poll_now(self.telnet.send(&mut wait), cx);
                super::taken(sent, wait.step.queued(), octets)
            }
        }

        async_port_halves!([$($stream)*], $split);
    };
}
