//! Commands in all the ways that they can be run.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

use std::io;
use std::task::Poll;
use std::time::Duration;

use telnet_session::dialogue::{
    DialogueError, Login, Resync, Run, RunAll, RunTo,
};
use telnet_session::{Cli, Config, Pattern, Session, Wait};
use telnet_testkit::clock::Clock;

const WHILE: Duration = Duration::from_secs(30);

/// A host that answers lines, whole or octet by octet.
struct Peer {
    session: Session,
    clock: Clock,
    /// What is typed, and what the host says to that.
    script: Vec<(&'static str, String)>,
    piece: usize,
    heard: String,
}

impl Peer {
    fn new(script: &[(&'static str, &str)], piece: usize) -> Self {
        let mut session = Session::new(Config::default());
        session.receive(b"r1#");
        let own =
            |(typed, said): &(&'static str, &str)| (*typed, (*said).into());
        let script = script.iter().rev().map(own).collect();
        let (clock, heard) = (Clock::new(), String::new());
        Self { session, clock, script, piece, heard }
    }

    fn wait<W: Wait>(&mut self, mut wait: W) -> W::Output {
        for _ in 0..10_000_000 {
            if let Poll::Ready(end) =
                wait.poll(&mut self.session, self.clock.now())
            {
                return end;
            }
            let sent = self.session.transmit().to_vec();
            if sent.is_empty() {
                let end = wait.deadline().expect("it would wait for ever");
                let left = end.saturating_duration_since(self.clock.now());
                self.clock.advance(left);
                continue;
            }
            self.session.transmitted(sent.len());
            self.heard.push_str(std::str::from_utf8(&sent).unwrap());
            let (typed, said) = self.script.pop().expect(&self.heard);
            assert!(self.heard.ends_with(typed), "{}", self.heard);
            for piece in said.as_bytes().chunks(self.piece) {
                self.session.receive(piece);
                if let Poll::Ready(end) =
                    wait.poll(&mut self.session, self.clock.now())
                {
                    return end;
                }
            }
        }
        panic!("it goes on for ever");
    }
}

const PIECES: [usize; 4] = [1, 7, 1000, usize::MAX];

#[test]
fn output_is_handed_on_and_nothing_of_it_is_kept() {
    let lines: String = (0..3000).map(|n| format!("line {n}\r\n")).collect();
    for piece in PIECES {
        let said = format!("show\r\n{lines}r1#");
        let mut peer = Peer::new(&[("show\r\n", &said)], piece);
        let mut written = Vec::new();
        let cli = Cli::default();
        let run = RunTo::new(&cli, "show", &mut written, WHILE);
        let reply = peer.wait(run).unwrap();
        assert_eq!(written, lines.replace('\r', "").as_bytes());
        assert_eq!(reply.prompt, "r1#");
        assert_eq!(reply.echo, "r1#show");
        assert!(reply.text.is_empty() && reply.raw.is_empty());
        assert!(peer.session.unread().is_empty());
    }
}

#[test]
fn output_that_is_handed_on_may_be_longer_than_the_cap() {
    let mut peer = Peer::new(&[("show\r\n", "show\r\n")], usize::MAX);
    let mut written = Count(0);
    let mut run = RunTo::new(&Cli::default(), "show", &mut written, WHILE);
    while !peer.session.wants_write() {
        assert!(run.poll(&mut peer.session, peer.clock.now()).is_pending());
    }
    peer.session.transmitted(peer.session.transmit().len());
    peer.session.receive(b"show\r\n");
    let chunk = b"0123456789abcde\r\n".repeat(4096);
    let most = peer.session.config().max_unread;
    let count = 3 * most / chunk.len();
    for _ in 0..count {
        peer.session.receive(&chunk);
        assert!(run.poll(&mut peer.session, peer.clock.now()).is_pending());
        assert!(peer.session.unread().len() < 2 * chunk.len());
    }
    peer.session.receive(b"r1#");
    let reply = peer.wait(run).unwrap();
    assert_eq!(reply.prompt, "r1#");
    assert_eq!(written.0, count * 4096 * 16);
}

struct Count(usize);

impl io::Write for Count {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0 += octets.len();
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_cannot_be_written_is_the_error() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _octets: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let script = [("show\r\n", "show\r\none\r\nr1#")];
    let mut peer = Peer::new(&script, 5);
    let run = RunTo::new(&Cli::default(), "show", Full, WHILE);
    let error = io::Error::from(peer.wait(run).unwrap_err());
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}

#[test]
fn commands_run_one_after_the_other() {
    let script = [
        ("one\r\n", "one\r\n1\r\nr1#"),
        ("two\r\n", "two\r\n% Invalid input\r\nr1#"),
        ("three\r\n", "three\r\n3\r\nr1#"),
    ];
    for piece in PIECES {
        let mut peer = Peer::new(&script, piece);
        let lines = ["one", "two", "three"];
        let all = RunAll::new(&Cli::default(), lines, WHILE);
        let replies = peer.wait(all).unwrap();
        let texts: Vec<_> = replies.iter().map(|it| &it.text[..]).collect();
        assert_eq!(texts, [&b"1\n"[..], b"% Invalid input\n", b"3\n"]);
        let refused = replies[1].refused.as_deref();
        assert_eq!(refused, Some(&b"% Invalid input"[..]));
    }
}

#[test]
fn a_refusal_is_told_in_the_hosts_words() {
    let mark = "        ^\r\n% Invalid input detected at '^' marker.\r\n\r\n";
    let script = [
        ("show clok\r\n", format!("show clok\r\n{mark}r1#")),
        ("x\r\n", "x\r\n ^\r\nr1#".into()),
        ("show ok\r\n", "show ok\r\nno errors\r\nr1#".into()),
    ];
    let script = script.each_ref().map(|(typed, said)| (*typed, &**said));
    let mut peer = Peer::new(&script, 7);
    let mut run = |line: &str| {
        peer.wait(Run::new(&Cli::default(), line, WHILE)).unwrap().refused
    };
    let words = "% Invalid input detected at '^' marker.";
    assert_eq!(run("show clok").as_deref(), Some(words.as_bytes()));
    assert_eq!(run("x").as_deref(), Some(&b" ^"[..]));
    assert_eq!(run("show ok"), None);
}

#[test]
fn what_was_done_before_a_command_failed_is_not_lost() {
    let script =
        [("one\r\n", "one\r\n1\r\nr1#"), ("two\r\n", "two\r\nand no end\r\n")];
    let mut peer = Peer::new(&script, 3);
    let lines = ["one", "two", "three"];
    let all = RunAll::new(&Cli::default(), lines, WHILE);
    let error = peer.wait(all).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert_eq!(error.said(), b"and no end\n");
    let DialogueError::Stopped { line, done, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(line, "two");
    assert_eq!(done[0].text, "1\n");
    assert!(error.to_string().starts_with("\"two\": "), "{error}");
}

#[test]
fn no_command_is_sent_behind_a_login_that_failed() {
    let script = [
        ("me\r\n", "me\r\nPassword: "),
        ("pw\r\n", "\r\nLogin incorrect\r\nlogin: "),
    ];
    let mut peer = Peer::new(&script, 3);
    peer.session.receive(b"\r\nlogin: ");
    let cli = Cli::default();
    let login = Login::new(&cli, "me", "pw", WHILE);
    let both = login.and_then(|_said| Run::new(&cli, "ls", WHILE));
    let error = peer.wait(both).unwrap_err();
    assert!(matches!(error, DialogueError::Refused { .. }), "{error}");
    assert_eq!(peer.heard, "me\r\npw\r\n");
}

#[test]
fn a_line_end_in_one_of_several_commands_is_told_before_one_is_sent() {
    let mut peer = Peer::new(&[], 1);
    let lines = ["one", "two\nthree"];
    let all = RunAll::new(&Cli::default(), lines, WHILE);
    let error = peer.wait(all).unwrap_err();
    assert!(matches!(error, DialogueError::LineEnd { .. }), "{error}");
    assert_eq!(peer.heard, "");
}

#[test]
fn configuring_begins_and_ends_as_the_platform_does() {
    let script = [
        ("configure\r\n", "configure\r\nEntering\r\n\r\n[edit]\r\nu@r1# "),
        ("set x\r\n", "set x\r\n\r\n[edit]\r\nu@r1# "),
        (
            "exit configuration-mode\r\n",
            "exit configuration-mode\r\nExiting\r\n\r\nu@r1> ",
        ),
    ];
    for piece in PIECES {
        let mut peer = Peer::new(&script, piece);
        peer.session.receive(b"\r\nu@r1> ");
        let cli = Cli::platform("juniper_junos").unwrap();
        let all = RunAll::configure(&cli, ["set x"], WHILE);
        let replies = peer.wait(all).unwrap();
        assert_eq!(replies.len(), 1);
        assert_eq!(replies[0].text, "\n");
        assert_eq!(replies[0].prompt, "[edit]\nu@r1# ");
        assert!(peer.heard.ends_with("-mode\r\n"), "{}", peer.heard);
    }
}

#[test]
fn a_host_that_lets_nobody_configure_is_asked_nothing_more() {
    let said = "configure terminal\r\n% Invalid input detected\r\nr1#";
    let mut peer = Peer::new(&[("configure terminal\r\n", said)], 3);
    let all = RunAll::configure(&Cli::default(), ["hostname x"], WHILE);
    let error = peer.wait(all).unwrap_err();
    let DialogueError::Rejected { line, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(line, "% Invalid input detected");
}

#[test]
fn rights_are_asked_for_with_a_password_that_is_shown_nowhere() {
    let script =
        [("enable\r\n", "enable\r\nPassword: "), ("s3cret\r\n", "\r\nr1#")];
    for piece in PIECES {
        let mut peer = Peer::new(&script, piece);
        let run = Run::enable(&Cli::default(), "s3cret", WHILE);
        let reply = peer.wait(run).unwrap();
        assert_eq!(reply.prompt, "r1#");
        assert!(!format!("{reply:?}").contains("s3cret"));
    }
    let refused = [
        ("enable\r\n", "enable\r\nPassword: "),
        ("s3cret\r\n", "\r\n% Access denied\r\n\r\nr1>"),
    ];
    for piece in PIECES {
        let mut peer = Peer::new(&refused, piece);
        let run = Run::enable(&Cli::default(), "s3cret", WHILE);
        let error = io::Error::from(peer.wait(run).unwrap_err());
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    }
}

#[test]
fn a_call_has_answers_of_its_own() {
    let script = [
        ("reload\r\n", "reload\r\nSave? [yes/no]: "),
        ("no\r\n", "no\r\nProceed with reload? [confirm]"),
        ("\r\n", "\r\nDone.\r\nr1#"),
    ];
    let pattern = |it| Pattern::regex(it).unwrap();
    for piece in PIECES {
        let mut peer = Peer::new(&script, piece);
        let run = Run::new(&Cli::default(), "reload", WHILE)
            .answer(&pattern(r"Save\?"), "no")
            .unwrap()
            .answer(&pattern("Proceed"), "")
            .unwrap();
        let reply = peer.wait(run).unwrap();
        let text =
            "Save? [yes/no]: no\nProceed with reload? [confirm]\nDone.\n";
        assert_eq!(reply.text, text, "{piece}");
    }
    // Nothing answers the second.
    let mut peer = Peer::new(&script, 1000);
    let run = Run::new(&Cli::default(), "reload", WHILE)
        .answer(&pattern(r"Save\?"), "no")
        .unwrap();
    let error = peer.wait(run).unwrap_err();
    let DialogueError::Asked { question, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(question, "Proceed with reload? [confirm]");
}

#[test]
fn after_a_miss_one_may_find_the_prompt_again() {
    let script = [
        ("show\r\n", "show\r\none\r\n"),
        ("\r\n", "two\r\nr1#\r\nr1#"),
        ("next\r\n", "next\r\n3\r\nr1#"),
    ];
    let mut peer = Peer::new(&script, 1000);
    let cli = Cli::default();
    let run = Run::new(&cli, "show", Duration::from_secs(3));
    let error = peer.wait(run).unwrap_err();
    assert_eq!(error.said(), b"one\n".as_slice(), "{error}");
    let resync = Resync::new(&cli, WHILE);
    let said = peer.wait(resync).unwrap();
    assert_eq!(said, "two\nr1#");
    let reply = peer.wait(Run::new(&cli, "next", WHILE)).unwrap();
    assert_eq!(reply.text, "3\n");
}
