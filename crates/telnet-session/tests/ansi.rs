//! The filter of escape sequences, against a slow model of what a terminal
//! does not show, and however the text is cut.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a model that fails fails its test"
)]

use proptest::prelude::*;
use telnet_session::terminal::AnsiFilter;
use telnet_testkit::split;

fn filtered(chunks: &[&[u8]]) -> Vec<u8> {
    let mut filter = AnsiFilter::new();
    let mut text = Vec::new();
    for chunk in chunks {
        for slice in filter.filter(chunk) {
            assert!(!slice.is_empty(), "an empty slice");
            text.extend_from_slice(slice);
        }
    }
    text
}

#[track_caller]
fn gives(input: impl AsRef<[u8]>, text: impl AsRef<[u8]>) {
    let (input, text) = (input.as_ref(), text.as_ref());
    let shown = input.escape_ascii().to_string();
    split::every(&shown, input, |chunks| {
        assert_eq!(
            filtered(chunks).escape_ascii().to_string(),
            text.escape_ascii().to_string()
        );
    });
}

// ---- what goes

#[test]
fn text_without_escapes_stays() {
    gives("", "");
    gives("router1# \r\n\t\x08\x07\0\x7f", "router1# \r\n\t\x08\x07\0\x7f");
}

#[test]
fn control_sequences_go() {
    gives("\x1b[0m", "");
    gives("a\x1b[1;32mb\x1b[0mc", "abc");
    gives("\x1b[2J\x1b[H\x1b[?2004h$ \x1b[4 q", "$ ");
    gives("\x1b[38:2:1:2:3mred\x1b[K\x1b[m", "red");
}

#[test]
fn short_sequences_go() {
    gives("\x1b7a\x1b8\x1b=\x1b>\x1bc", "a");
    gives("\x1b(Bx\x1b#8y\x1b%Gz\x1b$)C.", "xyz.");
}

#[test]
fn strings_go_with_what_ends_them() {
    gives("\x1b]0;title\x07a", "a");
    gives("\x1b]0;title\x1b\\a", "a");
    gives("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link");
    gives("\x1bP1$r0m\x1b\\a\x1bXs\x1b\\b\x1b^p\x1b\\c\x1b_q\x1b\\d", "abcd");
    gives("\x1bkbash\x1b\\$ ", "$ ");
    // Titles may be in any language.
    gives("\x1b]2;caf\u{e9}\r\n\x07a", "a");
}

#[test]
fn only_osc_ends_with_bel() {
    gives("\x1bPa\x07b\x1b\\c", "c");
    // A string wrapped in another one, as tmux has it.
    gives("\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\a", "a");
}

#[test]
fn can_and_sub_abort_and_go() {
    for abort in ["\x18", "\x1a"] {
        for open in ["\x1b", "\x1b(", "\x1b[1;", "\x1b]0;x", "\x1bPx"] {
            gives(format!("a{open}{abort}31m"), "a31m");
        }
        gives(abort, abort);
    }
}

#[test]
fn esc_begins_anew() {
    for open in ["\x1b", "\x1b(", "\x1b[1;", "\x1b]0;x", "\x1bPx"] {
        gives(format!("a{open}\x1b[31mb"), "ab");
    }
}

#[test]
fn controls_within_a_sequence_are_obeyed_and_stay() {
    gives("a\x1b[3\r\n1mb", "a\r\nb");
    gives("\x1b\x08[1mb", "\x08b");
    gives("\x1b(\tBb\x1b[\x07m", "\tb\x07");
    gives("\x1b[1\x7fm", "");
}

#[test]
fn octets_from_128_up_are_text() {
    gives(b"\x9b1m\x9d0;x\x07", b"\x9b1m\x9d0;x\x07");
    gives("na\u{ef}ve \u{1b}[1m\u{20ac}", "na\u{ef}ve \u{20ac}");
    // They have no place in a sequence.
    gives(b"\x1b\xe9[1m", b"\xe9[1m");
    gives(b"\x1b[1\xe9m", b"\xe9m");
    gives(b"\x1b(\xe9B", b"\xe9B");
}

#[test]
fn a_half_sequence_at_the_end_is_nothing() {
    gives("a\x1b", "a");
    gives("a\x1b[1;", "a");
    gives("a\x1b]0;", "a");
}

// ---- bounds

#[test]
fn what_has_no_end_swallows_so_much_and_no_more() {
    let max = usize::from(AnsiFilter::MAX);
    for open in ["\x1b[", "\x1b]", "\x1bP", "\x1b("] {
        let fill = if open == "\x1b(" { "!" } else { "0" };
        let endless = open.to_owned() + &fill.repeat(2 * max);
        let rest = fill.repeat(endless.len() - max);
        let chunked = |size| {
            let chunks: Vec<_> = endless.as_bytes().chunks(size).collect();
            filtered(&chunks)
        };
        for size in [1, 7, max - 1, max, max + 1, endless.len()] {
            assert!(chunked(size) == rest.as_bytes(), "{open:?} by {size}");
        }
    }
}

#[test]
fn the_longest_sequence_is_still_one() {
    let max = usize::from(AnsiFilter::MAX);
    let title = |len| format!("a\x1b]{}\x07b", "t".repeat(len - 3));
    let filter = |text: String| filtered(&[text.as_bytes()]);
    assert_eq!(filter(title(max)), b"ab");
    assert_eq!(filter(title(max + 1)), b"a\x07b");
    // Each ESC begins a sequence of its own.
    let twice = title(max).replace('\x07', "\x1b]0;x\x07");
    assert_eq!(filter(twice), b"ab");
}

#[test]
fn reset_forgets_the_sequence() {
    let mut filter = AnsiFilter::new();
    assert_eq!(filter.filter(b"\x1b]0;x").count(), 0);
    filter.reset();
    assert_eq!(filter.filter(b"y\x1b[").collect::<Vec<_>>(), [b"y"]);
    assert_ne!(filter, AnsiFilter::default());
}

#[test]
fn slices_are_of_the_input_and_as_long_as_can_be() {
    let input = b"one\x1b[1mtwo\r\n\x1b[0mthree";
    let mut filter = AnsiFilter::new();
    let slices: Vec<&[u8]> = filter.filter(input).collect();
    assert_eq!(slices, [&b"one"[..], b"two\r\n", b"three"]);
    assert!(input.as_ptr_range().contains(&slices[2].as_ptr()));
}

// ---- the model

/// Octet by octet, from the whole text at hand: how many octets the sequence
/// at its front has, and which of them stay.
fn model(mut text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some((&octet, rest)) = text.split_first() {
        if octet != 0x1b {
            out.push(octet);
            text = rest;
            continue;
        }
        let most = text.len().min(usize::from(AnsiFilter::MAX));
        let len = sequence(&text[..most], &mut out);
        text = &text[len..];
    }
    out
}

/// The length of the sequence that `text`, which is cut at the bound, begins
/// with. What stays of it goes to `out`.
fn sequence(text: &[u8], out: &mut Vec<u8>) -> usize {
    // The octets seen but for controls: they tell what it is.
    let mut seen = Vec::new();
    for (at, &octet) in text.iter().enumerate().skip(1) {
        let string = matches!(
            seen.first(),
            Some(b']' | b'P' | b'X' | b'^' | b'_' | b'k')
        );
        match octet {
            0x1b => return at,
            0x18 | 0x1a => return at + 1,
            0x07 if seen.first() == Some(&b']') => return at + 1,
            _ if string => {}
            0..=0x1f => out.push(octet),
            0x7f => {}
            0x80.. => {
                out.push(octet);
                return at + 1;
            }
            _ => {
                seen.push(octet);
                if is_whole(&seen) {
                    return at + 1;
                }
            }
        }
    }
    text.len()
}

/// Whether a sequence that is no string ends with its last octet.
fn is_whole(seen: &[u8]) -> bool {
    let last = *seen.last().unwrap();
    match seen[0] {
        b'[' => seen.len() > 1 && last >= 0x40,
        0x20..=0x2f => last >= 0x30,
        b']' | b'P' | b'X' | b'^' | b'_' | b'k' => false,
        _ => true,
    }
}

/// Octets that mean something to a terminal, and some that do not.
fn stream(len: usize) -> impl Strategy<Value = Vec<u8>> {
    let telling = b"\x1b\x1b\x1b[]]PX^_k\\(#0;?1mKB @~\x07\x08\r\n\x18\x1a\
        \x00\x7f\x80\x9b\x9c\xc3\xa9\xffab"
        .to_vec();
    let octet = prop_oneof![
        9 => prop::sample::select(telling),
        1 => any::<u8>(),
    ];
    prop::collection::vec(octet, 0..len)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn it_does_what_the_model_does(text in stream(40)) {
        let expected = model(&text);
        split::octets("octets", &text, |chunks| {
            assert_eq!(filtered(chunks), expected);
        });
        split::pairs("pairs", &text, |chunks| {
            assert_eq!(filtered(chunks), expected);
        });
    }

    #[test]
    fn long_sequences_are_as_in_the_model(
        head in stream(8), open in 0..5usize, body in stream(4),
        before in 4070..4100usize, tail in stream(40), cut in 1..5000usize,
    ) {
        let mut text = head;
        text.extend(["\x1b]", "\x1bP", "\x1b[", "\x1b(", ""][open].bytes());
        text.extend(std::iter::repeat_n(b"00;!0"[open], before));
        text.extend(body);
        text.extend(tail);
        let chunks: Vec<&[u8]> = text.chunks(cut).collect();
        prop_assert!(filtered(&chunks) == model(&text));
    }
}
