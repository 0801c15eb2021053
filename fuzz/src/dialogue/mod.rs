//! A command gives the same reply however the host's octets come, and with
//! whatever pauses.
//!
//! Input: how the host and the command line are (one octet), a list of cuts,
//! then what the host says to the command, 96 octets at most. In that, 255 is
//! a command of Telnet that means nothing, and 254 a mark (GA). Of a cut the
//! low five bits say how much comes, the others how long the pause is then.
//!
//! The host has a prompt that is known. It echoes, says that, and shows its
//! prompt; then it answers one command more. What is held:
//!
//! * in pieces that come one behind the other it is the same as whole, and
//!   nothing is sent but the command;
//! * with pauses in them it is the same, unless the dialogue did something in
//!   one of them: it took the line that stood for its prompt, or answered it;
//! * then all lines are in the reply and in what the next one has before it,
//!   once each, and the octets in [`Reply::raw`](telnet_session::Reply);
//! * before 80 ms have passed, a prompt is one only if it is the known one.
//!
//! * [`host`]: what comes, and when;
//! * [`talk`]: a client that runs the two commands.

mod host;
mod talk;

use crate::input::Input;
use host::{Host, Pause};
use talk::{Outcome, Parts, talk, whole_lines};

/// Runs one input.
pub fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let how = input.octet();
    let cuts = input.list();
    let host = Host::new(how, input.rest());

    let whole = talk(&host, &host.whole());
    if is_sane(&whole) {
        assert_eq!(whole.sent, b"", "answered in the middle of a line");
        assert!(!whole.is_early, "ended in the middle of a line");
    }
    judge(&host, &talk(&host, &host.pieces(cuts)), &whole);
}

/// Whether the terminal shows text at the end: no sequence has swallowed it.
fn is_sane(outcome: &Outcome) -> bool {
    let first = outcome.first.is_ok();
    first && outcome.second.as_ref().is_ok_and(|it| it.text == b"Z\n")
}

/// If it has looked in vain it may have done something.
fn judge(host: &Host, it: &Outcome, whole: &Outcome) {
    if it.looked && (it.is_early || !it.sent.is_empty()) {
        early(host, it, whole);
    } else {
        same(it, whole);
    }
}

fn same(one: &Outcome, whole: &Outcome) {
    let sent = |it: &Outcome| it.sent.escape_ascii().to_string();
    assert_eq!(sent(one), sent(whole), "sent");
    assert_eq!(one.first, whole.first, "cut");
    assert_eq!(one.second, whole.second, "cut: the next one");
}

/// The dialogue has done something in a pause.
fn early(host: &Host, paused: &Outcome, whole: &Outcome) {
    if let (true, Ok(reply)) = (paused.is_early, &paused.first) {
        assert!(!reply.prompt.is_empty(), "ended without a prompt");
        let is_known = reply.prompt.trim_ascii() == host.prompt();
        let is_late = paused.silence >= Pause::PROMPT;
        assert!(is_known || is_late || host.marks, "too early: {reply:?}");
    }
    let (Ok(all), Ok(second)) = (&whole.first, &paused.second) else { return };
    if !is_sane(whole) {
        return;
    }
    if paused.sent.is_empty() {
        let lines = [paused.lines(), second.before.clone()].concat();
        assert!(
            is_all(host, paused, &lines, all),
            "lost or doubled: \"{}\" of {all:?} in {paused:?}",
            lines.escape_ascii()
        );
    }
    if let Ok(whole) = &whole.second {
        assert_eq!(second.text, whole.text, "the next one: {paused:#?}");
    }
}

/// Whether all lines of the whole reply are there.
fn is_all(host: &Host, paused: &Outcome, lines: &[u8], all: &Parts) -> bool {
    // Where that is no prompt, it is what stood before the echo.
    let stood = [&all.prompt[..], b"\n"].concat();
    let less = lines.strip_suffix(&stood[..]).unwrap_or(lines);
    let prompt = paused.prompt();
    let bare = |it: &[u8]| without(&without(it, &prompt), &all.prompt);
    // The first line of a prompt of two is no output at the end alone.
    let more = [&all.text[..], &whole_lines(&all.prompt)].concat();
    [lines, less].iter().any(|lines| {
        [&all.text, &more].iter().any(|text| {
            // A prompt that the cursor left is one that is drawn again.
            lines == text || host.addresses && bare(lines) == bare(text)
        })
    })
}

/// A text without the lines that are equal to a prompt.
fn without(text: &[u8], prompt: &[u8]) -> Vec<u8> {
    let lines = text.split_inclusive(|it| *it == b'\n');
    let is_it = |it: &&[u8]| it.trim_ascii() == prompt.trim_ascii();
    lines.filter(|it| !is_it(it)).collect::<Vec<_>>().concat()
}
