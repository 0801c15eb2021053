//! A text whose encoding changes on the way.

use std::collections::VecDeque;

use super::decoder::TextDecoder;
use super::name::Encoding;

/// Decodes text by its place in the stream: from each switch on in another
/// encoding.
#[derive(Debug)]
pub(crate) struct Switching {
    decoder: TextDecoder,
    /// The place up to which it has decoded.
    at: u64,
    /// The places to come, in order, each once, and what holds from there on.
    /// All are in the unread text, or at its end.
    switches: VecDeque<(u64, Encoding)>,
}

impl Switching {
    pub(crate) fn new(encoding: Encoding, at: u64) -> Self {
        let decoder = TextDecoder::new(encoding);
        Self { decoder, at, switches: VecDeque::new() }
    }

    /// What holds for what comes last.
    pub(crate) fn latest(&self) -> Encoding {
        let last = self.switches.back();
        last.map_or_else(|| self.decoder.encoding(), |(_, it)| *it)
    }

    /// From this place on, which is not before the last one, the encoding is
    /// another. All before `read` has been read, by whatever means: of the
    /// places up to there the last one counts.
    pub(crate) fn switch(&mut self, at: u64, encoding: Encoding, read: u64) {
        while self.switches.get(1).is_some_and(|it| it.0 <= read) {
            self.switches.pop_front();
        }
        match self.switches.back_mut() {
            Some(last) if last.0 == at => last.1 = encoding,
            _ => self.switches.push_back((at, encoding)),
        }
    }

    /// Appends the text of the octets at this place. Where others were read
    /// before them otherwise, what waited for those is ended.
    pub(crate) fn decode(
        &mut self,
        from: u64,
        octets: &[u8],
        text: &mut String,
    ) {
        if from != self.at {
            self.decoder.finish(text);
            self.at = from;
        }
        let mut rest = octets;
        let end = from + octets.len() as u64;
        while let Some(&(place, encoding)) = self.switches.front() {
            if place > end {
                break;
            }
            let before = place.saturating_sub(self.at);
            let before = usize::try_from(before).unwrap_or(usize::MAX);
            let (before, behind) =
                rest.split_at_checked(before).unwrap_or((rest, &[]));
            self.decoder.decode(before, text);
            self.at += before.len() as u64;
            self.decoder.set_encoding(encoding, text);
            self.switches.pop_front();
            rest = behind;
        }
        self.decoder.decode(rest, text);
        self.at = end;
    }

    /// The text ends here.
    pub(crate) fn finish(&mut self, text: &mut String) {
        self.decoder.finish(text);
    }
}
