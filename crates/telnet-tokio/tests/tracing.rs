//! Calls as spans.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use telnet_testkit::host::{DemoHost, PASSWORD, USER};
use telnet_tokio::{Cli, Telnet};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const WAIT: Duration = Duration::from_secs(20);

/// Writes down each span and each event, and what they have.
#[derive(Clone, Default)]
struct Notes {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Notes {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        of.target().starts_with("telnet_tokio")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_call_is_a_span_and_none_has_the_password() {
    let notes = Notes::default();
    let _mine = tracing::subscriber::set_default(notes.clone());
    let (host, cli) = (DemoHost::start().unwrap(), Cli::default());
    let address = host.addr().to_string();
    let mut tn = Telnet::connect(&address).await.unwrap();
    tn.trace_wire();
    tn.login(&cli, USER, PASSWORD, WAIT).await.unwrap();
    tn.run(&cli, "tty", WAIT).await.unwrap();
    tn.send_line("exit").await.unwrap();
    let (mut reader, writer) = tn.into_split();
    assert!(reader.read_until("logout", WAIT).await.unwrap().is_match());
    let mut tn = reader.reunite(writer).unwrap();
    tn.close().await.unwrap();

    let lines = notes.lines.lock().unwrap().clone();
    let spans: Vec<_> =
        lines.iter().filter(|line| line.starts_with("telnet ")).collect();
    assert_eq!(
        spans,
        [
            &format!("telnet call=\"connect\" address={address}"),
            "telnet call=\"Login\"",
            "telnet call=\"Run\"",
            "telnet call=\"SendItem\"",
            "telnet call=\"ReadUntil\"",
            "telnet call=\"close\"",
        ]
    );
    let wire = |what: &str| {
        let mut wire =
            lines.iter().filter(|it| it.starts_with("telnet_tokio::wire"));
        wire.any(|line| line.contains(what))
    };
    assert!(wire("login: ") && wire("tty"), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains(PASSWORD)), "{lines:#?}");
}

#[tokio::test]
async fn an_address_that_is_no_good_is_an_event() {
    let notes = Notes::default();
    let _mine = tracing::subscriber::set_default(notes.clone());
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nobody.local_addr().unwrap();
    drop(nobody);
    Telnet::connect(address).await.unwrap_err();
    let lines = notes.lines.lock().unwrap();
    let event = lines.last().unwrap();
    assert!(event.contains("cannot connect"), "{lines:#?}");
    assert!(event.contains(&address.to_string()), "{lines:#?}");
}
