//! Hostile streams cut in every way, in both roles: text, answers and events
//! are those of the model, which has no code in common with the session.
//!
//! * [`streams`]: commands, subnegotiations, line ends, negotiation;
//! * [`payloads`]: what the codec of its option says to a payload that was
//!   handed on is written beside it.
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod payloads;
mod role;
mod streams;
