//! Two ends of one connection, and every order in which things can happen.
//!
//! One option is negotiated between two ends joined by two queues. The
//! search visits every state that any order of deliveries, requests and
//! answers can reach, and lets each message meet every policy, so that an
//! end may change its mind at any time. The number of requests has no limit:
//! the states turn out finite all the same, and what holds for them holds
//! for any number of requests. Shown are:
//!
//! * the queues are bounded;
//! * no chain of deliveries and answers comes back to where it began, so
//!   the exchange ends unless someone keeps on requesting;
//! * when nothing is under way, both ends agree.
//!
//! The tools are one end as a table ([`end`]), the queues ([`fifo`]) and the
//! search ([`search`]). The peers are:
//!
//! * [`conforming`]: another that follows RFC 1143;
//! * [`foreign`]: peers that do not, with which the exchange ends too;
//! * [`endless`]: those with which it need not;
//! * [`random`]: one that says anything.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a helper that fails is to fail its test"
)]

mod conforming;
mod end;
mod endless;
mod fifo;
mod foreign;
mod random;
mod search;
