//! Where the stream is cut never matters, and a connection that stalls loses
//! nothing.
//!
//! Text, events and output are held against a naive model of the connection,
//! for clients and servers ([`role`]):
//!
//! * [`recorded`]: vectors and conversations of real peers, in every split;
//! * [`random`]: streams ([`stream`]) in random cuts, requests of the
//!   application in between;
//! * [`room`]: streams that are received where their text stays, beside others;
//! * [`stalls`]: the same under tiny caps, when text, events and output are
//!   fetched at random moments.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails fails its test"
)]

mod random;
mod recorded;
mod role;
mod room;
mod stalls;
mod stream;
