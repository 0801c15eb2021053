//! Dialogues with hosts, in virtual time and without sockets.
//!
//! * [`hosts`]: those of the testkit, which answer by what they hear;
//! * [`ends`]: dialogues that do not come to their end.
//!
//! The others let a [`peer`] follow a [`script`], in all cuts of what it says,
//! and a [`client`] talk to it:
//!
//! * [`echo`], [`pagers`], [`questions`], [`lines`], [`prompts`]: the parts of
//!   what a host says to a line;
//! * [`login`], [`refusals`]: logging in;
//! * [`in_step`]: each reply is that of its command;
//! * [`platforms`]: hosts by their names;
//! * [`reads`]: reads and searches beside them.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

mod client;
mod echo;
mod ends;
mod hosts;
mod in_step;
mod lines;
mod login;
mod pagers;
mod peer;
mod platforms;
mod prompts;
mod questions;
mod reads;
mod refusals;
mod script;
