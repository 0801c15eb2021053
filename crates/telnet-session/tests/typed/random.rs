//! Random keys: what is entered and seen is what the model says, however the
//! octets are cut.

use proptest::prelude::*;
use telnet_testkit::split;

use crate::model::{KEYS, Model, text};
use crate::terminal::{MAX_LINE, Terminal};

fn streams() -> impl Strategy<Value = Vec<u8>> {
    let key = prop::sample::select(KEYS);
    prop::collection::vec(key, 0..60).prop_map(|keys| keys.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1500, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_entered_and_seen_is_as_the_model_says(
        stream in streams(), columns in 4_u16..40,
    ) {
        let mut terminal = Terminal::new(columns);
        terminal.receive(&stream);
        terminal.judge(&Model::of(&text(&stream), usize::from(MAX_LINE)));
    }

    #[test]
    fn each_key_leaves_the_screen_as_the_model_says(
        keys in prop::collection::vec(prop::sample::select(KEYS), 0..25),
        columns in 4_u16..20,
    ) {
        let mut terminal = Terminal::new(columns);
        let mut stream = Vec::new();
        for key in keys {
            // An octet that may go on is shown when it is known.
            if key == b"\xC3" || key == b"\xE4\xB8" {
                continue;
            }
            stream.extend_from_slice(key);
            terminal.receive(key);
            // The LF behind a CR may be to come.
            terminal.judge(&Model::of(&text(&stream), usize::from(MAX_LINE)));
        }
    }
}

#[test]
fn cuts_never_matter() {
    let streams: [&[u8]; 8] = [
        b"show\x7F\x7Fip\r\0again\r\n\x1B[A\x1B[D!\r\0",
        "a\u{4E16}\u{301}\u{754C}e\u{301}\x7F\x1B[H\x1B[3~\r\n".as_bytes(),
        b"0123456789abcdef\x1B[D\x1B[D\x1BOD+\x01-\x0B\x15\r\0",
        b"\xC3\xC3\xA9\xE4\xB8x\xFF\xFF\xC3\r\n",
        b"one\r\ntwo\r\0three\nfour\r\0\x1B[A\x1B[A\x1B[B\r\0",
        b"one\r\0\ntwo\r\0\r\n\0",
        b"ab\xFF\xF7c\xFF\xF4d\xFF\xF8e\r\0",
        b"\xFF\xFE\x01plain\r\n\xFF\xFD\x01shown\r\0",
    ];
    for (n, stream) in streams.iter().enumerate() {
        let mut first = None;
        split::every(&format!("stream {n}"), stream, |chunks| {
            let mut terminal = Terminal::new(12);
            for chunk in chunks {
                terminal.receive(chunk);
            }
            let given = (terminal.entries.clone(), terminal.rows());
            let cursor = terminal.screen.screen().cursor_position();
            let first = first.get_or_insert_with(|| (given.clone(), cursor));
            assert_eq!(*first, (given, cursor));
        });
    }
}
