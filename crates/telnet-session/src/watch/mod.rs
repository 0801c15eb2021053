//! What a user may watch: events, a trace, a transcript.

mod event;
mod trace;
mod transcript;

pub use event::{Event, EventKind};
pub(crate) use trace::Tracer;
pub use trace::{Direction, Trace};
pub(crate) use transcript::{MASK, Transcript};
