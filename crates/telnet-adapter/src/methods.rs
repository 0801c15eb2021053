//! What the connections of all adapters have in common: methods whose text
//! would be the same in each.
//!
//! They are macros since methods cannot be inherited, and a trait would have to
//! be imported by each caller. They are for the adapters of this project, which
//! need the same version of this crate: they may change with any release.

/// The methods of an adapter's connection that reach through to its parts, and
/// the traits that follow from them.
///
/// For a `struct` with one type parameter and at least these fields: `stream`,
/// of that type; `session`, a [`Session`](crate::Session); `timeout`, an
/// `Option<Duration>`; `label`, a string. The clock and the standard output are
/// the adapter's to bring.
#[macro_export]
macro_rules! adapter_methods {
    ($telnet:ident, $now:path, $stdout:path) => {
        impl<S> $telnet<S> {
            /// The text that has been received already, without looking at
            /// the stream.
            ///
            /// # Errors
            /// `UnexpectedEof` if the connection is closed and nothing is
            /// left.
            pub fn read_lazy(
                &mut self,
            ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
                Ok(self.session.read_lazy()?)
            }

            /// The same: received octets are decoded at once here.
            ///
            /// # Errors
            /// As [`read_lazy`](Self::read_lazy).
            pub fn read_very_lazy(
                &mut self,
            ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
                Ok(self.session.read_very_lazy()?)
            }

            /// The last whole subnegotiation: option code, then payload;
            /// empty if none has come since the last call.
            pub fn read_sb_data(&mut self) -> $crate::session::bytes::Bytes {
                self.session.read_sb_data()
            }

            /// Bounds the calls that take no deadline: `read_all`,
            /// `read_some`, the writes, `close`, and the `Read`, `BufRead`
            /// and `Write` of what blocks. `None`, the default, lets them wait
            /// for ever.
            pub const fn set_timeout(
                &mut self,
                timeout: Option<::std::time::Duration>,
            ) {
                self.timeout = timeout;
            }

            /// Calls `callback` for each command received: see
            /// [the session's](telnet_adapter::session::Session::set_option_negotiation_callback).
            pub fn set_option_negotiation_callback(
                &mut self,
                callback: impl FnMut(
                    &mut $crate::session::OptionHandle<'_>,
                    $crate::session::Command,
                    $crate::session::TelnetOption,
                ) + Send
                + 'static,
            ) {
                self.session.set_option_negotiation_callback(callback);
            }

            /// Above 0, prints what crosses the wire to standard output, with
            /// names and escaped, without what may be passwords: see
            /// [the session's trace](telnet_adapter::session::Session::set_trace) for
            /// any other place.
            pub fn set_debuglevel(&mut self, level: u32) {
                self.session.set_debuglevel(level, &self.label, $stdout());
            }

            /// Prints a line among those of
            /// [`set_debuglevel`](Self::set_debuglevel), if it is above 0.
            pub fn msg(&mut self, line: ::std::fmt::Arguments<'_>) {
                self.session.msg(line);
            }

            /// The stream.
            #[must_use]
            pub const fn get_socket(&self) -> &S {
                &self.stream
            }

            /// The session: options, events, unread text.
            #[must_use]
            pub const fn session(&self) -> &$crate::session::Session {
                &self.session
            }

            /// The session, to ask for options or take events. What it queues
            /// goes out with the next read, write or flush.
            pub const fn session_mut(
                &mut self,
            ) -> &mut $crate::session::Session {
                &mut self.session
            }

            pub(crate) fn default_deadline(
                &self,
            ) -> Option<::std::time::Instant> {
                let timeout = self.timeout?;
                $now().checked_add(timeout)
            }

            pub(crate) fn pattern_set(
                &self,
                patterns: impl $crate::session::Patterns,
            ) -> Result<
                $crate::session::PatternSet,
                $crate::session::PatternError,
            > {
                self.session.pattern_set(patterns)
            }

            /// The stream and the session, with all that is unread and
            /// unsent.
            #[must_use]
            pub fn into_parts(self) -> (S, $crate::session::Session) {
                (self.stream, self.session)
            }
        }

        #[cfg(unix)]
        impl<S: ::std::os::fd::AsFd> ::std::os::fd::AsFd for $telnet<S> {
            fn as_fd(&self) -> ::std::os::fd::BorrowedFd<'_> {
                self.stream.as_fd()
            }
        }

        #[cfg(unix)]
        impl<S: ::std::os::fd::AsRawFd> ::std::os::fd::AsRawFd for $telnet<S> {
            fn as_raw_fd(&self) -> ::std::os::fd::RawFd {
                self.stream.as_raw_fd()
            }
        }

        impl<S: ::std::fmt::Debug> ::std::fmt::Debug for $telnet<S> {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> ::std::fmt::Result {
                f.debug_struct(::std::stringify!($telnet))
                    .field("stream", &self.stream)
                    .field("session", &self.session)
                    .finish_non_exhaustive()
            }
        }
    };
}

/// The reads of the stream, for an `impl` of what has `default_deadline`,
/// `pattern_set`, `wait`, and `read_now`, which reads without waiting until a function of the
/// session says that it is enough, and takes all the text. The arguments are `[] []` for one that blocks, `[async] [.await]`
/// for one that is awaited.
#[macro_export]
macro_rules! read_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        /// Reads until `expected` has been received, or the deadline has
        /// passed, or the peer has closed the connection. The
        /// [`Outcome`](telnet_adapter::session::Outcome) tells which; `?.matched()?`
        /// makes all but the first an error.
        ///
        /// # Errors
        /// Those of the stream, and `QuotaExceeded` if `max_unread` octets
        /// hold no match. Nothing is consumed then.
        pub $($async)* fn read_until(
            &mut self,
            expected: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Outcome> {
            let mut wait =
                $crate::session::ReadUntil::new(expected.as_ref(), timeouts);
            self.wait(&mut wait)$($await)*
        }

        /// Reads until one of several patterns matches: regular expressions
        /// as `&str`, [`Pattern`](telnet_adapter::session::Pattern)s, or a
        /// [`PatternSet`](telnet_adapter::session::PatternSet) that is compiled
        /// already. Otherwise as [`read_until`](Self::read_until).
        ///
        /// # Errors
        /// As [`read_until`](Self::read_until); `InvalidInput` if one of them
        /// is no pattern.
        pub $($async)* fn expect(
            &mut self,
            patterns: impl $crate::session::Patterns,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Outcome> {
            let set = self.pattern_set(patterns)?;
            self.wait(&mut $crate::session::Expect::new(&set, timeouts))$($await)*
        }

        /// The same, but a match is left unread.
        ///
        /// # Errors
        /// As [`expect`](Self::expect).
        pub $($async)* fn peek_expect(
            &mut self,
            patterns: impl $crate::session::Patterns,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Outcome> {
            let set = self.pattern_set(patterns)?;
            let mut wait = $crate::session::Expect::new(&set, timeouts).peek();
            self.wait(&mut wait)$($await)*
        }

        /// Logs in, and returns what the host said through the prompt: see
        /// [`Login`](telnet_adapter::session::Login).
        ///
        /// # Errors
        /// Those of the stream; `PermissionDenied` if the host refuses the
        /// login; `TimedOut`, `UnexpectedEof`.
        pub $($async)* fn login(
            &mut self,
            cli: &$crate::session::Cli,
            user: impl AsRef<[u8]>,
            password: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            let mut wait = $crate::session::Login::new(cli, user, password, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Runs a command and returns its output, without echo, prompt, and
        /// the questions of a pager: see [`Run`](telnet_adapter::session::Run).
        ///
        /// # Errors
        /// Those of the stream; `TimedOut`, `UnexpectedEof`; `QuotaExceeded`
        /// if the output is longer than `max_unread`.
        pub $($async)* fn run(
            &mut self,
            cli: &$crate::session::Cli,
            line: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Reply> {
            let mut wait = $crate::session::Run::new(cli, line, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Reads until the peer closes the connection.
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` after `set_timeout`;
        /// `QuotaExceeded` if there is more than `max_unread`. Nothing is
        /// consumed then.
        pub $($async)* fn read_all(
            &mut self,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            let deadline = self.default_deadline();
            Ok(self.wait(&mut $crate::session::ReadAll::new(deadline))$($await)*??)
        }

        /// Everything that can be read without waiting, maybe nothing, and
        /// `max_unread` octets at most.
        ///
        /// # Errors
        /// `UnexpectedEof` if the connection is closed and nothing is left;
        /// those of the stream.
        pub $($async)* fn read_very_eager(
            &mut self,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            self.read_now(|_session| false)$($await)*
        }

        /// The same, but it stops reading the stream once there is some text.
        ///
        /// # Errors
        /// As [`read_very_eager`](Self::read_very_eager).
        pub $($async)* fn read_eager(
            &mut self,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            self.read_now(|session| !session.unread().is_empty())$($await)*
        }

        /// Reads at least one octet; the result is empty at the end of the
        /// stream only.
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` after `set_timeout`.
        pub $($async)* fn read_some(
            &mut self,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            let deadline = self.default_deadline();
            Ok(self.wait(&mut $crate::session::ReadSome::new(deadline))$($await)*??)
        }
    };
}

/// The writes, for an `impl` of what has `default_deadline` and `send`, which
/// runs a wait for output. The arguments are those of [`read_methods`].
#[macro_export]
macro_rules! write_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        /// Sends data, each octet 255 doubled; line ends are left alone.
        /// Returns when all of it was handed to the stream.
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` after `set_timeout`, and then it
        /// says how many octets of `data` are queued: they go out with the
        /// next call, and must not be sent again.
        pub $($async)* fn write(
            &mut self,
            data: impl AsRef<[u8]>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let mut wait = $crate::session::SendData::new(data.as_ref(), deadline);
            self.send(&mut wait)$($await)*
        }

        /// Sends a line of text and its end,
        /// [`Config::newline`](telnet_adapter::session::Config::newline).
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` after `set_timeout`, and then it
        /// says whether the line is queued, to go out with the next call;
        /// `QuotaExceeded` if it is longer than
        /// [`Config::max_output`](telnet_adapter::session::Config::max_output).
        pub $($async)* fn send_line(
            &mut self,
            line: impl AsRef<[u8]>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let line = line.as_ref();
            let send = |session: &mut $crate::session::Session| session.send_line(line);
            self.send(&mut $crate::session::SendItem::new(send, deadline))$($await)*
        }

        /// Sends a command without operand, as
        /// [`Command::AYT`](telnet_adapter::session::Command::AYT).
        ///
        /// # Errors
        /// As [`send_line`](Self::send_line).
        pub $($async)* fn send_command(
            &mut self,
            command: $crate::session::Command,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let send =
                |session: &mut $crate::session::Session| session.send_command(command);
            self.send(&mut $crate::session::SendItem::new(send, deadline))$($await)*
        }

        /// Sends a subnegotiation; the payload is escaped.
        ///
        /// # Errors
        /// As [`send_line`](Self::send_line).
        pub $($async)* fn send_subnegotiation(
            &mut self,
            option: $crate::session::TelnetOption,
            payload: impl AsRef<[u8]>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let parts = [payload.as_ref()];
            let send = |session: &mut $crate::session::Session| {
                session.send_subnegotiation(option, parts)
            };
            self.send(&mut $crate::session::SendItem::new(send, deadline))$($await)*
        }
    };
}
