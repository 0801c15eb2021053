//! What is at the edge of the window.

use stream_expect::{End, PatternSet, Search, SetLimits, Step, Text};
use telnet_testkit::expect::{Case, Event, Events, Spec};
use telnet_testkit::expect::{Plain, in_pieces, in_step};
use telnet_testkit::oracle::expect::By;

/// What is found, the same with the model, in pieces and with no memory.
fn found(spec: Spec, window: usize, text: &[u8]) -> Option<Plain> {
    let events = Events(Event::parse(text));
    let case = Case { specs: vec![spec], window, events };
    let events = &case.events.0;
    let seen = in_step(&case.compile(None).unwrap(), events);
    for dfa in [None, Some(0)] {
        let sets = case.compile(dfa).unwrap();
        assert_eq!(in_pieces(&sets, &[events]), seen, "{case:?}");
        assert_eq!(in_step(&sets, events), seen, "{case:?}");
    }
    seen.map(|it| it.verdict)
}

const fn by_octet(start: u64, end: u64, clipped: bool) -> Option<Plain> {
    Some((0, start, end, By::Octet, clipped))
}

#[test]
fn a_match_of_its_length_and_of_one_more() {
    let six = || Spec::regex("<[^<>]{4}>");
    assert_eq!(found(six(), 6, b"..<1234>"), by_octet(2, 8, false));
    assert_eq!(found(six(), 5, b"..<1234>"), by_octet(3, 8, true));
    assert_eq!(found(six(), 7, b"..<1234>"), by_octet(2, 8, false));
    assert_eq!(found(six(), 1, b"..<1234>"), by_octet(7, 8, true));
    // From its first octet on, and in front of it.
    assert_eq!(found(six(), 6, b"<1234>"), by_octet(0, 6, false));
    assert_eq!(found(six(), 5, b"<1234>"), by_octet(1, 6, true));
}

#[test]
fn the_leftmost_start_within() {
    let it = || Spec::regex("a[^b]*b");
    assert_eq!(found(it(), 9, b"a--a--b"), by_octet(0, 7, false));
    assert_eq!(found(it(), 7, b"a--a--b"), by_octet(0, 7, false));
    assert_eq!(found(it(), 6, b"a--a--b"), by_octet(3, 7, false));
    assert_eq!(found(it(), 4, b"a--a--b"), by_octet(3, 7, false));
    assert_eq!(found(it(), 3, b"a--a--b"), by_octet(4, 7, true));
}

/// The edge is no start, neither of the text nor of a line, and no word
/// begins there; a line that begins there begins there.
#[test]
fn what_stands_before_the_edge_is_seen() {
    let clipped = by_octet(2, 5, true);
    assert_eq!(found(Spec::regex("^[ab]+#"), 3, b"aabb#"), clipped);
    assert_eq!(found(Spec::regex("(?m)^[ab]+#"), 3, b"aabb#"), clipped);
    assert_eq!(found(Spec::regex(r"\b[ab]+#"), 3, b"aabb#"), clipped);
    assert_eq!(found(Spec::regex(r"\b{start}[ab]+#"), 3, b"aabb#"), clipped);
    let half = Spec::regex(r"\b{start-half}[ab]+#");
    assert_eq!(found(half, 3, b"aabb#"), clipped);

    let whole = by_octet(2, 5, false);
    assert_eq!(found(Spec::regex("(?m)^[ab]+#"), 3, b"a\nbb#"), whole);
    assert_eq!(found(Spec::regex("(?mR)^[ab]+#"), 3, b"a\rbb#"), whole);
    assert_eq!(found(Spec::regex(r"\b[ab]+#"), 3, b"a bb#"), whole);
    assert_eq!(found(Spec::regex(r"\B[ab]+#"), 3, b"aabb#"), whole);
    assert_eq!(found(Spec::regex("(?mR)^\n.#"), 3, b"a\r\nb#"), None);
}

/// Behind a match the octet that was looked at is not part of it.
#[test]
fn late_ones() {
    let it = || Spec::regex(r"(?m)a+$");
    assert_eq!(found(it(), 3, b"aaa\n"), by_octet(0, 3, false));
    assert_eq!(found(it(), 2, b"aaa\n"), by_octet(1, 3, false));
    let it = || Spec::regex(r"(?m)^a+$");
    assert_eq!(found(it(), 3, b"aaa\n"), by_octet(0, 3, false));
    assert_eq!(found(it(), 2, b"aaa\n"), by_octet(1, 3, true));
    let it = Spec::prompt("a+");
    let quiet = Some((0, 2, 4, By::Quiet, true));
    assert_eq!(found(it.clone(), 2, b"\naaa|"), quiet);
    let quiet = Some((0, 1, 4, By::Quiet, false));
    assert_eq!(found(it, 3, b"\naaa|"), quiet);
}

/// A greedy one goes on to the window's length behind its start.
#[test]
fn greedy_ones() {
    let it = || Spec::regex("a+").greedy();
    assert_eq!(found(it(), 3, b"-aaaaa"), by_octet(1, 4, false));
    assert_eq!(found(it(), 5, b"-aaaaa"), by_octet(1, 6, false));
    assert_eq!(found(it(), 6, b"-aaaaa"), None);
    assert_eq!(found(it(), 6, b"-aaaaa-"), by_octet(1, 6, false));
    let it = || Spec::regex(r"(?m)a+$(?:\n+b)?").greedy();
    assert_eq!(found(it(), 5, b"aa\n\nb"), by_octet(0, 5, false));
    assert_eq!(found(it(), 4, b"aa\n\nb"), by_octet(0, 2, false));
    // It is clipped, and that is that.
    let it = Spec::regex("<a+").greedy();
    assert_eq!(found(it, 1, b"<aaa"), by_octet(1, 2, true));
}

/// A regular expression of one text is searched for as a text where it fits.
#[test]
fn a_plain_text_that_does_not_fit() {
    let mut limits = SetLimits::default();
    limits.max_match = 3;
    for (source, start, clipped) in [("abc", 1, false), ("xabc", 1, true)] {
        let set = PatternSet::with_limits([source], limits).unwrap();
        let Step::Found(found) = Search::new(&set).poll(b"xabc") else {
            panic!("{source} was not found");
        };
        let seen = (found.start, found.end, found.clipped);
        assert_eq!(seen, (start, 4, clipped), "{source}");
    }
}

/// Of what every match holds, the begin may be gone when the end comes.
#[test]
fn what_a_match_holds_is_longer_than_it_may_be() {
    let text = b"...1abcdefgh#";
    let mut limits = SetLimits::default();
    for window in 1..12 {
        limits.max_match = window;
        let set = PatternSet::with_limits([r"\dabcdefgh#"], limits).unwrap();
        let mut search = Search::new(&set);
        let (mut buffer, mut offset) = (Vec::new(), 0);
        let mut found = None;
        for octet in text {
            buffer.push(*octet);
            if let Step::Found(it) = search.poll(Text::new(&buffer).at(offset))
            {
                found = Some((it.start, it.end, it.clipped));
                break;
            }
            let settled = search.settled();
            buffer.drain(..usize::try_from(settled - offset).unwrap());
            offset = settled;
        }
        let start = 13 - window.min(10) as u64;
        assert_eq!(found, Some((start, 13, window < 10)), "{window}");
    }
}

/// That is no text to give; it is no reason to panic either.
#[test]
fn a_text_that_is_shorter_than_it_was() {
    let set = PatternSet::new([r"\d+ packets", "[a-z]+: word"]).unwrap();
    let text = b"some text that holds none of the two, and more. ".repeat(3);
    let mut search = Search::new(&set);
    for len in [100, 140, 50, 0, 110, text.len()] {
        let step = search.poll(&text[..len]);
        assert!(matches!(step, Step::Pending { .. }), "{len}: {step:?}");
    }
}

/// Nor is one that is another text than before, or begins elsewhere.
#[test]
fn a_text_that_is_not_what_it_was() {
    let text = b"some text 12 packets, word: word and 1abc# 99 packets\r\nR1# "
        .repeat(9);
    let sets: [&[&str]; 5] = [
        &[r"\d+ packets!", "[a-z]+: wor!"],
        &["packets?"],
        &[r"[>#]\s*$", r"(?m)^\w+# ?$"],
        &[r"(?s)\d.*wo", "zz"],
        &["(?:a?){20}a{20}b", r"\d+x"],
    ];
    let mut number = 1_u64;
    let mut next = |most: usize| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (number >> 33) as usize % most
    };
    for round in 0..40_000 {
        let set = PatternSet::recent(sets[round % 5]).unwrap();
        let mut search = Search::from_offset(&set, next(50) as u64);
        for _ in 0..6 {
            let from = next(text.len());
            let to = from + next(text.len() - from + 1);
            let it = Text::new(&text[from..to]).at(next(300) as u64);
            let step = if next(4) == 0 {
                search.end(it, End::Eof)
            } else {
                search.poll(it)
            };
            if matches!(step, Step::Found(_)) {
                break;
            }
            let _settled = search.settled();
        }
    }
}
