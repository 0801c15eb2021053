//! The state table of RFC 1143, section 7, cell by cell.
//!
//! The table stands as data in [`table`], as the RFC prints it: for his
//! side. Our side is the same with DO and WILL, and DONT and WONT, exchanged.
//!
//! * [`table`]: the table, and every cell of it;
//! * [`sides`]: every history, and every pair of states of the two sides;
//! * [`answers`]: what is answered, and what is met by silence.
//!
//! Then come the three things that the table does not have:
//!
//! * [`ask`]: the open question;
//! * [`echo`]: ECHO, which the peer gets on one side at a time;
//! * [`timing_mark`]: TIMING-MARK, which has no lasting state.
//!
//! How an option is brought into a state, and looked at, is in [`drive`].
#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod answers;
mod ask;
mod drive;
mod echo;
mod sides;
mod table;
mod timing_mark;
