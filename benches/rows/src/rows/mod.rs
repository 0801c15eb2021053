//! The rows, a file for each kind.

mod hyperscan;
mod search;
mod socket;
mod text;
mod wire;

use crate::row::Row;
pub(crate) use socket::idle_of;

/// All rows, in the order of their numbers.
pub(crate) const ALL: [fn() -> Vec<Row>; 17] = [
    socket::run,
    socket::deadlines,
    socket::blocking,
    socket::on_mio,
    text::lists,
    search::memory,
    search::budget,
    search::inside,
    hyperscan::beside,
    text::misses,
    wire::send,
    socket::uploads,
    wire::decode,
    wire::receive,
    socket::idle,
    socket::read_all,
    text::lines,
];
