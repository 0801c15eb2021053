//! The methods of a server that ask a user for something, which block in one
//! adapter and are awaited in another.

/// What a server asks its users for, for an `impl` of what has the method `wait`.
/// The arguments are those of [`read_methods`](crate::read_methods).
#[macro_export]
macro_rules! server_methods {
    ([$($async:tt)*] [$($await:tt)*]) => {
        /// Asks a user for a line, and echoes what is typed: see
        /// [`ReadLine`](telnet_adapter::session::server::ReadLine), which can do
        /// more.
        ///
        /// # Errors
        /// Those of the stream; `TimedOut` if the line does not end in time,
        /// `UnexpectedEof` if the stream ends before.
        pub $($async)* fn read_line(
            &mut self,
            prompt: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::server::Entry> {
            let mut wait = $crate::session::server::ReadLine::new(prompt, timeouts);
            self.wait(&mut wait)$($await)*?
        }

        /// Asks a user for a secret, of which nothing is echoed: see
        /// [`ReadLine::secret`](telnet_adapter::session::server::ReadLine::secret).
        ///
        /// # Errors
        /// As [`read_line`](Self::read_line).
        pub $($async)* fn read_secret(
            &mut self,
            prompt: impl AsRef<[u8]>,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<$crate::session::server::Entry> {
            let mut wait =
                $crate::session::server::ReadLine::secret(prompt, timeouts);
            self.wait(&mut wait)$($await)*?
        }

        /// Asks a user for name and password, once, and leaves it to you to check
        /// them: see
        /// [`AskLogin`](telnet_adapter::session::server::AskLogin). `None` where
        /// the user has left, or has failed too often.
        ///
        /// # Errors
        /// As [`read_line`](Self::read_line).
        pub $($async)* fn ask_login(
            &mut self,
            rules: &$crate::session::server::LoginRules,
            attempt: u32,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<
            ::std::option::Option<$crate::session::server::Credentials>,
        > {
            let mut wait =
                $crate::session::server::AskLogin::new(rules, attempt, timeouts);
            self.wait(&mut wait)$($await)*?
        }

        /// Has a user log in: asks until a function says that name and password
        /// are right, and returns the name. See
        /// [`Admit`](telnet_adapter::session::server::Admit). `None` where the
        /// user has left, or has failed too often.
        ///
        /// # Errors
        /// As [`read_line`](Self::read_line).
        pub $($async)* fn admit(
            &mut self,
            rules: &$crate::session::server::LoginRules,
            check: impl FnMut(&$crate::session::server::Credentials) -> bool,
            timeouts: impl Into<$crate::session::Timeouts>,
        ) -> ::std::io::Result<
            ::std::option::Option<$crate::session::bytes::Bytes>,
        > {
            let mut wait =
                $crate::session::server::Admit::new(rules, check, timeouts);
            self.wait(&mut wait)$($await)*?
        }
    };
}
