//! One connection, two tasks.

use std::task::{Context, Poll};
use std::time::Instant;

use telnet_adapter::Half;
use telnet_adapter::session::{
    PatternError, PatternSet, Patterns, Session, Timeouts,
};

use crate::Telnet;

/// The half of a connection that reads text and events: see
/// [`Telnet::split`].
#[derive(Debug)]
pub struct ReadHalf<S>(Half<Telnet<S>>);

/// The half of a connection that writes: see [`Telnet::split`].
#[derive(Debug)]
pub struct WriteHalf<S>(Half<Telnet<S>>);

impl<S> Telnet<S> {
    /// Makes two halves, which may live on two tasks. Each does what its reads
    /// or writes need of the other direction: answers go out while only the
    /// reader is polled, and a writer that is stuck reads, into the session.
    #[must_use]
    pub fn split(self) -> (ReadHalf<S>, WriteHalf<S>) {
        let (reader, writer) =
            Half::split(self, |telnet| telnet.flow().moves());
        (ReadHalf(reader), WriteHalf(writer))
    }
}

impl<S> ReadHalf<S> {
    pub(crate) fn pattern_set(
        &self,
        patterns: impl Patterns,
    ) -> Result<PatternSet, PatternError> {
        self.0.look(|telnet| telnet.pattern_set(patterns))
    }

    pub(crate) fn default_timeouts(&self) -> Timeouts {
        self.0.look(|telnet| telnet.default_timeouts())
    }

    /// The whole connection again.
    ///
    /// # Errors
    /// Both halves, if they are not of one connection.
    pub fn reunite(
        self,
        writer: WriteHalf<S>,
    ) -> Result<Telnet<S>, (Self, WriteHalf<S>)> {
        let both = self.0.reunite(writer.0);
        both.map_err(|(reader, writer)| (Self(reader), WriteHalf(writer)))
    }
}

impl<S> WriteHalf<S> {
    pub(crate) fn default_deadline(&self) -> Option<Instant> {
        self.0.look(|telnet| telnet.default_deadline())
    }
}

/// What both halves have.
macro_rules! half {
    ($name:ident) => {
        impl<S> $name<S> {
            /// Looks at the session, or asks it for options or events. What it
            /// queues goes out as soon as either half is polled.
            pub fn with_session<T>(
                &self,
                look: impl FnOnce(&mut Session) -> T,
            ) -> T {
                self.0.change(|telnet| look(telnet.session_mut()))
            }

            pub(crate) fn poll_telnet<T>(
                &mut self,
                cx: &mut Context<'_>,
                poll: impl FnOnce(&mut Telnet<S>, &mut Context<'_>) -> Poll<T>,
            ) -> Poll<T> {
                self.0.poll(cx, poll)
            }
        }
    };
}

half!(ReadHalf);
half!(WriteHalf);
