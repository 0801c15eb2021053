//! What is kept from a user's terminal, however the text is cut.

use proptest::prelude::*;
use telnet_session::terminal::SafeFilter;

fn filtered(mut filter: SafeFilter, text: &[u8]) -> Vec<u8> {
    let mut output = Vec::new();
    filter.filter(text, &mut output);
    output
}

/// The same, an octet at a time and cut in two at each place.
fn at_each_cut(text: &[u8]) -> Vec<u8> {
    let whole = filtered(SafeFilter::new(), text);
    for at in 0..=text.len() {
        let (mut filter, mut output) = (SafeFilter::new(), Vec::new());
        let (before, behind) = text.split_at(at);
        filter.filter(before, &mut output);
        filter.filter(behind, &mut output);
        assert_eq!(output, whole, "cut at {at}");
    }
    whole
}

#[test]
fn what_is_drawn_stays_as_it_is() {
    for text in [
        "plain, a bell \x07, a tab\t, backspace \x08, lines\r\n",
        "\x1b[1;38;5;208mcolours\x1b[0m \x1b[38:2::1:2:3mof all kinds\x1b[m",
        "\x1b[2J\x1b[H\x1b[10;20H\x1b[3A\x1b[K\x1b[2@\x1b[4X\x1b[1;24r\x1b[s\x1b[u",
        "\x1b7\x1b8\x1b=\x1b>\x1bD\x1bM\x1bE\x1bc\x1b#8",
        "\x1b(0lqk\x1b(B \x0elqk\x0f",
        "\x1b[?25l\x1b[?1049h\x1b[?2004h\x1b[?1000;1006h\x1b[2 q\x1b[!p",
        "caf\u{e9} \u{20ac} \u{1f600} \u{a0} \u{bf} \u{2500}\u{9fff}",
        "\x1b[1\r;3\n1mcontrols within\x1b[0m",
    ] {
        let kept = at_each_cut(text.as_bytes());
        // What stands within a sequence is obeyed before it.
        if !text.contains("within") {
            assert_eq!(kept, text.as_bytes(), "{text:?}");
        }
    }
    let kept = at_each_cut(b"\x1b[1\r;3\n1mx");
    assert_eq!(kept, b"\r\n\x1b[1;31mx");
}

#[test]
fn what_is_answered_or_written_elsewhere_goes() {
    for hostile in [
        // Clipboard, titles, colours asked for, hyperlinks, files.
        "\x1b]52;c;cm0gLXJm\x07",
        "\x1b]0;title\x1b\\",
        "\x1b]11;?\x07",
        "\x1b]8;;http://h/\x1b\\",
        "\x1b]1337;File=:AAAA\x07",
        "\x1bktitle\x1b\\",
        // Strings of devices, of programs, private ones.
        "\x1bP$qm\x1b\\",
        "\x1bP+q544e\x1b\\",
        "\x1b_Gi=1\x1b\\",
        "\x1b^x\x1b\\",
        "\x1bXx\x1b\\",
        // Questions that a terminal answers by typing.
        "\x1b[c",
        "\x1b[>c",
        "\x1b[=c",
        "\x1b[5n",
        "\x1b[6n",
        "\x1b[?6n",
        "\x1b[?15n",
        "\x1b[21t",
        "\x1b[18t",
        "\x1b[x",
        "\x1b[?1$p",
        "\x1b[4$p",
        "\x1b[>q",
        "\x1b[1$w",
        "\x1b[1$u",
        "\x1b[&u",
        "\x1b[?u",
        "\x1b[1;1;1;1;1;1*y",
        "\x1b[1'z",
        "\x1b['|",
        "\x1b[?1;1;0S",
        "\x1b[?4m",
        "\x1bZ",
        "\x05",
        // Printers, the keyboard, titles, other codings, memory, macros.
        "\x1b[5i",
        "\x1b[?5i",
        "\x1b[2h",
        "\x1b[8;1;1t",
        "\x1b[>1u",
        "\x1b[1;1;1;1;1T",
        "\x1b%@",
        "\x1b G",
        "\x1b[1*z",
        "\x1bn",
        // Controls of eight bits, in UTF-8.
        "\u{9b}",
        "\u{9d}",
        "\u{90}",
        "\u{85}",
        // Aborted, and what was begun again.
        "\x1b[31\x18",
        "\x1b[31\x1a",
        "\x1b(\x18",
        "\x1b[\x1b[c",
    ] {
        let text = format!("a{hostile}b");
        assert_eq!(at_each_cut(text.as_bytes()), b"ab", "{hostile:?}");
    }
    // As octets, and where a character has lost its end.
    for hostile in
        [&b"\x9b"[..], b"\x85", b"\xc2\x9b", b"\xc2\x85", b"\x9d", b"\x90"]
    {
        let text = [b"a", hostile, b"b"].concat();
        assert_eq!(at_each_cut(&text), b"ab", "{hostile:?}");
    }
    assert_eq!(at_each_cut(b"\xe2\x1b[cx"), b"\xe2x");
    assert_eq!(at_each_cut(b"\xe0\x9bx"), b"\xe0x");
    assert_eq!(at_each_cut(b"\xc2\xc2\x9bx"), b"\xc2x");
}

#[test]
fn a_terminal_of_eight_bits_is_shown_none_of_their_controls() {
    let text = b"a\xe2\x9b\x80\xc3\x80\xe9\xa0b";
    let kept = filtered(SafeFilter::eight_bits(), text);
    assert_eq!(kept, b"a\xe2\xc3\xe9\xa0b");
}

#[test]
fn a_sequence_without_end_is_not_held_for_ever() {
    let mut text = b"\x1b[".to_vec();
    text.extend(std::iter::repeat_n(b'1', 100));
    text.extend_from_slice(b"mshown");
    assert_eq!(at_each_cut(&text), b"shown");
    let mut text = b"\x1b]0;".to_vec();
    text.extend(std::iter::repeat_n(b'x', 5000));
    let kept = filtered(SafeFilter::new(), &text);
    assert!(kept.len() < 1000 && kept.iter().all(|it| *it == b'x'));
}

#[test]
fn what_is_left_set_is_undone_once() {
    let mut filter = SafeFilter::new();
    let mut shown = Vec::new();
    let text = b"\x1b[?1049h\x1b[?25l\x1b[?1000;1006h\x1b[?1000l\x1b=\x1b[31m\
        \x1b(0\x1b[?7h";
    filter.filter(text, &mut shown);
    let undo = String::from_utf8(filter.undo()).unwrap();
    assert_eq!(undo, "\x1b[0m\x1b(B\x0f\x1b>\x1b[?1049l\x1b[?1006l\x1b[?25h");
    assert_eq!(filter.undo(), b"");
    filter.filter(b"\x1b[31mred\x1b[0m\x1b[?25l\x1b[?25h", &mut shown);
    assert_eq!(filter.undo(), b"");
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            "\x1b[", "\x1b]", "\x1bP", "\x1b", "\x07", "\x1b\\", "31m", "6n",
            "?25l", "\u{9b}", "\u{e9}", "\x18", ";", "$", "c", "t", "0",
        ])
        .prop_map(|it| it.as_bytes().to_vec()),
    ]
}

proptest! {
    #[test]
    fn cuts_never_matter(pieces in prop::collection::vec(piece(), 0..20)) {
        let whole = filtered(SafeFilter::new(), &pieces.concat());
        let (mut filter, mut cut) = (SafeFilter::new(), Vec::new());
        for piece in &pieces {
            filter.filter(piece, &mut cut);
        }
        prop_assert_eq!(&cut, &whole);
        // What stays once stays again, and is no more than came. A begin of a
        // character is held back until something follows.
        prop_assert!(whole.len() <= pieces.concat().len());
        let whole = [&whole[..], b"."].concat();
        prop_assert_eq!(filtered(SafeFilter::new(), &whole), whole);
    }
}
