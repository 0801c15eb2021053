//! The engine alone, over a buffer that is drained.

use stream_expect::{End, PatternSet, Search, Step, Text};

use super::{Searcher, Set};

/// Text that is searched is thrown away when it is so much.
const KEPT: usize = 64 << 10;

/// A search over a buffer of the caller's: copied, searched, drained.
#[derive(Debug)]
pub struct Alone {
    set: PatternSet,
}

impl Searcher for Alone {
    const NAME: &'static str = "stream-expect";

    fn new(set: &Set) -> Self {
        let set = PatternSet::new(set.patterns).expect("patterns");
        Self { set }
    }

    fn find(&mut self, text: &[u8], chunk: usize) -> Option<usize> {
        let mut search = Search::new(&self.set);
        let (mut buffer, mut offset) = (Vec::with_capacity(2 * KEPT), 0);
        for part in text.chunks(chunk) {
            buffer.extend_from_slice(part);
            let mut step = search.poll(Text::new(&buffer).at(offset));
            while step == Step::More {
                step = search.poll(Text::new(&buffer).at(offset));
            }
            if let Step::Found(found) = step {
                return usize::try_from(found.end).ok();
            }
            if buffer.len() >= KEPT {
                let settled = search.settled();
                let gone = usize::try_from(settled - offset).ok()?;
                buffer.drain(..gone);
                offset = settled;
            }
        }
        match search.end(Text::new(&buffer).at(offset), End::Quiet) {
            Step::Found(found) => usize::try_from(found.end).ok(),
            Step::Pending { .. } | Step::More => None,
        }
    }
}
