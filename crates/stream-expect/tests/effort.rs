//! How much work a search is, by how often it is to be polled: that is the same on each
//! machine.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use stream_expect::{PatternSet, Search, SetLimits, Step};

const LEN: usize = 256 << 10;

fn set(sources: &[&str], work: usize, dfa: usize) -> PatternSet {
    let mut limits = SetLimits::default();
    (limits.work, limits.dfa) = (work, dfa);
    PatternSet::with_limits(sources, limits).unwrap()
}

/// Polls with more to do, up to the end of the text or a match; `most` at most.
fn looks(set: &PatternSet, text: &[u8], most: usize) -> usize {
    let mut search = Search::new(set);
    let steps = std::iter::repeat_with(|| search.poll(text)).take(most);
    steps.take_while(|step| *step == Step::More).count()
}

fn noise(len: usize, letters: u8) -> Vec<u8> {
    let mut noise = 1_u32;
    let octets = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b'a' + noise.to_be_bytes()[0] % letters
    });
    octets.take(len).collect()
}

/// With 64 units a look 16,384 octets that are skipped are one, and 1,024 that are
/// read: what is skipped is skipped, and neither is more than it was.
#[test]
fn what_can_be_skipped_is_skipped() {
    let plain = b"x".repeat(LEN);
    let line = b"some words of a line that goes on, and on\r\n";
    let lines = line.repeat(LEN / line.len());
    for (source, text, few, many) in [
        // Nothing begins here, nor may.
        ("login: ", &lines, 12, 18),
        // It has begun, and one octet alone leads on.
        ("x[^z]*z", &plain, 12, 20),
        ("(?s)x.*END", &plain, 12, 20),
        ("a[^z]*z", &plain, 1, 1000),
        // It begins everywhere, and what it ends with is not there.
        ("(?:[a-m][^q]{30}|[n-z][^p]{31})!", &lines, 12, 18),
        // States that are made, and read.
        ("(?:[a-m][^q]{30}|[n-z][^p]{31})[^a-z ,\r\n]", &lines, 240, 340),
    ] {
        let looks = looks(&set(&[source], 64, 4 << 20), text, 100_000);
        let right = (few..=many).contains(&looks);
        assert!(right, "{source}: {looks} looks, not {few} to {many}");
    }
}

/// Where there is no room to remember anything each look still does as much as it may,
/// and something, however little that is.
#[test]
fn without_room_a_look_does_what_it_may() {
    let text = [&noise(6000, 2)[..], b"c"].concat();
    let source = "(?:a[ab]{0,50}){4}[^ab]";
    for dfa in [0, 20_000] {
        for (work, few, many) in
            [(0, 6000, 6400), (64, 5900, 6400), (1000, 1400, 2000)]
        {
            let looks = looks(&set(&[source], work, dfa), &text, 20_000);
            let right = (few..=many).contains(&looks);
            assert!(right, "{work}, {dfa}: {looks}, not {few} to {many}");
        }
    }
}

/// States of hundreds of places, for whose memory there is not always room: what does
/// not pay is left, and what is left is not tried again and again.
#[test]
fn long_states_cost_what_they_cost() {
    let line = b"some words of a line that goes on, and on\r\n";
    let lines = line.repeat(LEN / line.len());
    let many = ["(?s)a.{0,900}[^a-z ,\r\n]!", "b.{3}[cdefghijkl]?mno", "END"];
    for (sources, dfa, few, most) in [
        (&["[a-z][^!]{900}[^a-z ,\r\n]"][..], 4 << 20, 900, 1500),
        (&many, 300_000, 2500, 9000),
    ] {
        let looks = looks(&set(sources, 64, dfa), &lines, 100_000);
        let right = (few..=most).contains(&looks);
        assert!(right, "{sources:?}: {looks}, not {few} to {most}");
    }
}

/// What holds no needle waits to be read, but never so much that reading it takes long
/// when a needle comes.
#[test]
fn what_waits_is_little() {
    let set = set(&["a{1,300}[ac]*b"], 64, 4 << 20);
    let mut text = b"a".repeat(LEN);
    let mut search = Search::new(&set);
    let mut looks = 0;
    for end in (4096..=LEN).step_by(4096) {
        while search.poll(&text[..end]) == Step::More {
            looks += 1;
        }
    }
    assert!((300..600).contains(&looks), "{looks} looks");
    text.push(b'b');
    let mut last = 0;
    while search.poll(&text) == Step::More {
        last += 1;
    }
    // The way back is among them.
    assert!(last < 700, "{last} looks for what waits");
}

/// Of two kinds of needles neither is staked on: they cost what the better one does
/// alone, whatever the text is full of, and whenever that changes; or a lot less, where
/// now the one is seldom and now the other.
#[test]
fn two_kinds_cost_what_the_better_one_does() {
    // An octet of a class of so many is not looked for.
    let class = "[#!~@^|{}&;%]";
    let alone = [format!(r"\w+~\w*{class}\w"), format!(r"\w+{class}\w*#\w")];
    let both = r"\w+~\w*#\w";
    // Each text is new to a set.
    let looks = |source: &str, text: &[u8]| {
        looks(&set(&[source], 64, 4 << 20), &text[..LEN], 10_000)
    };
    let full = |parts: &[&str]| {
        let part = parts.concat();
        part.repeat(LEN / part.len() + 1).into_bytes()
    };
    let (one, other) = ("ab~ some words", "cd# some words");
    let seldom = [full(&[one]), full(&[other]), full(&["some words, "])];
    for text in seldom {
        let looks = looks(both, &text);
        assert!((12..=18).contains(&looks), "{looks} looks");
    }
    let mut texts = vec![
        full(&[one, other]),
        full(&["~#"]),
        full(&["~a", "#"]),
        full(&["a~b# "]),
        full(&["~".repeat(100).as_str(), "#"]),
        // Both are there for long enough that it may be given up.
        full(&[
            &"a~ b~ c~ d~ e~ f~ g~ h~ i# ".repeat(400),
            &"a~ b~ ".repeat(5000),
        ]),
    ];
    for times in [2, 20, 300, 2000] {
        let (one, other) = (one.repeat(times), other.repeat(times));
        texts.push(full(&[&one, &other]));
        // So that the other kind comes where the first is looked for.
        texts.push(full(&[&one, &other, "ab~ "]));
    }
    for text in texts {
        let both = looks(both, &text);
        let alone = alone.each_ref().map(|it| looks(it, &text));
        let better = alone[0].min(alone[1]);
        let begin = String::from_utf8_lossy(&text[..40]);
        let right = 10 * both <= 11 * better + 20;
        assert!(right, "{begin}: {both} looks, alone {alone:?}");
    }
}
