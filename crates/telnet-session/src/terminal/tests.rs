//! What lines look like, against tables, and against other terminals.

use proptest::prelude::*;

use super::Screen;
use super::escape::{Parser, Step};

/// The lines that ended, and the current one behind them.
fn shown(text: &[u8]) -> Vec<u8> {
    let mut screen = Screen::default();
    let mut output = Vec::new();
    screen.write(text, &mut output);
    screen.show(&mut output);
    output
}

#[track_caller]
fn check(rows: &[(&[u8], &[u8])]) {
    for (text, want) in rows {
        let got = shown(text);
        assert_eq!(
            got.escape_ascii().to_string(),
            want.escape_ascii().to_string(),
            "{}",
            text.escape_ascii()
        );
        // However it is cut.
        let mut screen = Screen::default();
        let mut output = Vec::new();
        for octet in *text {
            screen.write(&[*octet], &mut output);
        }
        screen.show(&mut output);
        assert_eq!(output, got, "cut: {}", text.escape_ascii());
    }
}

#[test]
fn text_is_shown_as_it_came() {
    check(&[
        (b"one\r\ntwo\r\n", b"one\ntwo\n"),
        (b"one\r\r\ntwo", b"one\ntwo"),
        (b"one\n\rtwo\n\r", b"one\ntwo\n"),
        (b"one\r\0\r\n", b"one\n"),
        (b"blanks   \r\n\r\n  x ", b"blanks   \n\n  x "),
        (b"tab\tbed\r\n", b"tab\tbed\n"),
        (b"\x07\x11sw1# \x00", b"sw1# "),
        (b"\x0csw1# ", b"sw1# "),
        (b"one\x0ctwo", b"one\ntwo"),
        (b"a\x7fb", b"ab"),
        ("größe 日本\r\n".as_bytes(), "größe 日本\n".as_bytes()),
        (b"caf\xe9 \xff\r\n", b"caf\xe9 \xff\n"),
        // A character that is cut off by another one.
        (b"\xe6\x97x\r\n", b"\xe6\x97x\n"),
    ]);
}

#[test]
fn what_is_written_over_is_gone() {
    check(&[
        (b"10%\r20%\r100%\n", b"100%\n"),
        (b"--More--\r        \rabc\r\n", b"abc\n"),
        (b"\x08\x08a\n", b"a\n"),
        (b"abc\x08\x08x\n", b"axc\n"),
        (
            b"show interfaces   \x08\x08\x08 terse\r\n",
            b"show interfaces terse\n",
        ),
        (b"stan \x1b[1Ddby\r\n", b"standby\n"),
        (
            b"  ---- More ----\x1b[42D                   \x1b[42D port\r\n",
            b" port\n",
        ),
        (b"abcdef\r\x1b[2Cxy\n", b"abxyef\n"),
        (b"abcdef\x1b[3G\x1b[1@x\n", b"abxcdef\n"),
        (b"abcdef\x1b[3G\x1b[2P\n", b"abef\n"),
        (b"abcdef\x1b[3G\x1b[2X\n", b"ab  ef\n"),
        (b"abcdef\x1b[3G\x1b[9X\n", b"ab\n"),
        (b"abcdef\x1b[3G\x1b[K\n", b"ab\n"),
        (b"abcdef\x1b[3G\x1b[1K\n", b"   def\n"),
        (b"abcdef\x1b[2Kx\n", b"      x\n"),
        (b"abcdef\x1b[2K\rx\n", b"x\n"),
        ("日本\x08x\n".as_bytes(), "日 x\n".as_bytes()),
        ("日本\rx\n".as_bytes(), "x 本\n".as_bytes()),
        ("日\r日e\u{301}\n".as_bytes(), "日e\u{301}\n".as_bytes()),
        (b"a\tb\rx\n", b"x\tb\n"),
        (b"a\tb\r\x1b[2Cx\n", b"a x     b\n"),
        (b"\xff\xfe\rx\n", b"x\xfe\n"),
        // A mark without a character to stand on.
        ("\u{301}a\n".as_bytes(), b"a\n"),
        ("\u{301}\u{6DB}\r\u{6DB}\u{301}\n".as_bytes(), b"\n"),
        ("\r\u{6DB}\u{6DB}".repeat(12).as_bytes(), b""),
        (b"i\x1b[K\x1b[Din\x1b[K\r\n", b"in\n"),
    ]);
}

#[test]
fn the_cursor_stays_where_text_was_shown() {
    // The blank of a prompt, written over by itself.
    check(&[
        (b"sw1>         \rsw1> ", b"sw1> "),
        (b"sw1#  \x08", b"sw1# "),
        (b"abc\r", b"abc"),
    ]);
}

#[test]
fn sequences_show_nothing() {
    check(&[
        (b"\x1b]0;sw1 title\x07line", b"line"),
        (b"\x1b]0;t\x1b\\line", b"line"),
        (b"\x1b(Bline\x1b[?2004h", b"line"),
        (b"\x1bP1;2q...\x1b\\line", b"line"),
        (b"\x1bktitle\x1b\\line", b"line"),
        (b"\x1b[1;31mred\x1b[0m text \n", b"red text \n"),
        (b"\x1b[38:2:1:2:3mred", b"red"),
        (b"a\x1b[5\rm b", b" b"),
        (b"a\x1b[5\x18m", b"am"),
        (b"a\x1b[?Kb\x1b[24;42hc", b"abc"),
        (b"cut \x1b[", b"cut "),
    ]);
}

#[test]
fn controls_of_eight_bits_count_where_they_are_meant() {
    check(&[
        (b"a\x9b1;31mb\x9bmc\x9bK", b"abc"),
        (b"abc\x9b2Dx", b"axc"),
        // An octet of another character set, or of UTF-8.
        (b"5\x9b each", b"5\x9b each"),
        (b"\x9b\x1b[1mx", b"\x9bx"),
        ("[→]".as_bytes(), "[→]".as_bytes()),
        ("\u{9b}2Dx".as_bytes(), "\u{9b}2Dx".as_bytes()),
        ("ab\r\u{9b}x".as_bytes(), "\u{9b}x".as_bytes()),
        (b"\x85x", b"\x85x"),
        (b"\x9b0mone\x85two\x9d0;title\x9cthree", b"one\ntwothree"),
        (b"\x9b0mone\x8Dtwo", b"one\ntwo"),
    ]);
}

#[test]
fn text_in_another_row_begins_a_line() {
    check(&[
        (b"one\r\ntwo\x1bE\x1b[24;1Hsw1# ", b"one\ntwo\nsw1# "),
        (b"one\x1bDtwo", b"one\ntwo"),
        (b"\x1b[24;1Hone\x1b[24;1H\x1b[2Ksw1# \x1b[24;1H\x1b[24;6H", b"sw1# "),
        (b"\x1b[3;1Hone\x1b[5;1Htwo", b"one\ntwo"),
        // What was put into a column begins there; blanks are text.
        (b"one\x1b[5;3Htwo", b"one\ntwo"),
        (b"one\r\n\x1b[2Ctwo", b"one\n  two"),
        (b"one\r\n\x1b[3Gtwo\rx", b"one\nx two"),
        (b"\x1b[3;5Hone\x1b[3;1Htwo", b"two one"),
        // LF at the bottom, or one row above it.
        (b"\x1b[24;1Hone\r\n\x1b[24;1Htwo", b"one\ntwo"),
        (b"\x1b[23;1Hone\r\ntwo\x1b[24;1H\x1b[Kthree", b"one\nthree"),
        (b"one\x1b[A\x1b[B!", b"one!"),
        (b"one\x1b[Atwo", b"one\ntwo"),
        (b"one\x1b7\x1b[1;1H\x1b8!", b"one!"),
        (b"\x1b[9;1Hone\x1b[sx\x1b[2;2Htwo\x1b[ux", b"onex\ntwo\nx"),
        (b"one\x1b[2J\x1b[Htwo", b"one\ntwo"),
        (b"\x1b[H\x1b[J19sw# ", b"19sw# "),
        (b"one\x1b[H\x1b[Jtwo", b"one\ntwo"),
        (b"\x1b[5;1Hone\x1b[J!\x1b[1J?", b"    ?"),
        // The lines scroll, or the one is taken out.
        (b"\x1b[24;1Hold\x1b[1;1H\x1b[M\x1b[24;1H\x1b[Lnew", b"old\nnew"),
        (b"\x1b[24;1Hold\x1b[1;24r\x1b[24;1H\x1b[Mnew", b"new"),
        (b"\x1b[24;1Hold\x1b[Snew", b"old\nnew"),
    ]);
}

#[test]
fn a_question_is_taken_away_and_the_cursor_stays() {
    type Row = (&'static [u8], usize, &'static [u8], &'static [u8]);
    let rows: &[Row] = &[
        (b"--More--", 0, b"\x08\x08\x08\x08\x08\x08\x08\x08        \x08\x08\x08\x08\x08\x08\x08\x08abc\n", b"abc\n"),
        (b"--More--", 0, b"\r        \r\r\nabc\n", b"\nabc\n"),
        (b"--More--", 0, b"\r\nabc\n", b"abc\n"),
        (b"--More--", 0, b"\r\x1b[K\r\nabc\n", b"\nabc\n"),
        (b"--More--", 0, b"\rab\n", b"ab\n"),
        (b"thr--More--", 3, b"\x08\x08\x08\x08\x08\x08\x08\x08        \x08\x08\x08\x08\x08\x08\x08\x08ee\r\n", b"three\n"),
        ("größe --More-- ".as_bytes(), 7, b"\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          \x08\x08\x08\x08\x08\x08\x08\x08\x08\x08 ee\r\n", "größe ee\n".as_bytes()),
    ];
    for (text, from, then, want) in rows {
        let mut screen = Screen::default();
        let mut output = Vec::new();
        screen.write(text, &mut output);
        screen.take_question(*from);
        screen.write(then, &mut output);
        assert_eq!(
            output.escape_ascii().to_string(),
            want.escape_ascii().to_string(),
            "{}",
            then.escape_ascii()
        );
    }
}

#[test]
fn a_line_without_end_is_handed_out_in_pieces() {
    let mut screen = Screen::default();
    let mut output = Vec::new();
    for _ in 0..1000 {
        screen.write(&[b'x'; 100], &mut output);
    }
    assert!(screen.line_len() <= 17 << 10);
    assert!(!screen.is_whole());
    screen.write(b"end\n$ ", &mut output);
    assert!(screen.is_whole());
    let want = [&vec![b'x'; 100_000][..], b"end\n"].concat();
    assert_eq!(output, want);
    // In cells as well.
    let mut output = Vec::new();
    screen.write(b"\r", &mut output);
    for _ in 0..1000 {
        screen.write(&[b'x'; 100], &mut output);
    }
    screen.write(b"\n", &mut output);
    assert_eq!(output.len(), 100_001);
}

#[test]
fn one_line_at_a_time() {
    let mut screen = Screen::default();
    let mut output = Vec::new();
    let text = b"one\r\n\x1b[4;1Htwo\x1b[6;1Hthree\nfour";
    assert_eq!(screen.write_line(text, &mut output), 5);
    assert_eq!(output, b"one\n");
    // What begins the next line is taken with the end of this one.
    let rest = &text[5..];
    assert_eq!(screen.write_line(rest, &mut output), rest.len() - 5);
    assert_eq!(output, b"one\ntwo\n");
    assert_eq!(screen.left(), b"two");
    assert_eq!(screen.write_line(b"\nfour", &mut output), 1);
    assert_eq!(screen.write_line(b"four", &mut output), 4);
    assert_eq!(output, b"one\ntwo\nthree\n");
    assert_eq!(screen.left(), b"");
    // The line scrolls up, and the one below it ends.
    let mut screen = Screen::default();
    let mut output = Vec::new();
    let text = b"\x1b[9;1Hone\x1b[H\x1b[M\x1b[9H\n\x1b[9Htwo";
    let used = screen.write_line(text, &mut output);
    assert_eq!(output, b"one\n");
    let more = screen.write_line(&text[used..], &mut output);
    assert_eq!(output, b"one\n\n");
    assert!(text[used + more..].ends_with(b"two"));
}

/// What stands in a line, and moves there or to a new one further down.
fn piece() -> impl Strategy<Value = String> {
    let n = 1..12u16;
    prop_oneof![
        4 => "[ -~]{1,9}",
        // Terminals differ where half a wide character is changed.
        1 => "[éü]{1,3}",
        1 => Just("\r".to_owned()),
        1 => Just("\x08".to_owned()),
        2 => (n, "[CDG@PX]").prop_map(|(n, it)| format!("\x1b[{n}{it}")),
        1 => "[012]".prop_map(|it| format!("\x1b[{it}K")),
        1 => "\x1b\\[[0-9]{0,2}m",
        1 => Just("\x1b7\x1b[1;1H\x1b8".to_owned()),
        1 => (1..4u16).prop_map(|n| format!("\x1b[{n}A\x1b[{n}B")),
        1 => Just("\r\n".to_owned()),
    ]
}

proptest! {
    /// On a screen that is high and wide enough, it is what the crate vt100
    /// shows.
    #[test]
    fn lines_are_those_of_another_terminal(
        pieces in proptest::collection::vec(piece(), 1..40),
    ) {
        let mut other = vt100::Parser::new(100, 500, 0);
        let text: String = pieces.concat();
        // From its middle on, so that what goes up finds room.
        let text = format!("\x1b[50;1H{text}");
        other.process(text.as_bytes());
        let got = String::from_utf8(shown(text.as_bytes())).unwrap();
        let screen = other.screen();
        let (last, _) = screen.cursor_position();
        let want: Vec<String> = screen
            .rows(0, 500)
            .skip(49)
            .take(usize::from(last) - 48)
            .map(|it| it.trim().to_owned())
            .collect();
        let got: Vec<&str> = got.split('\n').map(str::trim).collect();
        prop_assert_eq!(got, want, "{}", text.escape_debug());
    }

    /// Of 7-bit text, the parser dispatches what the crate vte does.
    #[test]
    fn sequences_are_those_of_another_parser(
        text in "([a-c\r\n\x07]|\x1b|\\[|\\]|[0-9;?]|[P ()>#%@A-Kmhl7\\\\]|\x18){0,60}",
    ) {
        let mut theirs = Theirs::default();
        let mut parser = vte::Parser::new();
        parser.advance(&mut theirs, text.as_bytes());
        let mut ours = Theirs::default();
        let mut parser = Parser::new();
        for octet in text.bytes() {
            if parser.is_ground() {
                match octet {
                    0x1B => parser.escape(),
                    b' '.. => ours.seen.push(format!("print {octet}")),
                    _ => ours.control(octet),
                }
                continue;
            }
            match parser.step(octet) {
                Step::More | Step::End => {}
                Step::Control(it) => ours.control(it),
                Step::Text(it) => ours.seen.push(format!("print {it}")),
                Step::Escape(it) => ours.escape(it),
                Step::Csi(it) if it.private => {}
                Step::Csi(it) => {
                    let params = [it.param(0), it.param(1)];
                    ours.csi(params, it.last);
                }
            }
        }
        prop_assert_eq!(ours.seen, theirs.seen, "{}", text.escape_debug());
    }
}

/// What a parser has dispatched.
#[derive(Default)]
struct Theirs {
    seen: Vec<String>,
}

impl Theirs {
    fn control(&mut self, octet: u8) {
        // CAN and SUB abort a sequence, and show nothing.
        if !matches!(octet, 0x18 | 0x1A) {
            self.seen.push(format!("control {octet}"));
        }
    }

    fn escape(&mut self, last: u8) {
        // ST ends a string; alone it does nothing.
        if last != b'\\' {
            self.seen.push(format!("escape {last}"));
        }
    }

    fn csi(&mut self, params: [u16; 2], last: u8) {
        self.seen.push(format!("csi {params:?} {last}"));
    }
}

impl vte::Perform for Theirs {
    fn print(&mut self, it: char) {
        self.seen.push(format!("print {}", u32::from(it)));
    }

    fn execute(&mut self, octet: u8) {
        self.control(octet);
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _: bool, last: u8) {
        if intermediates.is_empty() {
            self.escape(last);
        }
    }

    fn csi_dispatch(
        &mut self,
        params: &vte::Params,
        intermediates: &[u8],
        _ignore: bool,
        last: char,
    ) {
        if intermediates.is_empty() {
            let mut each = params.iter().map(|it| it[0]);
            let params = [(); 2].map(|()| each.next().unwrap_or_default());
            self.csi(params, u8::try_from(last).unwrap());
        }
    }
}
