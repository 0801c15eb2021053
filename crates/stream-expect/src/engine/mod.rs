//! The automata, and the way of a search through them.
//!
//! ```text
//!   automaton ◀─ machine ◀─ skip ◀─ cache ◀─ agree ◀─ jump ◀─ walk
//!     look, sparse  classes          ├ place          way
//!                   needles          keys
//!                     octets
//! ```
//!
//! * `automaton`: sets of NFA states, and the step from one to the next;
//! * `machine`: an automaton with what makes a search with it fast;
//! * `needles`: texts of which each match holds one, of a kind or two;
//! * `octets`: a few octets that are looked for at once;
//! * `cache`: the lazy DFA, states and rows of transitions, with a `skip` each;
//! * `keys`: the keys of its states, packed;
//! * `place`: a state that outlives the cache;
//! * `agree`: whether what came before still makes a difference;
//! * `budget`: how much work one look at the text may be;
//! * `way`: how far a search has come and is to go, and what it has seen;
//! * `walk`: through the text octet by octet, or by a `jump` to the next needle
//!   or escape octet.

pub(crate) mod agree;
pub(crate) mod automaton;
pub(crate) mod budget;
pub(crate) mod cache;
pub(crate) mod classes;
pub(crate) mod jump;
pub(crate) mod keys;
pub(crate) mod look;
pub(crate) mod machine;
pub(crate) mod needles;
pub(crate) mod octets;
pub(crate) mod place;
pub(crate) mod skip;
pub(crate) mod sparse;
pub(crate) mod walk;
pub(crate) mod way;
