//! Searches that could cost more than the text they go through.

use std::io::{self, ErrorKind, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use telnet_session::expect::{Expect, SetLimits};
use telnet_session::{Config, Outcome, PatternSet};

use super::{Adapter, WAIT, connect, finish};
use crate::peer::Peer;

/// The cap ends it. (What went over all of the text again with each segment
/// would take minutes.)
pub fn megabytes_without_a_prompt_end_at_the_cap_in_linear_time<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    type Search<A> = fn(&mut A) -> io::Result<Outcome>;
    let searches: [Search<A>; 2] = [
        |tn| tn.read_until(b"login: ", WAIT),
        |tn| {
            let patterns = ["r1[>#] ", r"(?i)\w+ of \d+ granted"];
            let set = PatternSet::new(patterns).unwrap();
            tn.wait(&mut Expect::new(&set, WAIT))
        },
    ];
    for search in searches {
        let peer = Peer::new(no_prompt);
        let config = Config::default().max_unread(SIZE);
        let mut tn = adapter(connect(&peer), config);
        let start = Instant::now();
        let error = search(&mut tn).unwrap_err();
        assert!(start.elapsed() < WAIT);
        assert_eq!(error.kind(), ErrorKind::QuotaExceeded);
        assert!(error.to_string().contains("max_unread"), "{error}");
        // Nothing is lost, and reading goes on.
        assert_eq!(tn.session().unread().len(), SIZE);
        tn.session().consume(SIZE);
        let rest = tn.read_all(WAIT).unwrap().len();
        drop(tn);
        assert_eq!(peer.join(), SIZE + rest);
    }
}

const SIZE: usize = 64 << 20;

/// Sends more than that, and says how much.
fn no_prompt(mut stream: TcpStream) -> usize {
    let line = b"interface down, login of 12345 refused: password old\r\n";
    let lines = line.repeat((1 << 20) / line.len());
    let mut sent = 0;
    while sent <= SIZE {
        stream.write_all(&lines).unwrap();
        sent += lines.len();
    }
    finish(stream);
    sent
}

/// Patterns for which an engine that tries one way after the other takes
/// longer than anyone lives.
pub fn a_pattern_with_endless_ways_to_match_is_searched_for_at_once<
    A: Adapter,
>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const SIZE: usize = 1 << 20;
    let set = PatternSet::new(["(a*)*b", ".*.*.*x"]).unwrap();
    for (last, index) in [(b'b', Some(0)), (b'x', Some(1)), (b'c', None)] {
        let peer = Peer::new(move |mut stream| {
            stream.write_all(&vec![b'a'; SIZE]).unwrap();
            stream.write_all(&[last]).unwrap();
            finish(stream);
        });
        let mut tn = adapter(connect(&peer), Config::default());
        let start = Instant::now();
        let outcome = tn.wait(&mut Expect::new(&set, WAIT)).unwrap();
        assert!(start.elapsed() < WAIT);
        assert_eq!(outcome.index(), index);
        assert_eq!(outcome.text().len(), SIZE + 1);
        assert_eq!(outcome.is_eof(), index.is_none());
    }
}

/// Of a text for which it takes many looks the same is found as in one, also
/// where there is no room for more, and where there is no time.
pub fn a_search_of_many_looks_finds_what_one_look_would<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
) {
    const SIZE: usize = 64 << 10;
    let mut limits = SetLimits::default();
    limits.work = 256;
    let set = PatternSet::with_limits([r"\w\d\w;", "x{9}y"], limits).unwrap();
    let peer = Peer::new(|mut stream| {
        let mut text = b"some word,".repeat(SIZE / 10);
        text.resize(SIZE - 4, b'x');
        text.extend_from_slice(b"x1x;");
        stream.write_all(&text).unwrap();
        finish(stream);
    });
    let config = Config::default().max_unread(SIZE);
    let mut tn = adapter(connect(&peer), config);
    let outcome = tn.wait(&mut Expect::new(&set, WAIT)).unwrap();
    let found = outcome.matched().unwrap();
    assert_eq!((found.matched(), found.text().len()), (&b"x1x;"[..], SIZE));
    assert!(tn.read_all(WAIT).unwrap().is_empty());
}
