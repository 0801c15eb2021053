//! The rows, a file for each kind.

mod hyperscan;
mod search;
mod socket;
mod text;
mod wire;

use crate::row::Row;
pub(crate) use socket::idle_of;

/// All rows, in the order of their numbers.
pub(crate) const ALL: [(&str, fn() -> Vec<Row>); 17] = [
    ("1", socket::run),
    ("2", socket::deadlines),
    ("2", socket::blocking),
    ("3", socket::on_mio),
    ("4", text::lists),
    ("5", search::memory),
    ("6", search::budget),
    ("7", search::inside),
    ("7b", hyperscan::beside),
    ("8", text::misses),
    ("9", wire::send),
    ("9", socket::uploads),
    ("10", wire::decode),
    ("11", wire::receive),
    ("12", socket::idle),
    ("13", socket::read_all),
    ("14", text::lines),
];
