//! What goes out compressed.

use flate2::{Compress, Compression, FlushCompress};

/// Room that is made for what comes out, in octets.
const ROOM: usize = 256;

/// A compressed stream that is being sent.
pub(crate) struct Deflated {
    deflate: Compress,
    /// What is to be written, and from where on.
    ready: Vec<u8>,
    at: usize,
    is_over: bool,
    /// Octets that went in and came out, since that was asked.
    counts: (usize, usize),
}

impl Deflated {
    /// A stream behind octets that go out as they are.
    pub(crate) fn behind(plain: Vec<u8>) -> Self {
        Self {
            deflate: Compress::new(Compression::default(), true),
            ready: plain,
            at: 0,
            is_over: false,
            counts: (0, 0),
        }
    }

    /// What is to be written next.
    pub(crate) fn pending(&self) -> &[u8] {
        self.ready.get(self.at..).unwrap_or_default()
    }

    /// The first `n` octets of it were written.
    pub(crate) fn written(&mut self, n: usize) {
        self.at += n.min(self.pending().len());
        if self.at == self.ready.len() {
            self.ready.clear();
            self.at = 0;
        }
    }

    /// Whether the stream has ended.
    pub(crate) const fn is_over(&self) -> bool {
        self.is_over
    }

    /// Compresses octets, so that the peer can read all of them.
    pub(crate) fn push(&mut self, octets: &[u8]) {
        self.run(octets, FlushCompress::Sync);
    }

    /// Ends the stream.
    pub(crate) fn finish(&mut self) {
        self.run(&[], FlushCompress::Finish);
        self.is_over = true;
    }

    fn run(&mut self, octets: &[u8], flush: FlushCompress) {
        let before = self.ready.len();
        let mut rest = octets;
        loop {
            self.ready.reserve(ROOM + rest.len() / 2);
            let used = self.deflate.total_in();
            // It fails only where it is given what it does not know.
            let _known =
                self.deflate.compress_vec(rest, &mut self.ready, flush);
            let used = self.deflate.total_in() - used;
            let used = usize::try_from(used).unwrap_or(usize::MAX);
            rest = rest.get(used..).unwrap_or_default();
            // Where there is room left, all has come out.
            if rest.is_empty() && self.ready.len() < self.ready.capacity() {
                break;
            }
        }
        self.counts.0 += octets.len();
        self.counts.1 += self.ready.len() - before;
    }

    /// Octets that went in and came out since this was asked last.
    pub(crate) fn take_counts(&mut self) -> (usize, usize) {
        std::mem::take(&mut self.counts)
    }
}
