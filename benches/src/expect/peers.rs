//! The crates expectrl and rexpect, on streams in memory and from elsewhere.
//!
//! Both search all that has arrived again whenever more arrives.

use std::io::{self, Read, Write};
use std::time::Duration;

use expectrl::process::NonBlocking;
use expectrl::{Any, Expect, Regex};
use rexpect::reader::{self, NBReader, ReadUntil};

use super::{Searcher, Set};

/// Longest wait of either.
const PATIENCE: Duration = Duration::from_secs(3600);

/// expectrl, as it is by default: it takes all there is, then searches.
#[derive(Debug)]
pub struct Expectrl {
    patterns: &'static [&'static str],
}

impl Searcher for Expectrl {
    const NAME: &'static str = "expectrl";

    fn new(set: &Set) -> Self {
        Self { patterns: set.patterns }
    }

    fn find(&mut self, text: &[u8], chunk: usize) -> Option<usize> {
        let stream = Pieces { text: text.to_vec(), at: 0, chunk, left: chunk };
        expectrl_until(stream, self.patterns).ok()
    }
}

/// How many octets expectrl takes from a stream up to the end of a match.
///
/// # Errors
/// Where there is no match.
pub fn expectrl_until(
    stream: impl Read + Write + NonBlocking,
    patterns: &[&str],
) -> io::Result<usize> {
    let mut session = expectrl::Session::new((), stream)?;
    session.set_expect_timeout(Some(PATIENCE));
    let needles: Vec<_> =
        patterns.iter().map(|it| Regex(format!("(?-u){it}"))).collect();
    let found = session.expect(Any(needles)).map_err(io::Error::other)?;
    Ok(found.as_bytes().len())
}

/// rexpect: a thread hands it one octet at a time, and it looks at them every
/// 100 ms.
#[derive(Debug)]
pub struct Rexpect {
    patterns: &'static [&'static str],
}

impl Searcher for Rexpect {
    const NAME: &'static str = "rexpect";

    fn new(set: &Set) -> Self {
        Self { patterns: set.patterns }
    }

    fn find(&mut self, text: &[u8], chunk: usize) -> Option<usize> {
        let stream = Pieces { text: text.to_vec(), at: 0, chunk, left: chunk };
        rexpect_until(Blocking(stream), self.patterns).ok()
    }
}

/// How many octets rexpect takes from a stream up to the end of a match.
///
/// # Errors
/// Where there is no match.
pub fn rexpect_until(
    stream: impl Read + Send + 'static,
    patterns: &[&str],
) -> io::Result<usize> {
    let limit = u64::try_from(PATIENCE.as_millis()).ok();
    let options = reader::Options::new().timeout_ms(limit);
    let mut reader = NBReader::new(stream, options);
    let needle = |it: &&str| {
        reader::Regex::new(it).map(ReadUntil::Regex).map_err(io::Error::other)
    };
    let needles: io::Result<Vec<_>> = patterns.iter().map(needle).collect();
    let found = reader.read_until(&ReadUntil::Any(needles?));
    let (before, found) = found.map_err(io::Error::other)?;
    Ok(before.chars().count() + found.chars().count())
}

/// A text that arrives in chunks: between two of them there is nothing.
#[derive(Debug)]
struct Pieces {
    text: Vec<u8>,
    at: usize,
    chunk: usize,
    /// What is left of the chunk.
    left: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = &self.text[self.at..];
        if self.left == 0 && !rest.is_empty() {
            self.left = self.chunk;
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let n = rest.len().min(self.left).min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        self.left -= n;
        Ok(n)
    }
}

impl Write for Pieces {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl NonBlocking for Pieces {
    fn set_blocking(&mut self, _on: bool) -> io::Result<()> {
        Ok(())
    }
}

/// A stream where one waits for the next chunk.
#[derive(Debug)]
struct Blocking(Pieces);

impl Read for Blocking {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                self.0.read(buffer)
            }
            other => other,
        }
    }
}
