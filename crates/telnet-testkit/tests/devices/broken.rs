//! What is wrong is told.

use std::panic::catch_unwind;
use std::task::Poll;
use std::time::Instant;

use telnet_session::{Session, Wait};
use telnet_testkit::device::{Client, Cuts, LIMIT, Pauses, Transcript, play};

use crate::cli;

const RIGHT: &str = r#"
device "A router"
source inferred made up for this test
login "admin" "secret"
say "\r\nUsername: "
hear "admin"
say "admin\r\nPassword: "
hear "secret"
say "\r\n"
prompt "R1#"
run "show clock"
echo
line "10:00 UTC"
prompt "R1#"
run "show run"
echo
line "hostname R1"
pager "--More--" " " "\r        \r"
line "end"
prompt "R1#"
"#;

fn transcript(text: &str) -> Transcript {
    Transcript::parse("made-up", text).unwrap()
}

fn judged(text: &str) -> Result<(), String> {
    let it = transcript(text);
    play(&it, &cli(), Cuts::Nowhere, Pauses::Nowhere).judge(&it)
}

#[test]
fn a_transcript_that_is_right_is_played_to_its_end() {
    judged(RIGHT).unwrap();
}

/// Each is right but for one thing.
#[test]
fn a_wrong_transcript_is_told() {
    for (right, wrong, wanted) in [
        ("hear \"admin\"", "hear \"root\"", "made-up.txt:6: heard \"admin"),
        ("\" \" \"\\r", "\"q\" \"\\r", "heard \" \", not \"q\""),
        (
            "line \"10",
            "say \"more\\r\\n\"\nline \"10",
            "text differs at octet 0",
        ),
        ("line \"end\"", "say \"end\\r\\n\"", "text differs at octet 12"),
        ("show clock\"\necho", "show clock\"\necho\nshow \"x\"", "octet 0"),
    ] {
        assert!(RIGHT.contains(right), "{right}");
        let text = RIGHT.replacen(right, wrong, 1);
        let error = judged(&text).expect_err(wrong);
        assert!(error.contains(wanted), "{wrong}: {error}");
    }
    let last = "prompt \"R1#\"\n";
    let text = RIGHT.strip_suffix(last).unwrap();
    let text = format!("{text}prompt \"R2#\" \"R1#\"\n");
    let error = judged(&text).unwrap_err();
    assert!(error.contains("show run: prompt differs at octet 1"), "{error}");
}

#[test]
fn a_bad_file_is_told_with_its_line() {
    for (right, wrong, wanted) in [
        ("device \"A router\"\n", "", "2: wanted `device TITLE` first"),
        ("source inferred", "source", "3: wanted `source capture`"),
        ("source inferred made", "#", "4: wanted a `source` before `login`"),
        ("login \"admin\" \"secret\"", "", "5: wanted `login` before `say`"),
        ("\"admin\" \"secret\"", "\"admin\"", "4: wanted 2 texts"),
        ("say \"\\r\\nUser", "say \"\\q", "5: wanted \\r"),
        ("hear \"admin\"", "heard \"admin\"", "6: no directive `heard`"),
        ("hear \"admin\"", "hear admin", "6: wanted a text in quotes"),
        ("hear \"admin\"", "hear \"a\" \"b\"", "6: wanted nothing more"),
        ("hear \"admin\"", "echo", "6: wanted `echo` behind `run`"),
        ("prompt \"R1#\"", "", "11: wanted `prompt` before `run`"),
        ("prompt \"R1#\"", "prompt \"\"", "10: wanted a prompt"),
        ("prompt \"R1#\"", "prompt \"a\\nb\"", "10: wanted how a prompt"),
        ("line \"10", "line \"\\x1b10", "13: wanted no control characters"),
        ("line \"10", "wait 1 s\nline \"10", "13: wanted milliseconds"),
        ("run \"show clock\"", "", "12: wanted `run` before `echo`"),
    ] {
        assert!(RIGHT.contains(right), "{right}");
        let text = RIGHT.replacen(right, wrong, 1);
        let fault = Transcript::parse("bad", &text).expect_err(wrong);
        let said = fault.to_string();
        assert!(said.starts_with(&format!("bad.txt:{wanted}")), "{said}");
    }
    let cut = RIGHT.split_at(RIGHT.len() - 13).0;
    let fault = Transcript::parse("bad", cut).unwrap_err();
    assert_eq!(fault.what, "wanted `prompt` before the end");
}

/// A device that says too little: the wait ends at its deadline.
#[test]
fn a_device_that_falls_silent_ends_at_the_deadline() {
    let text = RIGHT.replace("line \"end\"", "line \"end\"\nhear \"more\"");
    let it = transcript(&text);
    let played = play(&it, &cli(), Cuts::Nowhere, Pauses::Nowhere);
    assert!(played.replies[0].is_ok());
    assert!(played.judge(&it).unwrap_err().contains("show run: "));
    assert!(played.took >= LIMIT);
}

#[derive(Debug)]
struct Never;

impl Wait for Never {
    type Output = ();

    fn poll(&mut self, _: &mut Session, _: Instant) -> Poll<()> {
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        None
    }
}

#[derive(Debug)]
struct Busy(Instant);

impl Wait for Busy {
    type Output = ();

    fn poll(&mut self, _: &mut Session, now: Instant) -> Poll<()> {
        self.0 = now;
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        Some(self.0)
    }
}

fn panics(wait: &mut (impl Wait + std::fmt::Debug)) -> String {
    let it = transcript(RIGHT);
    let mut client = Client::new(&it, Cuts::Everywhere, Pauses::Nowhere);
    let run = std::panic::AssertUnwindSafe(|| drop(client.wait(wait)));
    *catch_unwind(run).unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn a_wait_that_does_not_end_is_told() {
    let said = panics(&mut Never);
    assert!(said.contains("it waits for ever: Never"), "{said}");
    assert!(said.contains("made-up.txt:6: Hear("), "{said}");
    let said = panics(&mut Busy(Instant::now()));
    assert!(said.contains("it never ends: Busy"), "{said}");
}
