//! A stream on which nothing is quiet: see [`chaos`](crate::chaos).

use telnet_session::Config;

use super::{Adapter, WAIT};
use crate::chaos::{ChaosStream, Says, Weather, Wire, seeds};
use crate::oracle::{Given, NaiveSession, Note, Rules};
use crate::transcript::{self, Direction};
use crate::wire;

/// Few: the loop that all adapters share has its own, in virtual time.
const SEEDS: u64 = 2;

/// Each recorded conversation, to a client and to a server.
pub fn every_transcript_comes_through_in_any_weather<A: Adapter>(
    adapter: impl Fn(ChaosStream, Config) -> A,
) {
    for transcript in transcript::all() {
        for from in Direction::BOTH {
            let stream = transcript.stream(from);
            let is_server = from == Direction::Client;
            holds(&adapter, transcript.name, &stream, is_server);
        }
    }
}

/// Each vector, to a client and to a server.
pub fn every_vector_comes_through_in_any_weather<A: Adapter>(
    adapter: impl Fn(ChaosStream, Config) -> A,
) {
    for case in wire::all() {
        for is_server in [false, true] {
            holds(&adapter, case.name, &case.stream, is_server);
        }
    }
}

/// Text, answers and events are those of the model.
fn holds<A: Adapter>(
    adapter: &impl Fn(ChaosStream, Config) -> A,
    name: &str,
    stream: &[u8],
    is_server: bool,
) {
    let (mut config, mut rules) = if is_server {
        (Config::server(), Rules::server())
    } else {
        (Config::default(), Rules::client())
    };
    // How many of several are answered, and what AO drops, depends on what was
    // transmitted before.
    (config.ayt_answer, rules.ayt_answer) = (None, None);
    config = config.abort_output(false).events(true).max_events(usize::MAX);
    let expected = NaiveSession::run(&rules, stream);
    for seed in seeds(SEEDS) {
        let (connection, chaos) = ChaosStream::new(|_now| {
            Wire::new(Box::new(Says::new(stream)), Weather::of(seed))
        });
        let mut tn = adapter(connection, config.clone());
        let text = tn.read_all(WAIT).unwrap().to_vec();
        let notes = std::iter::from_fn(|| tn.session().poll_event());
        let notes = notes.map(Note::from).collect();
        tn.close(WAIT).unwrap();
        let given = Given { text, output: chaos.heard(), notes };
        assert!(given == expected, "{name}, seed {seed}: {given:?}");
        assert_eq!(chaos.read_so_far(), stream);
    }
}

/// Writes of all octets, while the peer sends and while it does not.
pub fn what_is_written_arrives_in_any_weather<A: Adapter>(
    adapter: impl Fn(ChaosStream, Config) -> A,
) {
    let data: Vec<u8> = (0..3000).map(|it| (it % 256) as u8).collect();
    let doubled =
        |it: &u8| std::iter::repeat_n(*it, 1 + usize::from(*it == 255));
    let escaped: Vec<u8> = data.iter().flat_map(doubled).collect();
    for seed in seeds(2 * SEEDS) {
        let said = if seed % 2 == 0 { vec![b'p'; 2000] } else { Vec::new() };
        let (connection, chaos) = ChaosStream::new(|_now| {
            Wire::new(Box::new(Says::new(&said[..])), Weather::of(seed))
        });
        let mut tn = adapter(connection, Config::default());
        for part in data.chunks(700) {
            tn.write(part, WAIT).unwrap();
        }
        assert!(chaos.heard() == escaped, "seed {seed}");
        assert_eq!(tn.read_all(WAIT).unwrap(), said);
        tn.close(WAIT).unwrap();
        assert!(chaos.heard() == escaped, "seed {seed}");
    }
}
