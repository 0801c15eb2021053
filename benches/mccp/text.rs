//! The text of a MUD, compressed and cut.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use telnet_testkit::device::Numbers;

/// WILL COMPRESS2, and the marker behind which it begins.
pub(crate) const BEGIN: &[u8] = b"\xFF\xFB\x56\xFF\xFA\x56\xFF\xF0";

/// What ends a prompt.
const GA: &[u8] = b"\xFF\xF9";

const WORDS: &str = "the a of and in to north south east west up down you see \
    is here an old stone road leads gate city guard stands tall forest dark \
    trees whisper wind cold river runs past mill small fire burns low inn \
    keeper nods door oak iron bound open closed room smells ale bread market \
    square merchants shout wares cloth spice silver sword shield bronze helmet \
    lies on ground rat scurries corner goblin snarls attacks misses hits hard \
    parries blow your his her it bleeds flees leaves arrives says hello \
    travellers welcome bridge crosses ravine deep below mist hangs over marsh \
    light lantern flickers shadow moves behind pillar altar carved runes glow \
    faintly blue red golden key rusty chest locked heavy stairs spiral tower \
    wizard mutters spell fades";

/// Text, as it comes over the wire.
#[derive(Debug)]
pub(crate) struct Stream {
    text: Vec<u8>,
    /// The same with what ends its prompts: what is compressed.
    wire: Vec<u8>,
    packed: Vec<u8>,
    cuts: Vec<usize>,
}

impl Stream {
    /// So much text, always the same, its prompts marked or not, in chunks of 1
    /// to `most` octets.
    pub(crate) fn new(len: usize, has_marks: bool, most: usize) -> Self {
        let mut numbers = Numbers::new(7);
        let (text, wire) = text(len, has_marks, &mut numbers);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&wire).unwrap();
        let packed = zlib.finish().unwrap();
        let mut cuts = vec![0];
        while let Some(last) = cuts.last().filter(|it| **it < packed.len()) {
            cuts.push(packed.len().min(last + 1 + numbers.below(most)));
        }
        Self { text, wire, packed, cuts }
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Who compares the text that is read, or counts it alone.
    pub(crate) fn judge_text(&self, compares: bool) -> Judge<'_> {
        Judge { rest: self.text.as_slice(), compares }
    }

    /// The same of what is inflated, and not decoded.
    pub(crate) fn judge_wire(&self, compares: bool) -> Judge<'_> {
        Judge { rest: self.wire.as_slice(), compares }
    }

    /// How many octets are sent for it.
    pub(crate) fn packed(&self) -> usize {
        self.packed.len()
    }

    /// What is sent, in its pieces.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        self.cuts.windows(2).map(|it| &self.packed[it[0]..it[1]])
    }
}

/// Lines in colours, and a prompt behind some; and the same on the wire.
fn text(
    len: usize,
    has_marks: bool,
    numbers: &mut Numbers,
) -> (Vec<u8>, Vec<u8>) {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let (mut text, mut wire) = (Vec::with_capacity(len + 200), Vec::new());
    let mut sent = 0;
    while text.len() < len {
        let colour = match numbers.below(12) {
            0 => "\x1b[1;36m",
            1 => "\x1b[0;33m",
            _ => "",
        };
        text.extend_from_slice(colour.as_bytes());
        for _ in 0..4 + numbers.below(12) {
            text.extend_from_slice(
                words[numbers.below(words.len())].as_bytes(),
            );
            text.push(b' ');
        }
        text.extend_from_slice(b".\x1b[0m\r\n");
        if numbers.below(8) == 0 {
            let [hp, mana] = [100, 300].map(|most| numbers.below(most));
            write!(text, "\x1b[1;32m<{hp}hp {mana}m>\x1b[0m ").unwrap();
            wire.extend_from_slice(&text[sent..]);
            if has_marks {
                wire.extend_from_slice(GA);
            }
            sent = text.len();
        }
    }
    wire.extend_from_slice(&text[sent..]);
    (text, wire)
}

/// Takes what is read.
#[derive(Debug)]
pub(crate) struct Judge<'s> {
    rest: &'s [u8],
    compares: bool,
}

impl Judge<'_> {
    #[inline]
    pub(crate) fn take(&mut self, octets: &[u8]) {
        let (begin, rest) = self.rest.split_at(octets.len());
        if self.compares {
            assert!(begin == octets, "{} octets before the end", rest.len());
        }
        self.rest = rest;
    }

    pub(crate) fn is_all(&self) {
        assert_eq!(self.rest.len(), 0);
    }
}
