//! The crates of today.

pub(crate) mod api {
    pub(crate) use telnet_blocking::session::expect::{Expect, Step};
    pub(crate) use telnet_blocking::session::proto::Decoder;
    pub(crate) use telnet_blocking::session::wait::ReadUntil;
    pub(crate) use telnet_blocking::session::{
        Config, PatternSet, Session, Wait,
    };
}

use api::{PatternSet, Session, Step};
use stream_expect::{Search, Text};

#[path = "both/list.rs"]
pub(crate) mod list;
#[path = "both/search.rs"]
pub(crate) mod search;
#[path = "both/text.rs"]
pub(crate) mod text;
#[path = "both/wire.rs"]
pub(crate) mod wire;

/// The set of a list that is given as texts.
fn set_of(_: &Session, list: &[&str]) -> PatternSet {
    PatternSet::recent(list).expect("patterns")
}

/// Whether there is more to be searched already.
fn is_more(step: &Step) -> bool {
    *step == Step::More
}

/// The search alone, a chunk more of the text at each look. How many octets there are
/// up to the end of the first match.
pub(crate) fn find_in_place(
    set: &PatternSet,
    text: &[u8],
    chunk: usize,
) -> Option<u64> {
    let mut search = Search::new(set);
    let mut at = 0;
    loop {
        let part = Text::new(text.get(..at).unwrap_or(text));
        match search.poll(part) {
            Step::Found(found) => return Some(found.end),
            Step::More => {}
            Step::Pending { .. } if at < text.len() => {
                at += chunk;
            }
            Step::Pending { .. } => return None,
        }
    }
}
