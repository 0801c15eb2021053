//! What a user may watch: events, a trace, a transcript.

mod direction;
mod event;
mod trace;
mod transcript;

use std::collections::VecDeque;

pub use direction::Direction;
pub use event::{Compression, Event, EventKind};
pub use trace::Trace;
pub(crate) use trace::Tracer;
#[cfg(feature = "expect")]
pub(crate) use transcript::MASK;
pub(crate) use transcript::{Stamp, Transcript, Typed};

/// Who is told of what crosses the wire.
pub(crate) struct Watch {
    /// The queue of events, where they are wanted.
    events: Option<Box<Queue>>,
    tracer: Tracer,
    transcript: Option<Box<Transcript>>,
}

#[derive(Default)]
struct Queue {
    events: VecDeque<Event>,
    /// Octets of payload in it.
    octets: usize,
}

impl Watch {
    pub(crate) fn new(makes_events: bool) -> Self {
        Self {
            events: makes_events.then(Box::default),
            tracer: Tracer::default(),
            transcript: None,
        }
    }

    /// Whether anybody is told.
    pub(crate) const fn is_on(&self) -> bool {
        self.queues() || self.wants_text()
    }

    // ---- events ----

    /// Whether events are wanted.
    pub(crate) const fn queues(&self) -> bool {
        self.events.is_some()
    }

    /// Queues an event, where events are wanted.
    pub(crate) fn note(&mut self, offset: u64, kind: EventKind) {
        let Some(queue) = &mut self.events else { return };
        queue.octets += octets(&kind);
        queue.events.push_back(Event { offset, kind });
    }

    pub(crate) fn next_event(&mut self) -> Option<Event> {
        let queue = self.events.as_mut()?;
        let event = queue.events.pop_front()?;
        queue.octets -= octets(&event.kind);
        Some(event)
    }

    /// At which stream offset the next event is.
    pub(crate) fn next_event_at(&self) -> Option<u64> {
        Some(self.events.as_ref()?.events.front()?.offset)
    }

    /// The next event, which stays in the queue.
    #[cfg(feature = "encoding")]
    pub(crate) fn peek_event(&self) -> Option<&Event> {
        self.events.as_ref()?.events.front()
    }

    pub(crate) fn events_len(&self) -> usize {
        self.events.as_ref().map_or(0, |queue| queue.events.len())
    }

    /// Octets of payload in the queue.
    pub(crate) fn event_octets(&self) -> usize {
        self.events.as_ref().map_or(0, |queue| queue.octets)
    }

    // ---- the trace and the transcript ----

    pub(crate) const fn tracer(&mut self) -> &mut Tracer {
        &mut self.tracer
    }

    /// Whether a trace is written.
    pub(crate) const fn traces(&self) -> bool {
        self.tracer.is_on()
    }

    /// Whether anyone wants to see each piece of text that comes.
    pub(crate) const fn wants_text(&self) -> bool {
        self.transcript.is_some() || self.tracer.wants_text()
    }

    pub(crate) fn transcript(&mut self) -> Option<&mut Transcript> {
        self.transcript.as_deref_mut()
    }

    pub(crate) fn set_transcript(&mut self, transcript: Transcript) {
        self.transcript = Some(Box::new(transcript));
    }

    pub(crate) fn take_transcript(&mut self) -> Option<Box<Transcript>> {
        self.transcript.take()
    }
}

/// Octets of payload.
fn octets(kind: &EventKind) -> usize {
    kind.subnegotiation().map_or(0, |(_, payload)| payload.len())
}
