//! The search of stream-expect.

use stream_expect::{End, PatternSet, Search, Step, Text};

/// Where the first match ends, 0 without one; a chunk more of the text, which stays
/// where it is, at each look.
pub(crate) fn search(set: &PatternSet, text: &[u8], chunk: usize) -> usize {
    let mut search = Search::new(set);
    let mut at = 0;
    let found = loop {
        let part = Text::new(text.get(..at).unwrap_or(text));
        match search.poll(part) {
            Step::Found(found) => break Some(found),
            Step::More => {}
            Step::Pending { .. } if at < text.len() => at += chunk,
            Step::Pending { .. } => {
                break match search.end(part, End::Eof) {
                    Step::Found(found) => Some(found),
                    Step::Pending { .. } | Step::More => None,
                };
            }
        }
    };
    found.map_or(0, |it| it.end as usize)
}
