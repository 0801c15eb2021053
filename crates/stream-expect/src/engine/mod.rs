//! The automata, and the way of a search through them.

pub(crate) mod automaton;
pub(crate) mod cache;
pub(crate) mod classes;
pub(crate) mod jump;
pub(crate) mod look;
pub(crate) mod machine;
pub(crate) mod place;
pub(crate) mod skip;
pub(crate) mod sparse;
pub(crate) mod walk;
