//! Fixed texts and patterns, in all splits in two and three.

use telnet_testkit::expect::{Case, Event, Events, Spec, in_pieces, in_step};

/// `!` is a mark, `~` the end of the stream.
const TEXTS: [&[u8]; 14] = [
    b"router1> show\r\n--More--~",
    b"\r\nlogin: !",
    b"a\r\nrouter1#!\r\n% Error\r\n",
    b"ab\n#\n#a#ab~",
    b"\n#\n#a",
    b"N=12 C=345\r\n!x",
    b"aaaaabaaab~",
    b"foo bar! foo foo bar",
    b"\r\r\n\n\rab\r\n~",
    b"Password:!Password: !~",
    b"1a b_2!\xC3\xA9 a\xC3~",
    b"--More----Mor--More-",
    b"a!b!c!~",
    b"",
];

/// Forty patterns: how each is late, greedy, prefixed, or hides another.
fn patterns() -> Vec<Spec> {
    let regex = [
        r"a",
        r"ab",
        r"a+b",
        r"\d+",
        r"\w+:",
        r"(?m)^router1",
        r"(?m)^[\w.-]+[>#] ?$",
        r"(?mR)^[\w.-]+[>#] ?$",
        r"[>#]\s*$",
        r"\r\n",
        r"(?m)^a",
        r"^a",
        r"(?m)^$",
        r"(?mR)^$",
        r"\bfoo\b",
        r"foo\b(?: bar)?",
        r"\Bo\B",
        r"(?s).{5}",
        r"(?s)a.*b",
        r"a.*?b",
        r"(a|ab)(b|a)?#",
        r"[^\n]#",
        r"\n#a|#",
        r"\xC3.",
        r"(?i)PASSWORD: $",
        r"(?:login: $|Password:)",
        r"a\z",
        r"\b{end} ",
        r" \b{start}",
        r"\r(?mR:^)",
    ];
    let mut specs: Vec<Spec> = regex.into_iter().map(Spec::regex).collect();
    specs.extend([
        Spec::regex(r"N=(\d+) C=(\d+)").greedy(),
        Spec::regex(r"\d+").greedy(),
        Spec::regex(r"a+b?").greedy(),
        Spec::regex(r"\w+\b").greedy(),
        Spec::literal(b"--More--").greedy(),
        Spec::literal(b"--More--"),
        Spec::literal(b"#"),
        Spec::prompt(r"[\w-]+[>#] ?"),
        Spec::prompt(r".*: ?"),
        Spec::prompt(""),
    ]);
    assert_eq!(specs.len(), 40);
    specs
}

fn in_all_splits(case: &Case) {
    let sets = case.compile(None).expect("nothing to refuse");
    let events = &case.events.0;
    let expected = in_step(&sets, events);
    for first in 0..=events.len() {
        for second in first..=events.len() {
            let pieces =
                [&events[..first], &events[first..second], &events[second..]];
            assert_eq!(in_pieces(&sets, &pieces), expected, "{case:?}");
        }
    }
}

#[test]
fn each_pattern_in_each_split() {
    let patterns = patterns();
    let mut found = 0;
    for text in TEXTS {
        for spec in &patterns {
            let events = Events(Event::parse(text));
            let specs = vec![spec.clone()];
            let case = Case { specs, window: 1000, events };
            in_all_splits(&case);
            let sets = case.compile(None).unwrap();
            let seen = in_step(&sets, &case.events.0);
            found += usize::from(seen.is_some());
        }
    }
    assert!(found >= 120, "{found} of them match");
}

/// All at once, each in turn the first, with a window that cuts.
#[test]
fn all_patterns_in_each_split() {
    let mut patterns = patterns();
    // It would always be the first.
    patterns.retain(|spec| !spec.naive().is_nullable());
    for text in TEXTS {
        for _ in 0..patterns.len() / 4 {
            patterns.rotate_left(4);
            for (take, window) in [(4, 1000), (4, 3), (99, 8)] {
                let specs = patterns.iter().take(take).cloned().collect();
                let events = Events(Event::parse(text));
                in_all_splits(&Case { specs, window, events });
            }
        }
    }
}
