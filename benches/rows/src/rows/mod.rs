//! The rows, a file for each kind.

mod search;
mod text;
mod wire;

use crate::row::Row;

/// All rows, in the order of their numbers.
pub(crate) const ALL: [fn() -> Vec<Row>; 9] = [
    text::lists,
    search::memory,
    search::budget,
    search::inside,
    text::misses,
    wire::send,
    wire::decode,
    wire::receive,
    text::lines,
];
