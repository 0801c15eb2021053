//! A search in a buffered reader, of which no octet too many is taken.

use std::io::{self, BufRead, ErrorKind};

use crate::search::Search;
use crate::search::found::{Found, Step};
use crate::set::PatternSet;

/// Reads from a buffered reader until a pattern of the set matches, and appends
/// what is read to `text`, through the end of the match: `BufRead::read_until`
/// for patterns. `None` at the end of the stream.
///
/// The places in [`Found`] count from where `text` ended before. Nothing behind
/// the match is taken from the reader, but for a match of a
/// [greedy](crate::Pattern::greedy) pattern: there `text` may hold octets
/// behind [`Found::end`] that were read to see that they cannot lengthen it.
///
/// ```
/// use std::io::BufReader;
/// use stream_expect::{PatternSet, read_through};
/// let mut log = BufReader::new(&b"a 1\nb 2\nc 3\n"[..]);
/// let set = PatternSet::new([r"b \d\n"])?;
/// let mut text = Vec::new();
/// let found = read_through(&mut log, &set, &mut text)?.ok_or("not there")?;
/// assert_eq!((found.start, text.as_slice()), (4, &b"a 1\nb 2\n"[..]));
/// assert_eq!(log.buffer(), b"c 3\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `text` grows until there is a match: a reader of `Read::take` bounds it. A
/// read that times out ends the call; [`Reader`](crate::Reader) goes on behind
/// one.
///
/// # Errors
/// Those of the reader. What was read before is in `text`.
pub fn read_through(
    reader: &mut (impl BufRead + ?Sized),
    set: &PatternSet,
    text: &mut Vec<u8>,
) -> io::Result<Option<Found>> {
    let begin = text.len();
    let mut search = Search::new(set);
    loop {
        let piece = match reader.fill_buf() {
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            piece => piece?,
        };
        let (before, read) = (text.len(), piece.len());
        text.extend_from_slice(piece);
        let come = text.get(begin..).unwrap_or_default();
        let come = crate::Text::new(come).ended(read == 0);
        let mut step = search.poll(come);
        while step == Step::More {
            step = search.poll(come);
        }
        if let Step::Found(found) = step {
            let end = usize::try_from(found.end).unwrap_or(usize::MAX);
            text.truncate(begin.saturating_add(end).max(before));
            reader.consume(text.len() - before);
            return Ok(Some(found));
        }
        if read == 0 {
            return Ok(None);
        }
        reader.consume(read);
    }
}
