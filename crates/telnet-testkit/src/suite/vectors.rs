//! Every vector, over a stream that gives and takes one octet at a time,
//! against the model.

use telnet_session::Config;

use super::{Adapter, Scripted, Step, WAIT, Writes};
use crate::oracle::{Given, NaiveSession, Note, Rules};
use crate::wire::{self, Case};

/// Text, answers and events of each, for a client and for a server.
pub fn every_vector_comes_through_octet_by_octet<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let mut server = (Config::server(), Rules::server());
    // How many of several are answered, and what AO drops, depends on what was
    // transmitted before.
    server.0.ayt_answer = None;
    server.1.ayt_answer = None;
    server.0.abort_output = false;
    for (mut config, rules) in [(Config::default(), Rules::client()), server] {
        config.events = true;
        config.max_events = usize::MAX;
        for Case { name, stream, .. } in wire::all() {
            let steps = stream.iter().map(|octet| Step::octets([*octet]));
            let (scripted, script) =
                Scripted::new(steps, Writes::OneOctet(None));
            let mut tn = adapter(scripted, config.clone());
            let text = tn.read_all(WAIT).unwrap().to_vec();
            let notes = std::iter::from_fn(|| tn.session().poll_event());
            let notes = notes.map(Note::from).collect();
            tn.close(WAIT).unwrap();
            let given = Given { text, output: script.written(), notes };
            assert_eq!(given, NaiveSession::run(&rules, &stream), "{name}");
        }
    }
}
