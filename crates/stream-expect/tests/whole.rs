//! Texts that are there in whole, and single lines.

use stream_expect::{LineSet, Part, Pattern, PatternSet, Text};

/// Of the first pattern that matches anywhere, wherever that of another begins; its
/// place is one of the stream.
#[test]
fn the_first_pattern_that_matches_a_whole_text_is_found_where_it_is() {
    let set = PatternSet::new(["b+", "a"]).unwrap();
    let found = set.find_whole(Text::new(b"a.bbb.b").at(100)).unwrap();
    assert_eq!((found.index, found.start, found.end), (0, 102, 105));
    let found = set.find_whole(&b"x.a"[..]).unwrap();
    assert_eq!((found.index, found.start, found.end), (1, 2, 3));
    assert_eq!(set.find_whole(&b""[..]), None);
    assert_eq!(set.find_whole(&b"xyz"[..]), None);
}

#[test]
fn a_line_matches_or_not_whole_or_in_part() {
    let patterns = [Pattern::regex("up").unwrap(), Pattern::literal("r1#")];
    for (part, lines) in [
        (Part::Whole, [(&b"r1# "[..], true), (b"on r1#", false)]),
        (Part::End, [(b"on r1#  ", true), (b"r1# on", false)]),
        (Part::Any, [(b"r1# on", true), (b"down", false)]),
    ] {
        let set = LineSet::new(&patterns, part).unwrap();
        for (line, matches) in lines {
            assert_eq!(set.is_match(line), matches, "{line:?}");
            assert_eq!(set.find(line).is_some(), matches, "{line:?}");
        }
    }
    assert!(!LineSet::new(&[], Part::Any).unwrap().is_match(b"r1#"));
}
