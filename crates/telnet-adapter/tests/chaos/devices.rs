//! Every device, in every weather: what the user gets is what the transcript
//! says.

use std::time::Duration;

use telnet_adapter::session::dialogue::{Login, Run};
use telnet_adapter::session::{Cli, Config};
use telnet_testkit::chaos::{Weather, Wire, seeds};
use telnet_testkit::clock::Clock;
use telnet_testkit::device::{self, Cuts, Device, Pauses, Played, Transcript};

use crate::line::{Kind, LIMIT, Line};

/// A pause in the middle of a prompt that is longer than a prompt waits for may
/// make another prompt of it: that is what `Timeouts::quiet` is for.
pub(crate) const LONGEST: Duration = Duration::from_millis(20);

/// Logs in and runs its commands over a wire.
fn play(transcript: &Transcript, weather: Weather, kind: Kind) -> Played {
    let (clock, cli) = (Clock::new(), Cli::default());
    let start = clock.now();
    let device = Device::new(transcript, Cuts::Nowhere, Pauses::Nowhere, start);
    let wire = Wire::new(device, weather);
    let mut line = Line::new(wire, clock, Config::default(), kind);
    let Transcript { user, password, .. } = transcript;
    let login = line.wait(&mut Login::new(&cli, user, password, LIMIT));
    let login = login.unwrap();
    let mut replies = Vec::new();
    if login.is_ok() {
        for command in &transcript.commands {
            let now = line.clock.now();
            let until = line.wire.far().rest(now);
            line.clock.advance(until.saturating_duration_since(now));
            let mut run = Run::new(&cli, &command.line, LIMIT);
            replies.push(line.wait(&mut run).unwrap());
            if matches!(replies.last(), Some(Err(_))) {
                break;
            }
        }
    }
    if replies.len() == transcript.commands.len() {
        line.wire.far().end();
    }
    let took = line.clock.now().duration_since(start);
    let fault = line.wire.far().fault().map(Into::into);
    Played { login: Some(login), replies, took, fault }
}

#[test]
fn every_device_is_read_right_in_any_weather() {
    let mut wrong = Vec::new();
    let devices = device::all();
    for seed in seeds(3) {
        for transcript in &devices {
            let kind = Kind::BOTH[usize::from(seed % 2 == 1)];
            let weather = Weather::of(seed).stalls_up_to(LONGEST);
            let played = play(transcript, weather, kind);
            if let Err(why) = played.judge(transcript) {
                wrong.push(format!("{}, seed {seed}: {why}", transcript.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}
