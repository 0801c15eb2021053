//! The first match of several patterns in a stream that comes in pieces.
//!
//! A socket, a pipe or a serial port hands out text in pieces, cut anywhere. A
//! regex engine wants the whole text: who asks it again for each piece pays for
//! the square of the length, and gets another answer for other cuts. Here each
//! octet is read once, and the cuts make no difference.
//!
//! ```
//! use stream_expect::{Pattern, PatternSet, Search, Step};
//! let set = PatternSet::new([
//!     Pattern::literal("--More--"),
//!     Pattern::regex(r"(?m)^error (\d+)\r?\n")?,
//!     Pattern::prompt(r"[\w-]+[>#] ?")?,
//! ])?;
//! let mut search = Search::new(&set);
//! let mut buffer = Vec::new();
//! for piece in ["all well\r\nerr", "or 4", "2\r\nmore"] {
//!     buffer.extend_from_slice(piece.as_bytes());
//!     if let Step::Found(found) = search.poll(&buffer) {
//!         assert_eq!((found.index, found.start, found.end), (1, 10, 20));
//!         return Ok(());
//!     }
//! }
//! # unreachable!("it is there");
//! # #[expect(unreachable_code)]
//! # Ok::<(), stream_expect::PatternError>(())
//! ```
//!
//! # What to take
//!
//! | you have | take |
//! |---|---|
//! | a buffer of your own | [`Search`]: no text inside, no I/O |
//! | pieces, from a callback or an event loop | [`Buffer`]: feed it |
//! | `std::io::Read`: a file, a pipe, a socket, a serial port | [`Reader`] |
//! | `std::io::BufRead`, of which no octet too many may be taken | [`read_through`] |
//! | a stream of futures (feature `futures`) | `Pieces` |
//! | whole lines, of a screen or a log | [`LineSet`] |
//!
//! # Which match it is
//!
//! **The first octet with which a pattern fires decides; then the first pattern
//! of the set; then the match that begins first.**
//!
//! ```text
//!   patterns:  0 "incorrect"   1 "login: "
//!
//!   L o g i n   i n c o r r e c t \r \n l o g i n :  ·
//!                               ▲                    ▲
//!                               │ 0 fires here       │ 1 would fire here
//!                               └ the result: 0
//! ```
//!
//! **What follows that octet is not looked at**, so `\d+` is one digit. Let the
//! pattern go on to what ends the number, or say [`Pattern::greedy`].
//!
//! **What looks behind its end is late**: `$`, `\z` and `\b` at the end of a
//! pattern are true or not by the octet that follows. Such a pattern waits for
//! it, or for an [`End`], which says that nothing follows for now: a silence, a
//! mark of the sender, the end of the stream. [`Step::Pending`] tells whether a
//! silence would make a match; if not, no timer has to run.
//!
//! # What it promises
//!
//! * **Exact.** The match is that of the definition above, its groups are those
//!   of the crate `regex` for it.
//! * **Cuts make no difference**, and nothing is lost: what was not taken is
//!   there for the next search.
//! * **Linear.** An octet costs the same, whatever the patterns, the pieces and
//!   the number of calls.
//! * **Bounded.** [`SetLimits`] bound the automata, what is remembered of them,
//!   and the longest match; [`Buffer`] says when it is full. What no match can
//!   reach back to any more can be taken away while the search goes on.
//! * **Total.** No input panics or recurses. No `unsafe`.
//!
//! It has no I/O of its own, no clock and no threads. A [`PatternSet`] is
//! compiled once for any number of streams, on any number of threads.
//!
//! # Patterns
//!
//! The syntax is that of the crate `regex`, over octets; `\w`, `\d`, `\s`, `\b`
//! and `(?i)` know ASCII alone. With the feature `unicode` a pattern may ask for
//! Unicode by `(?u)`, with the feature `regex` it may be a `regex::bytes::Regex`.
//! Refused, with a message that says what to do: patterns that match where there
//! is nothing, patterns that can never match, back-references and look-around
//! (no engine knows a bound of time for them), and sets larger than
//! [`SetLimits`] allow.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod engine;
mod helpers;
mod pattern;
mod search;
mod set;

pub use helpers::buffer::Buffer;
pub use helpers::matched::Match;
#[cfg(feature = "futures")]
pub use helpers::pieces::Pieces;
pub use helpers::reader::Reader;
pub use helpers::through::read_through;
pub use pattern::Pattern;
pub use pattern::error::{PatternError, PatternFault};
pub use pattern::into::IntoPattern;
pub use search::Search;
pub use search::found::{Decided, End, Found, Step};
pub use search::groups::Groups;
pub use search::text::Text;
pub use set::PatternSet;
pub use set::limits::SetLimits;
pub use set::lines::{LineFound, LineSet, Part};
pub use set::patterns::{Given, Patterns};
