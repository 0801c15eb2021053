//! Reads and searches beside the dialogues.

use std::time::Duration;

use telnet_session::expect::Expect;
use telnet_session::wait::{ReadAll, ReadUntil};
use telnet_session::{Command, Match, Pattern};

use crate::client::{Client, LONG};
use crate::script::Script;

fn found(client: &mut Client, pattern: Pattern) -> Match {
    let set = client.session.pattern_set(pattern).unwrap();
    client.wait(&mut Expect::new(&set, LONG)).matched().unwrap()
}

#[test]
fn digits_in_two_pieces_are_one_number() {
    let script = Script::new().say("pid 12").pause(40).say("8\r\n$ ");
    script.each(|client| {
        let digits = Pattern::regex(r"pid (\d+)").unwrap().greedy();
        let found = found(client, digits);
        assert_eq!(found.group(1), Some(&b"128"[..]));
    });
}

#[test]
fn a_match_takes_nothing_that_follows() {
    let script = Script::new().say("one R1# two R1# three");
    script.each(|client| {
        for text in ["one R1#", " two R1#"] {
            let found = found(client, Pattern::literal("R1#"));
            assert_eq!(found.text(), text.as_bytes());
        }
        let deadline = Some(client.now() + Duration::from_secs(1));
        let _late = client.wait(&mut ReadAll::new(deadline));
        assert_eq!(client.session.unread(), b" three");
    });
}

/// A meter that ends its lines with CR, the NUL behind which may be late.
#[test]
fn cr_ends_what_is_read_until_it() {
    let script =
        Script::new().say("position 7\r").pause(300).say("\0position 8\r\n");
    script.each(|client| {
        for text in ["position 7\r", "position 8\r"] {
            let deadline = Some(client.now() + LONG);
            let mut read = ReadUntil::new(b"\r", deadline);
            let read = client.wait(&mut read).matched().unwrap();
            assert_eq!(read.text(), text.as_bytes());
        }
    });
}

#[test]
fn a_read_to_the_end_that_is_given_up_has_read_nothing() {
    let text = b"line 1\r\nline 2\r\nR1#";
    Script::new().say(text).each(|client| {
        let deadline = Some(client.now() + Duration::from_secs(1));
        let end = client.wait(&mut ReadAll::new(deadline));
        assert!(end.is_err());
        assert_eq!(client.session.unread(), text);
    });
}

#[test]
fn a_command_that_means_nothing_asks_whether_the_host_is_there() {
    let script = Script::new().pause(30).say("still here");
    script.each(|client| {
        client.session.send_command(Command::NOP).unwrap();
        assert_eq!(client.session.transmit(), b"\xff\xf1");
        let deadline = Some(client.now() + LONG);
        let mut read = ReadUntil::new(b"here", deadline);
        assert!(client.wait(&mut read).is_match());
    });
}

/// What came before the end is there to be read.
#[test]
fn last_words_are_kept_at_the_end_of_the_stream() {
    let script = Script::new().say("last words").pause(100).close();
    script.each(|client| {
        let deadline = Some(client.now() + LONG);
        let text = client.wait(&mut ReadAll::new(deadline)).unwrap();
        assert_eq!(text[..], b"last words"[..]);
    });
}
