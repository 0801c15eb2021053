//! Every recorded conversation, over a socket, against the model.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};

use telnet_session::Config;

use super::{Adapter, WAIT, connect};
use crate::oracle::{Given, NaiveSession, Note, Rules};
use crate::peer::Peer;
use crate::transcript::{self, Direction};

/// What servers sent, to a client.
pub fn servers_over_tcp<A: Adapter>(adapter: impl Fn(TcpStream, Config) -> A) {
    let client = (Config::default(), Rules::client());
    all(adapter, Direction::Server, &client);
}

/// What clients sent, to a server.
pub fn clients_over_tcp<A: Adapter>(adapter: impl Fn(TcpStream, Config) -> A) {
    let mut config = Config::server();
    // What AO drops depends on what was transmitted before.
    config.abort_output = false;
    all(adapter, Direction::Client, &(config, Rules::server()));
}

fn all<A: Adapter>(
    adapter: impl Fn(TcpStream, Config) -> A,
    from: Direction,
    (config, rules): &(Config, Rules),
) {
    let mut config = config.clone();
    config.events = true;
    config.max_events = usize::MAX;
    for transcript in transcript::all() {
        let chunks: Vec<Vec<u8>> =
            transcript.chunks(from).map(<[u8]>::to_vec).collect();
        let peer = Peer::new(move |mut stream| {
            for chunk in chunks {
                stream.write_all(&chunk).unwrap();
            }
            stream.shutdown(Shutdown::Write).unwrap();
            let mut answers = Vec::new();
            stream.read_to_end(&mut answers).unwrap();
            answers
        });
        let mut tn = adapter(connect(&peer), config.clone());
        let text = tn.read_all(WAIT).unwrap().to_vec();
        let notes =
            std::iter::from_fn(|| tn.session().poll_event().map(Note::from));
        let notes = notes.collect();
        tn.close(WAIT).unwrap();
        let given = Given { text, output: peer.join(), notes };
        let stream = transcript.stream(from);
        let expected = NaiveSession::run(rules, &stream);
        assert!(given == expected, "{} {from}", transcript.name);
    }
}
