//! A port for two tasks: one that reads, one that writes and sets.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Session, Wait};

use crate::client::{Client, Step};

/// A step of a client that both halves have.
pub(super) struct Shared<'c, T> {
    pub(super) client: &'c Mutex<Client>,
    pub(super) step: T,
}

impl<T: Step> Wait for Shared<'_, T> {
    type Output = T::Output;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.step.poll(&mut lock(self.client), session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.step.deadline(&lock(self.client))
    }
}

/// What a step says is put aside: the send of a connection hands on errors alone.
pub(super) struct Aside<'c, T: Step> {
    pub(super) wait: Shared<'c, T>,
    pub(super) said: Option<T::Output>,
}

impl<T: Step> Wait for Aside<'_, T> {
    type Output = std::io::Result<()>;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.wait.poll(session, now).map(|said| {
            self.said = Some(said);
            Ok(())
        })
    }

    fn deadline(&self) -> Option<Instant> {
        self.wait.deadline()
    }
}

/// A task that panicked has left the client whole: no call of it ends midway.
pub(super) fn lock(client: &Mutex<Client>) -> MutexGuard<'_, Client> {
    client.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The halves of the port of the module that calls it, which names the adapter
/// `half`.
macro_rules! async_port_halves {
    ([$($stream:tt)*], $split:ident) => {
        /// The half of a port that reads.
        #[derive(Debug)]
        pub struct ReadHalf<S> {
            telnet: half::ReadHalf<S>,
            client: ::std::sync::Arc<::std::sync::Mutex<crate::Client>>,
            answer: ::std::time::Duration,
            timeout: Option<::std::time::Duration>,
        }

        /// The half of a port that writes, sets and asks. Answers come while
        /// either half is polled.
        #[derive(Debug)]
        pub struct WriteHalf<S> {
            telnet: half::WriteHalf<S>,
            client: ::std::sync::Arc<::std::sync::Mutex<crate::Client>>,
            answer: ::std::time::Duration,
            timeout: Option<::std::time::Duration>,
        }

        impl<S> RemotePort<S> {
            /// Makes two halves, which may live on two tasks: what is set, asked
            /// or written goes on while a read waits. The timeouts are those of
            /// the port, and each half's own from here on.
            #[must_use]
            pub fn $split(self) -> (ReadHalf<S>, WriteHalf<S>) {
                let Self { telnet, client, answer, timeout } = self;
                let (reader, writer) = telnet.$split();
                let client = ::std::sync::Arc::new(client.into());
                let shared = ::std::sync::Arc::clone(&client);
                (
                    ReadHalf { telnet: reader, client: shared, answer, timeout },
                    WriteHalf { telnet: writer, client, answer, timeout },
                )
            }
        }

        impl<S> ReadHalf<S> {
            /// The whole port again, with the timeout of this half.
            ///
            /// # Errors
            /// Both halves, if they are not of one port.
            pub fn reunite(
                self,
                writer: WriteHalf<S>,
            ) -> Result<RemotePort<S>, (Self, WriteHalf<S>)> {
                let Self { telnet, client, timeout, answer: before } = self;
                let WriteHalf { answer, .. } = writer;
                match telnet.reunite(writer.telnet) {
                    Ok(telnet) => {
                        let client = ::std::mem::take(&mut *lock(&client));
                        Ok(RemotePort { telnet, client, answer, timeout })
                    }
                    Err((reader, telnet)) => Err((
                        Self { telnet: reader, client, answer: before, timeout },
                        WriteHalf { telnet, ..writer },
                    )),
                }
            }

            async_port_half!();
        }

        impl<S: $($stream)*> ReadHalf<S> {
            /// Waits for octets from the port, and takes as many as are there and
            /// fit into the buffer. 0 is the end of the connection, or an empty
            /// buffer.
            ///
            /// # Errors
            /// `TimedOut` if none came within [`set_timeout`](Self::set_timeout);
            /// those of the stream.
            pub async fn receive(
                &mut self,
                buffer: &mut [u8],
            ) -> ::std::io::Result<usize> {
                let step = crate::client::Taking::new(buffer, self.timeout);
                let mut wait = Shared { client: &self.client, step };
                self.telnet.wait(&mut wait).await?
            }

            /// Waits until the server has told a state of the modem's lines other
            /// than one that was seen.
            ///
            /// # Errors
            /// `TimedOut` if none comes in time; those of the stream.
            pub async fn modem_change(
                &mut self,
                seen: crate::ModemState,
                deadline: impl Into<crate::session::Deadline>,
            ) -> ::std::io::Result<crate::ModemState> {
                let seen = Some(seen);
                let step = crate::client::Watching::new(seen, deadline.into());
                let mut wait = Shared { client: &self.client, step };
                self.telnet.wait(&mut wait).await?
            }

            fn poll_taken(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                buffer: &mut [u8],
            ) -> ::std::task::Poll<::std::io::Result<usize>> {
                let never = crate::session::Deadline::Never;
                let step = crate::client::Taking::new(buffer, never);
                let mut wait = Shared { client: &self.client, step };
                super::poll_now(self.telnet.wait(&mut wait), cx).map(super::flat)
            }
        }

        impl<S> WriteHalf<S> {
            async_port_half!();

            /// Bounds what asks the server: how long all answers to one call may
            /// take together.
            pub const fn set_answer_time(&mut self, time: ::std::time::Duration) {
                self.answer = time;
            }

            fn known(&self, kind: crate::Kind) -> Option<crate::Setting> {
                lock(&self.client).known(kind)
            }
        }

        impl<S: $($stream)*> WriteHalf<S> {
            setting_methods!([async] [.await]);

            /// Asks, and waits for the answers as long as an answer may take: see
            /// [`Ask`](crate::client::Ask).
            ///
            /// # Errors
            /// Those of the stream; `QuotaExceeded` if the other half leaves so
            /// much unread that no answer can come.
            pub async fn ask(
                &mut self,
                requests: impl IntoIterator<Item = crate::Request>,
            ) -> ::std::io::Result<crate::Report> {
                let step = crate::client::Asking::new(
                    &mut lock(&self.client),
                    requests.into_iter(),
                    self.answer.into(),
                );
                let wait = Shared { client: &self.client, step };
                let mut wait = Aside { wait, said: None };
                self.telnet.send(&mut wait).await?;
                wait.said.unwrap_or_else(|| Err(crate::error::closed()))
            }

            /// Asks the server to send nothing, or to go on. What is under way
            /// still arrives.
            ///
            /// # Errors
            /// Those of the stream.
            pub async fn suspend(
                &mut self,
                suspend: bool,
            ) -> ::std::io::Result<()> {
                let client = &self.client;
                self.telnet.with_session(|session| {
                    lock(client).suspend(session, suspend)
                })?;
                self.send(b"").await
            }

            /// Sends octets to the port, all of them: each arrives as it is, CR,
            /// NUL and 255, too. Returns when they were handed to the stream.
            ///
            /// # Errors
            /// `TimedOut` if not all was taken within
            /// [`set_timeout`](Self::set_timeout): it says how much was, which
            /// must not be sent again. Those of the stream.
            pub async fn send(
                &mut self,
                octets: impl AsRef<[u8]>,
            ) -> ::std::io::Result<()> {
                let end = self.timeout.into();
                let step = crate::client::Sending::new(octets.as_ref(), end);
                let mut wait = Shared { client: &self.client, step };
                self.telnet.send(&mut wait).await
            }

            fn poll_part(
                &mut self,
                cx: &mut ::std::task::Context<'_>,
                octets: &[u8],
            ) -> ::std::task::Poll<::std::io::Result<usize>> {
                let never = crate::session::Deadline::Never;
                let step = crate::client::Sending::new(octets, never).a_part();
                let mut wait = Shared { client: &self.client, step };
                let sent = super::poll_now(self.telnet.send(&mut wait), cx);
                super::taken(sent, wait.step.queued(), octets)
            }
        }
    };
}

/// What both halves have.
macro_rules! async_port_half {
    () => {
        /// Looks at what is known of the port, or takes what has happened on the
        /// line.
        pub fn with_client<T>(
            &self,
            look: impl FnOnce(&mut crate::Client) -> T,
        ) -> T {
            look(&mut lock(&self.client))
        }

        /// Bounds what moves data by the methods of this half. `None` lets them
        /// wait for ever.
        pub const fn set_timeout(
            &mut self,
            timeout: Option<::std::time::Duration>,
        ) {
            self.timeout = timeout;
        }
    };
}
