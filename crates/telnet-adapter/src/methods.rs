//! The methods that block in one adapter and are awaited in another.

/// The reads, for an `impl` of what has
/// [`default_timeouts`](crate::Connection::default_timeouts), a method `wait`,
/// which runs a wait to its end, and a method `read_now`, which runs an
/// [`Eager`](crate::Eager). The arguments are `[] []` for what blocks,
/// `[async] [.await]` for what is awaited.
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
                $crate::session::wait::ReadUntil::new(expected.as_ref(), timeouts);
            self.wait(&mut wait)$($await)*
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
            let timeouts = self.default_timeouts();
            let mut wait = $crate::session::wait::ReadAll::new(timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Waits for text or an event, whichever the peer has sent first: see
        /// [`ReadNext`](telnet_adapter::session::wait::ReadNext). `None` at the
        /// end of the stream. Events need
        /// [`Config::events`](telnet_adapter::session::Config::events).
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` if neither came in time.
        pub $($async)* fn read_next(
            &mut self,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<::std::option::Option<$crate::session::wait::Received>> {
            let mut wait = $crate::session::wait::ReadNext::new(timeouts);
            self.wait(&mut wait)$($await)*?
        }

        /// Asks that one side enable or disable an option, and waits for the
        /// answer: whether it is in force then. See
        /// [`Negotiate`](telnet_adapter::session::wait::Negotiate).
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` if no answer comes in time,
        /// `UnexpectedEof` if the stream ends before.
        pub $($async)* fn negotiate(
            &mut self,
            side: $crate::session::Side,
            option: $crate::session::TelnetOption,
            enable: bool,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<bool> {
            let mut wait =
                $crate::session::wait::Negotiate::new(side, option, enable, timeouts);
            self.wait(&mut wait)$($await)*?
        }

        /// Waits until the peer has dealt with all that was sent: see
        /// [`TimingMark`](telnet_adapter::session::wait::TimingMark).
        ///
        /// # Errors
        /// As [`negotiate`](Self::negotiate).
        pub $($async)* fn timing_mark(
            &mut self,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<()> {
            let mut wait = $crate::session::wait::TimingMark::new(timeouts);
            self.wait(&mut wait)$($await)*?
        }

        /// Asks the peer to log this user off, and waits for the answer: whether
        /// it agrees, or has closed the connection. See
        /// [`Logout`](telnet_adapter::session::wait::Logout).
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` if no answer comes in time.
        pub $($async)* fn logout(
            &mut self,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<bool> {
            let mut wait = $crate::session::wait::Logout::new(timeouts);
            self.wait(&mut wait)$($await)*?
        }

        /// Everything that can be read without waiting, maybe nothing. It
        /// stops after 1 MiB of the stream, or where `max_unread` octets of
        /// text are there: the rest is for the next call.
        ///
        /// # Errors
        /// `UnexpectedEof` if the connection is closed and nothing is left;
        /// those of the stream.
        pub $($async)* fn read_very_eager(
            &mut self,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            self.read_now($crate::Eager::new(|_session| false))$($await)*
        }

        /// Some text, if any can be read without waiting, maybe none: it
        /// stops reading the stream once there is some.
        ///
        /// # Errors
        /// As [`read_very_eager`](Self::read_very_eager).
        pub $($async)* fn read_eager(
            &mut self,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            self.read_now($crate::Eager::new(|session| {
                !session.unread().is_empty()
            }))$($await)*
        }

        /// Reads at least one octet; the result is empty at the end of the
        /// stream only.
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` after `set_timeout`.
        pub $($async)* fn read_some(
            &mut self,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            let timeouts = self.default_timeouts();
            let mut wait = $crate::session::wait::ReadSome::new(timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }
    };
}

/// The waits for patterns, and the dialogues, for an `impl` of what has
/// [`pattern_set`](crate::Connection::pattern_set) and the methods of
/// [`read_methods`](crate::read_methods), whose arguments it takes.
#[cfg(feature = "expect")]
#[macro_export]
macro_rules! expect_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
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
            self.wait(&mut $crate::session::expect::Expect::new(&set, timeouts))$($await)*
        }

        /// Waits like [`expect`](Self::expect), but leaves a match unread.
        ///
        /// # Errors
        /// As [`expect`](Self::expect).
        pub $($async)* fn peek_expect(
            &mut self,
            patterns: impl $crate::session::Patterns,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Outcome> {
            let set = self.pattern_set(patterns)?;
            let mut wait = $crate::session::expect::Expect::new(&set, timeouts).peek();
            self.wait(&mut wait)$($await)*
        }

        /// Logs in, and returns what the host said through the prompt: see
        /// [`Login`](telnet_adapter::session::dialogue::Login).
        ///
        /// # Errors
        /// Those of the stream, and those of
        /// [`DialogueError`](telnet_adapter::session::dialogue::DialogueError),
        /// among them `PermissionDenied` if the host refuses the login;
        /// `TimedOut`, `UnexpectedEof`.
        pub $($async)* fn login(
            &mut self,
            cli: &$crate::session::Cli,
            user: impl AsRef<[u8]>,
            password: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            let mut wait = $crate::session::dialogue::Login::new(cli, user, password, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Runs a command and returns its output, without echo, prompt, and
        /// the questions of a pager: see
        /// [`Run`](telnet_adapter::session::dialogue::Run).
        ///
        /// # Errors
        /// As [`login`](Self::login); `QuotaExceeded` if the output is longer
        /// than `max_unread`.
        pub $($async)* fn run(
            &mut self,
            cli: &$crate::session::Cli,
            line: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Reply> {
            let mut wait = $crate::session::dialogue::Run::new(cli, line, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Runs a command, and answers what the host asks meanwhile: each
        /// answer is sent as a line when a line stands in which its pattern
        /// matches, as `&[("Proceed", "y")]`.
        ///
        /// # Errors
        /// As [`run`](Self::run); `InvalidInput` if one of them is no pattern.
        pub $($async)* fn run_with<Q, A>(
            &mut self,
            cli: &$crate::session::Cli,
            line: impl AsRef<[u8]>,
            answers: &[(Q, A)],
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Reply>
        where
            Q: TryInto<$crate::session::Pattern> + Clone,
            $crate::session::expect::PatternError: From<Q::Error>,
            A: AsRef<[u8]>,
        {
            let mut wait = $crate::session::dialogue::Run::new(cli, line, timeouts);
            for (asked, answer) in answers {
                let asked = asked.clone().try_into();
                let asked = asked.map_err($crate::session::expect::PatternError::from)?;
                wait = wait.answer(&asked, answer)?;
            }
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Runs a command, and writes its output while it comes: it may be of
        /// any length. See [`RunTo`](telnet_adapter::session::dialogue::RunTo).
        ///
        /// # Errors
        /// As [`run`](Self::run), and those of the writer.
        pub $($async)* fn run_to<W: ::std::io::Write>(
            &mut self,
            cli: &$crate::session::Cli,
            line: impl AsRef<[u8]>,
            writer: W,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Reply> {
            let mut wait = $crate::session::dialogue::RunTo::new(cli, line, writer, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Runs commands one after the other: one reply for each. See
        /// [`RunAll`](telnet_adapter::session::dialogue::RunAll).
        ///
        /// # Errors
        /// As [`run`](Self::run).
        pub $($async)* fn run_all<L: AsRef<[u8]>>(
            &mut self,
            cli: &$crate::session::Cli,
            lines: impl IntoIterator<Item = L>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<Vec<$crate::session::Reply>> {
            let mut wait = $crate::session::dialogue::RunAll::new(cli, lines, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// The same between the commands that begin and end to configure:
        /// [`RunAll::configure`](telnet_adapter::session::dialogue::RunAll::configure).
        ///
        /// # Errors
        /// As [`run`](Self::run); `PermissionDenied` if the host does not let
        /// us configure.
        pub $($async)* fn configure<L: AsRef<[u8]>>(
            &mut self,
            cli: &$crate::session::Cli,
            lines: impl IntoIterator<Item = L>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<Vec<$crate::session::Reply>> {
            let mut wait =
                $crate::session::dialogue::RunAll::configure(cli, lines, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Asks for more rights, as `enable` does, and answers the question
        /// for a password: see
        /// [`Run::enable`](telnet_adapter::session::dialogue::Run::enable).
        ///
        /// # Errors
        /// As [`login`](Self::login).
        pub $($async)* fn enable(
            &mut self,
            cli: &$crate::session::Cli,
            password: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::Reply> {
            let mut wait = $crate::session::dialogue::Run::enable(cli, password, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Finds the prompt again, behind a command that did not come to its
        /// end, or behind reads and writes by hand; it returns what came. See
        /// [`Resync`](telnet_adapter::session::dialogue::Resync).
        ///
        /// # Errors
        /// As [`run`](Self::run).
        pub $($async)* fn resync(
            &mut self,
            cli: &$crate::session::Cli,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::bytes::Bytes> {
            let mut wait = $crate::session::dialogue::Resync::new(cli, timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }
    };
}

/// The writes, for an `impl` of what has
/// [`default_deadline`](crate::Connection::default_deadline) and a method
/// `send`, which runs a wait for output. The arguments are those of
/// [`read_methods`](crate::read_methods).
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
            let mut wait = $crate::session::wait::SendData::new(data.as_ref(), deadline);
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
            self.send(&mut $crate::session::wait::SendItem::new(send, deadline))$($await)*
        }

        /// Sends a password and the end of its line, as
        /// [`send_line`](Self::send_line) does. No trace and no transcript
        /// shows it, nor its echo.
        ///
        /// # Errors
        /// As [`send_line`](Self::send_line).
        pub $($async)* fn send_secret_line(
            &mut self,
            line: impl AsRef<[u8]>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let line = line.as_ref();
            let send =
                |session: &mut $crate::session::Session| session.send_secret_line(line);
            self.send(&mut $crate::session::wait::SendItem::new(send, deadline))$($await)*
        }

        /// Sends a prompt, and the mark of its end that is agreed with the peer, if
        /// any: EOR or GA. See
        /// [`Session::send_prompt`](telnet_adapter::session::Session::send_prompt).
        ///
        /// # Errors
        /// As [`send_line`](Self::send_line).
        pub $($async)* fn send_prompt(
            &mut self,
            prompt: impl AsRef<[u8]>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let prompt = prompt.as_ref();
            let send =
                |session: &mut $crate::session::Session| session.send_prompt(prompt);
            self.send(&mut $crate::session::wait::SendItem::new(send, deadline))$($await)*
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
            self.send(&mut $crate::session::wait::SendItem::new(send, deadline))$($await)*
        }

        /// Sends a subnegotiation with a payload that knows its option, as
        /// `WindowSize` or `Gmcp`.
        ///
        /// # Errors
        /// As [`send_line`](Self::send_line).
        pub $($async)* fn send_payload<'a, P>(
            &mut self,
            payload: P,
        ) -> ::std::io::Result<()>
        where
            P: $crate::session::proto::sub::Payload<'a>,
        {
            // A future that had the parts could not be sent to another thread.
            let payload = payload.parts().into_iter().collect::<Vec<_>>().concat();
            self.send_subnegotiation(P::OPTION, payload)$($await)*
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
            self.send(&mut $crate::session::wait::SendItem::new(send, deadline))$($await)*
        }
    };
}

/// The reads of text as strings, for an `impl` as that of
/// [`read_methods`](crate::read_methods), whose arguments it takes.
#[cfg(feature = "encoding")]
#[macro_export]
macro_rules! text_read_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        /// Reads at least one character, decoded as
        /// [`Session::take_text`](telnet_adapter::session::Session::take_text)
        /// does; the string is empty at the end of the stream only.
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` if none came in time.
        pub $($async)* fn read_text(
            &mut self,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<::std::string::String> {
            let mut wait = $crate::session::wait::ReadText::new(timeouts);
            Ok(self.wait(&mut wait)$($await)*??)
        }

        /// Waits for text or an event as [`read_next`](Self::read_next) does, with
        /// the text decoded: see
        /// [`ReadNextText`](telnet_adapter::session::wait::ReadNextText).
        ///
        /// # Errors
        /// As [`read_next`](Self::read_next).
        pub $($async)* fn read_next_text(
            &mut self,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<
            ::std::option::Option<
                $crate::session::wait::Received<::std::string::String>,
            >,
        > {
            let mut wait = $crate::session::wait::ReadNextText::new(timeouts);
            self.wait(&mut wait)$($await)*?
        }
    };
}

/// The writes of text as strings, for an `impl` as that of
/// [`write_methods`](crate::write_methods), whose arguments it takes.
#[cfg(feature = "encoding")]
#[macro_export]
macro_rules! text_write_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        /// Sends a text in its encoding,
        /// [`Session::text_encoding`](telnet_adapter::session::Session::text_encoding);
        /// line ends are left alone.
        ///
        /// # Errors
        /// `InvalidInput` if the encoding has not all its characters: the error
        /// names the first, and nothing is sent.
        /// [`Encoding::encode_lossy`](telnet_adapter::session::encoding::Encoding::encode_lossy)
        /// is for who wants question marks. Else as [`write`](Self::write).
        pub $($async)* fn send_text(
            &mut self,
            text: impl AsRef<str>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let mut wait = $crate::session::wait::SendText::new(text.as_ref(), deadline);
            self.send(&mut wait)$($await)*
        }

        /// Sends a text and the end of its line, as
        /// [`send_text`](Self::send_text) and [`send_line`](Self::send_line) do.
        ///
        /// # Errors
        /// Those of both.
        pub $($async)* fn send_text_line(
            &mut self,
            line: impl AsRef<str>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let mut wait = $crate::session::wait::SendText::line(line.as_ref(), deadline);
            self.send(&mut wait)$($await)*
        }

        /// Sends a text as a prompt, as [`send_text`](Self::send_text) and
        /// [`send_prompt`](Self::send_prompt) do.
        ///
        /// # Errors
        /// Those of both.
        pub $($async)* fn send_text_prompt(
            &mut self,
            prompt: impl AsRef<str>,
        ) -> ::std::io::Result<()> {
            let deadline = self.default_deadline();
            let mut wait =
                $crate::session::wait::SendText::prompt(prompt.as_ref(), deadline);
            self.send(&mut wait)$($await)*
        }
    };
}

/// The send of GMCP's JSON, for an `impl` as that of
/// [`write_methods`](crate::write_methods), whose arguments it takes.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! gmcp_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        /// Sends a GMCP message of this name, as `Room.Info`, with a value as its
        /// data, which are JSON.
        ///
        /// # Errors
        /// `InvalidData` with a [`JsonError`](telnet_adapter::session::gmcp::JsonError)
        /// if the name or the value can be none of GMCP's. Else as
        /// [`send_subnegotiation`](Self::send_subnegotiation).
        pub $($async)* fn send_gmcp(
            &mut self,
            name: &str,
            value: &(impl $crate::session::gmcp::Serialize + ?Sized),
        ) -> ::std::io::Result<()> {
            let payload = $crate::session::gmcp::to_payload(name, value)?;
            let option = $crate::session::TelnetOption::GMCP;
            self.send_subnegotiation(option, payload)$($await)*
        }
    };
}
