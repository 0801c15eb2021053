//! Orders that a worker holds for sessions which end soon.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use async_nats::jetstream;
use async_nats::jetstream::consumer::PullConsumer;
use futures_util::StreamExt as _;
use telnet_fleet::Status;

use crate::gate::{self, Gate, Login};
use crate::server::{CREDENTIALS, PATIENCE, Server};
use crate::workers::{Worker, results, submit};

const JOB: &str = r#"
name = "small"
deadline = "10m"
steps = [
    { do = "login" },
    { do = "run", commands = ["show version"] },
]
"#;

/// Sessions of the worker; as many of its first devices answer at once.
const SESSIONS: usize = 50;

/// So many others wait until this many sessions have been at them.
const SLOW: usize = 100;

/// Devices that answer at once, then some that do not, and a worker that is at all it
/// can be, and holds some more.
async fn start() -> (Server, jetstream::Context, Worker, Arc<Gate>) {
    let server = Server::start().await;
    let (quick, _) = gate::start(SESSIONS, Login::Taken(1));
    let (slow, gate) = gate::start(SLOW, Login::Taken(SLOW));
    let mut text = format!(
        "{CREDENTIALS}[sites.a]\nsessions = 1000\n\
         [defaults]\ncredential = \"router\"\nsite = \"a\"\n"
    );
    let all: Vec<SocketAddr> = quick.into_iter().chain(slow).collect();
    for (nth, addr) in all.iter().enumerate() {
        let (host, port) = (addr.ip(), addr.port());
        text += &format!(
            "[[devices]]\nname = \"r{nth:03}\"\nhost = \"{host}\"\nport = {port}\n"
        );
    }
    server.write("i.toml", &text);
    server.write("job.toml", JOB);
    let client = async_nats::connect(server.url()).await.unwrap();
    let context = jetstream::new(client);
    // The second time no order is held to be new: each session leaves a mark.
    submit(&server, "i.toml", "job.toml");
    context.delete_stream("FLEET_JOBS").await.unwrap();
    submit(&server, "i.toml", "job.toml");
    let sessions = SESSIONS.to_string();
    let worker = Worker::start(&server, &["--sessions", &sessions]);
    let begin = std::time::Instant::now();
    while gate.seen().all < SESSIONS || under_way(&context).await <= SESSIONS {
        assert!(begin.elapsed() < PATIENCE, "none is held");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    (server, context, worker, gate)
}

/// Orders that a worker has.
async fn under_way(context: &jetstream::Context) -> usize {
    consumer(context).await.cached_info().num_ack_pending
}

async fn consumer(context: &jetstream::Context) -> PullConsumer {
    let stream = context.get_stream("FLEET_JOBS").await.unwrap();
    stream.get_consumer("a").await.unwrap()
}

/// Takes what others may have now: the numbers of the orders.
async fn to_be_had(context: &jetstream::Context) -> BTreeSet<u64> {
    let consumer = consumer(context).await;
    let messages = consumer.fetch().max_messages(SLOW).messages().await;
    let number = |it: Result<jetstream::Message, _>| {
        it.unwrap().info().unwrap().stream_sequence
    };
    messages.unwrap().map(number).collect().await
}

/// Devices whose session has left a mark, and how many of them say that a worker died.
async fn marks(context: &jetstream::Context) -> (usize, usize) {
    let marks = context.get_key_value("fleet_marks").await.unwrap();
    let (mut all, mut deaths) = (0, 0);
    for nth in SESSIONS..SESSIONS + SLOW {
        let mark = marks.get(format!("small.t1.r{nth:03}")).await.unwrap();
        let Some(mark) = mark else { continue };
        let mark: serde_json::Value = serde_json::from_slice(&mark).unwrap();
        all += 1;
        deaths += usize::from(mark["deaths"] != 0);
    }
    (all, deaths)
}

/// A worker that is stopped gives back at once what it has not begun.
#[tokio::test]
async fn what_is_held_is_given_back_at_the_end() {
    let (_server, context, mut worker, gate) = start().await;
    worker.stop();
    assert_eq!(to_be_had(&context).await.len(), SLOW - SESSIONS);
    assert_eq!(gate.seen().all, SESSIONS);
}

/// A worker whose sessions have become slow does not keep what others may have.
#[tokio::test]
async fn what_is_held_for_long_is_left_to_others() {
    let (_server, context, _worker, gate) = start().await;
    let begin = std::time::Instant::now();
    let mut found = BTreeSet::new();
    while found.len() < SLOW - SESSIONS {
        assert!(begin.elapsed() < PATIENCE, "{} are left", found.len());
        found.append(&mut to_be_had(&context).await);
    }
    assert_eq!(gate.seen().all, SESSIONS);
}

/// A worker that dies has not begun what it holds: it is done again, and has not
/// killed anybody.
#[tokio::test]
async fn what_was_held_has_not_killed_its_worker() {
    let (server, context, mut worker, gate) = start().await;
    worker.kill();
    let (begun, dead) = marks(&context).await;
    assert!(begun <= SESSIONS, "{begun} were begun");
    assert_eq!(dead, 0);
    let _other = Worker::start(&server, &[]);
    let reports = results(&server, "small", true);
    assert_eq!(reports.len(), SESSIONS + SLOW);
    for it in &reports {
        assert_eq!(it.status, Status::Done, "{:?}", it.error);
    }
    assert_eq!(marks(&context).await, (SLOW, begun));
    assert!(gate.seen().all >= SLOW);
}
