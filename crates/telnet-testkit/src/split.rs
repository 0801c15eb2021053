//! One stream, cut in every way: an engine must not notice.
//!
//! Each driver hands its closure the chunks of one cut after the other, in
//! the order of the stream. The closure runs the engine over them and panics
//! if something is wrong; the driver then panics with the name, the cut and
//! what the closure said.
//!
//! ```should_panic
//! // An engine that forgets what it was in at a read boundary.
//! telnet_testkit::split::every("iac-iac", b"\xFF\xFF", |chunks| {
//!     assert!(chunks.iter().all(|chunk| *chunk != b"\xFF"));
//! });
//! ```

use core::{any::Any, fmt, panic::AssertUnwindSafe};
use std::panic::catch_unwind;

/// Longest stream that [`every`] cuts into all three-part splits.
pub const TRIPLES_UP_TO: usize = 48;
/// Longest stream that [`every`] cuts in all ways.
pub const ALL_UP_TO: usize = 12;

/// Runs over the uncut stream.
///
/// # Panics
///
/// If `run` does.
pub fn whole(name: &str, stream: &[u8], mut run: impl FnMut(&[&[u8]])) {
    attempt(name, &[stream], &mut run);
}

/// Runs over the stream in chunks of one octet.
///
/// # Panics
///
/// If `run` does.
pub fn octets(name: &str, stream: &[u8], mut run: impl FnMut(&[&[u8]])) {
    let chunks: Vec<&[u8]> = stream.chunks(1).collect();
    attempt(name, &chunks, &mut run);
}

/// Runs over every split in two, the ones with an empty part included.
///
/// # Panics
///
/// If `run` does.
pub fn pairs(name: &str, stream: &[u8], mut run: impl FnMut(&[&[u8]])) {
    for at in 0..=stream.len() {
        let (head, tail) = stream.split_at(at);
        attempt(name, &[head, tail], &mut run);
    }
}

/// Runs over every split in three, the ones with empty parts included.
///
/// # Panics
///
/// If `run` does.
pub fn triples(name: &str, stream: &[u8], mut run: impl FnMut(&[&[u8]])) {
    for at in 0..=stream.len() {
        let (head, rest) = stream.split_at(at);
        for at in 0..=rest.len() {
            let (middle, tail) = rest.split_at(at);
            attempt(name, &[head, middle, tail], &mut run);
        }
    }
}

/// Runs over all ways of cutting into parts that are not empty: 2^(n-1) for
/// n octets.
///
/// # Panics
///
/// If `run` does, or if the stream is longer than 20 octets.
pub fn all(name: &str, stream: &[u8], mut run: impl FnMut(&[&[u8]])) {
    assert!(stream.len() <= 20, "{name}: too long for all cuts");
    let Some(places) = stream.len().checked_sub(1) else {
        return attempt(name, &[], &mut run);
    };
    let mut chunks = Vec::with_capacity(stream.len());
    for cut in 0..1u32 << places {
        chunks.clear();
        let mut from = 0;
        for at in (1..=places).filter(|at| cut >> (at - 1) & 1 == 1) {
            chunks.push(&stream[from..at]);
            from = at;
        }
        chunks.push(&stream[from..]);
        attempt(name, &chunks, &mut run);
    }
}

/// Runs over the stream cut at the given places, in any order; a place twice
/// gives an empty chunk, one past the end cuts at the end.
///
/// # Panics
///
/// If `run` does.
pub fn at(
    name: &str,
    stream: &[u8],
    places: &[usize],
    mut run: impl FnMut(&[&[u8]]),
) {
    let mut places: Vec<usize> =
        places.iter().map(|&place| place.min(stream.len())).collect();
    places.sort_unstable();
    let mut chunks = Vec::with_capacity(places.len() + 1);
    let mut from = 0;
    for to in places {
        chunks.push(&stream[from..to]);
        from = to;
    }
    chunks.push(&stream[from..]);
    attempt(name, &chunks, &mut run);
}

/// Runs over the uncut stream, single octets and every pair; for short ones
/// also over every triple ([`TRIPLES_UP_TO`]) and all cuts ([`ALL_UP_TO`]).
///
/// # Panics
///
/// If `run` does.
pub fn every(name: &str, stream: &[u8], mut run: impl FnMut(&[&[u8]])) {
    whole(name, stream, &mut run);
    octets(name, stream, &mut run);
    pairs(name, stream, &mut run);
    if stream.len() <= TRIPLES_UP_TO {
        triples(name, stream, &mut run);
    }
    if stream.len() <= ALL_UP_TO {
        all(name, stream, &mut run);
    }
}

/// Runs once; a panic goes on with the name and the cut in its message.
fn attempt(name: &str, chunks: &[&[u8]], run: &mut impl FnMut(&[&[u8]])) {
    let ran = catch_unwind(AssertUnwindSafe(|| run(chunks)));
    if let Err(panic) = ran {
        let said = message(&*panic);
        panic!("{name}, cut {}: {said}", Cut(chunks));
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without message")
}

/// Chunks as hex with `|` between them; long ones by their lengths.
struct Cut<'a>(&'a [&'a [u8]]);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = self.0.iter().map(|chunk| chunk.len()).sum::<usize>() <= 64;
        for (at, chunk) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("|")?;
            }
            if short {
                for octet in *chunk {
                    write!(f, "{octet:02x}")?;
                }
            } else {
                write!(f, "{}", chunk.len())?;
            }
        }
        f.write_str(if short { "" } else { " octets" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Driver<'a> = fn(&str, &[u8], &mut dyn FnMut(&[&[u8]]));

    /// How many cuts a driver makes; each must join to the stream.
    fn cuts(driver: Driver<'_>, stream: &[u8]) -> usize {
        let mut seen = Vec::new();
        driver("count", stream, &mut |chunks| {
            assert_eq!(chunks.concat(), stream);
            seen.push(chunks.iter().map(|c| c.len()).collect::<Vec<_>>());
        });
        let made = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), made, "no cut twice");
        made
    }

    #[test]
    fn every_cut_is_made_once() {
        for len in 0..=ALL_UP_TO {
            let stream: Vec<u8> = (0u8..).take(len).collect();
            assert_eq!(cuts(|n, s, r| whole(n, s, r), &stream), 1);
            assert_eq!(cuts(|n, s, r| octets(n, s, r), &stream), 1);
            assert_eq!(cuts(|n, s, r| pairs(n, s, r), &stream), len + 1);
            assert_eq!(
                cuts(|n, s, r| triples(n, s, r), &stream),
                (len + 1) * (len + 2) / 2
            );
            assert_eq!(
                cuts(|n, s, r| all(n, s, r), &stream),
                1 << len.saturating_sub(1)
            );
        }
    }

    #[test]
    fn given_places_are_sorted_and_clamped() {
        at("at", b"abc", &[9, 1, 1], |chunks| {
            assert_eq!(chunks, [&b"a"[..], b"", b"bc", b""]);
        });
    }

    #[test]
    #[should_panic(expected = "two octets, cut ff|f1: saw one")]
    fn the_failing_cut_is_named() {
        every("two octets", b"\xFF\xF1", |chunks| {
            assert!(chunks.len() == 1, "saw one");
        });
    }

    #[test]
    #[should_panic(expected = "long, cut 0|65 octets: 2")]
    fn a_long_cut_is_named_by_lengths() {
        pairs("long", &[0; 65], |chunks| panic!("{}", chunks.len()));
    }
}
