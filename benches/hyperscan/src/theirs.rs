//! That of Hyperscan, in its streaming mode.

use hyperscan::prelude::*;

/// A set of patterns.
pub(crate) fn compile(set: &[&str]) -> StreamingDatabase {
    let patterns: Patterns = set.iter().map(|it| pattern(it)).collect();
    patterns.build().expect("patterns")
}

fn pattern(source: &str) -> hyperscan::Pattern {
    hyperscan::Pattern::new(source).expect("a pattern")
}

/// Where the first match ends, 0 without one.
pub(crate) fn scan(
    set: &StreamingDatabase,
    text: &[u8],
    chunk: usize,
) -> usize {
    let scratch = set.alloc_scratch().expect("memory");
    let stream = set.open_stream().expect("memory");
    let mut end = 0;
    for part in text.chunks(chunk) {
        let on_match = |_, _, to, _| {
            end = to as usize;
            Matching::Terminate
        };
        // Terminated is an error there.
        if stream.scan(part, &scratch, on_match).is_err() {
            break;
        }
    }
    let on_match = |_, _, to, _| {
        end = if end == 0 { to as usize } else { end };
        Matching::Continue
    };
    stream.close(&scratch, on_match).expect("a stream");
    end
}
