//! The crates of the commit before.

pub(crate) mod api {
    pub(crate) use blocking_before::session::proto::Decoder;
    pub(crate) use blocking_before::session::{
        Config, Expect, PatternSet, ReadUntil, Session, Step, Wait,
    };
}

use api::{PatternSet, Session, Step};

#[path = "both/list.rs"]
pub(crate) mod list;
#[path = "both/search.rs"]
pub(crate) mod search;
#[path = "both/text.rs"]
pub(crate) mod text;
#[path = "both/wire.rs"]
pub(crate) mod wire;

/// The set of a list that is given as texts.
fn set_of(session: &Session, list: &[&str]) -> PatternSet {
    session.pattern_set(list).expect("patterns")
}

/// Whether there is more to be searched already: a poll searched all.
fn is_more(_: &Step) -> bool {
    false
}
