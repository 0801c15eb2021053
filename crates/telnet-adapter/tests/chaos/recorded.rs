//! Every recorded conversation, and every vector, in every weather.

use telnet_adapter::session::Config;
use telnet_adapter::session::wait::ReadAll;
use telnet_testkit::chaos::{Says, Weather, Wire, seeds};
use telnet_testkit::clock::Clock;
use telnet_testkit::oracle::{Given, NaiveSession, Note, Rules};
use telnet_testkit::transcript::{self, Direction};
use telnet_testkit::wire;

use crate::line::{Kind, LIMIT, Line};

/// A stream, and who receives it.
struct Case {
    name: String,
    stream: Vec<u8>,
    config: Config,
    /// What it gives when all of it comes at once.
    quiet: Given,
}

impl Case {
    fn new(name: String, stream: Vec<u8>, is_server: bool) -> Self {
        let (mut config, mut rules) = if is_server {
            (Config::server(), Rules::server())
        } else {
            (Config::default(), Rules::client())
        };
        config = config.events(true).max_events(usize::MAX);
        // What AO drops, and how many AYT are answered, depends on what was
        // transmitted before.
        config = config.abort_output(false);
        config.ayt_answer = None;
        rules.ayt_answer = None;
        let mut case = Self { name, stream, config, quiet: Given::default() };
        case.quiet = case.given(Weather::quiet(), Kind::Tells);
        let model = NaiveSession::run(&rules, &case.stream);
        assert_eq!(case.quiet, model, "{}", case.name);
        case
    }

    fn all() -> Vec<Self> {
        let mut cases = Vec::new();
        for it in transcript::all() {
            for from in Direction::BOTH {
                let name = format!("{} {from}", it.name);
                let is_server = from == Direction::Client;
                cases.push(Self::new(name, it.stream(from), is_server));
            }
        }
        for it in wire::all() {
            for is_server in [false, true] {
                let name = format!("{} to a server: {is_server}", it.name);
                cases.push(Self::new(name, it.stream.clone(), is_server));
            }
        }
        cases
    }

    /// Text, answers and events of the whole stream.
    fn given(&self, weather: Weather, kind: Kind) -> Given {
        let wire = Wire::new(Says::new(&self.stream[..]), weather);
        let config = self.config.clone();
        let mut line = Line::new(wire, Clock::new(), config, kind);
        let read = line.wait(&mut ReadAll::new(LIMIT));
        let text = read.unwrap().unwrap().to_vec();
        let notes = std::iter::from_fn(|| line.session.poll_event());
        let notes = notes.map(Note::from).collect();
        line.close().unwrap();
        assert_eq!(line.wire.read_so_far(), self.stream);
        Given { text, output: line.wire.heard().to_vec(), notes }
    }
}

/// Octets of text, the octets that answer, and the events in their order are
/// those of a stream that comes at once; and all of it ends in time.
#[test]
fn every_recorded_stream_gives_the_same_in_any_weather() {
    let cases = Case::all();
    let (mut runs, mut octets) = (0_u64, 0_u64);
    for seed in seeds(SEEDS) {
        let kind = Kind::BOTH[usize::from(seed % 2 == 1)];
        for case in &cases {
            let given = case.given(Weather::of(seed), kind);
            assert!(
                given == case.quiet,
                "{}, seed {seed}, {kind:?}: {given:?}, not {:?}",
                case.name,
                case.quiet
            );
            runs += 1;
            octets += case.stream.len() as u64;
        }
    }
    println!("{runs} streams of {octets} octets");
}

/// Some seconds of work.
const SEEDS: u64 = 100;
