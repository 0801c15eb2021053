//! A connection that is reset at every octet of a login and of commands: what
//! came before can be read, and the error says that it was reset.

use std::io::{self, ErrorKind};

use telnet_adapter::session::dialogue::{DialogueError, Login, Run};
use telnet_adapter::session::wait::ReadAll;
use telnet_adapter::session::{Cli, Config};
use telnet_testkit::chaos::{End, Weather, Wire};
use telnet_testkit::clock::Clock;
use telnet_testkit::device::{self, Cuts, Device, Pauses, Transcript};
use telnet_testkit::oracle::{NaiveSession, Rules};

use crate::line::{Kind, LIMIT, Line};

/// Devices of three kinds.
const DEVICES: [&str; 3] = ["debian-bash", "busybox-root", "cisco-asa"];

/// How the dialogues went, one behind the other, up to the first that failed.
struct Played<'a> {
    line: Line<Device<'a>>,
    /// Octets of text before each dialogue that was begun.
    began: Vec<usize>,
    /// How the last one ended.
    last: io::Result<Result<(), DialogueError>>,
}

fn play<'a>(
    transcript: &'a Transcript,
    kind: Kind,
    wire: impl FnOnce(Device<'a>) -> Wire<Device<'a>>,
) -> Played<'a> {
    let (clock, cli) = (Clock::new(), Cli::default());
    let now = clock.now();
    let device = Device::new(transcript, Cuts::Nowhere, Pauses::Nowhere, now);
    let line = Line::new(wire(device), clock, Config::default(), kind);
    let mut played = Played { line, began: vec![0], last: Ok(Ok(())) };
    let Transcript { user, password, .. } = transcript;
    let mut login = Login::new(&cli, user, password, LIMIT);
    let ended = played.line.wait(&mut login);
    played.last = ended.map(|it| it.map(drop));
    for command in &transcript.commands {
        let is_over = played.line.session.is_eof();
        if is_over || !matches!(played.last, Ok(Ok(()))) {
            break;
        }
        let Played { line, began, .. } = &mut played;
        began.push(text(line.wire.read_so_far()).len() - unread(line));
        let mut run = Run::new(&cli, &command.line, LIMIT);
        let ended = line.wait(&mut run);
        played.last = ended.map(|it| it.map(drop));
    }
    played
}

fn unread(line: &Line<Device<'_>>) -> usize {
    line.session.unread().len()
}

/// What these octets are as text.
fn text(octets: &[u8]) -> Vec<u8> {
    NaiveSession::run(&Rules::client(), octets).text
}

fn check(played: Played<'_>, began: &[usize], at: usize) {
    let Played { mut line, began: seen_began, last } = played;
    let came = line.wire.read_so_far().to_vec();
    assert_eq!(came.len(), at, "all that came before was read");
    assert!(began.starts_with(&seen_began));
    let since = *seen_began.last().unwrap();
    let all = text(&came);
    let text = &all[since..];
    let error = last.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert!(error.to_string().contains("reset"), "{error}");
    assert_eq!(line.session.unread(), text);
    // It stays one.
    let error = line.wait(&mut ReadAll::new(LIMIT)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(&line.session.take_all()[..], text);
}

#[test]
fn a_reset_at_every_octet() {
    for name in DEVICES {
        let transcript = &device::named(name);
        let quiet = play(transcript, Kind::Tells, |device| {
            Wire::new(device, Weather::quiet())
        });
        assert!(matches!(quiet.last, Ok(Ok(()))), "{name}");
        let octets = quiet.line.wire.read_so_far().len();
        for at in 0..octets {
            // Each in a weather of its own.
            let weather = Weather::of(at as u64);
            let weather = weather.stalls_up_to(crate::devices::LONGEST);
            let kind = Kind::BOTH[at % 2];
            let played = play(transcript, kind, |device| {
                Wire::new(device, weather).ending(at, End::Reset)
            });
            println!("{name} at {at} of {octets}");
            check(played, &quiet.began, at);
        }
    }
}
