//! Where metrics and logs go.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use clap::{Args, ValueEnum};
use metrics_exporter_prometheus::{
    Matcher, PrometheusBuilder, PrometheusHandle,
};
use telnet_fleet::measure::{ATTEMPT_SECONDS, SECONDS};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::files::Failure;

/// What is told while it goes on.
#[derive(Args, Clone, Debug)]
pub(crate) struct Telemetry {
    /// Show metrics for Prometheus at this port of 127.0.0.1, or at an address
    #[arg(long, value_name = "[ADDRESS:]PORT", value_parser = place)]
    metrics: Option<SocketAddr>,
    /// Write a log to the standard error, in this form
    #[arg(long, value_name = "FORM")]
    log: Option<Form>,
    /// How much it has: error, warn, info, debug
    #[arg(long, value_name = "LEVEL", default_value = "info")]
    log_level: LevelFilter,
}

/// Forms of a log.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// Lines for people
    Text,
    /// An object of JSON a line
    Json,
}

/// `PORT`, or `ADDRESS:PORT`.
fn place(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse::<u16>() {
        return Ok((Ipv4Addr::LOCALHOST, port).into());
    }
    text.parse().map_err(|_| "it is to be [ADDRESS:]PORT".to_owned())
}

impl Telemetry {
    /// Begins. Whether standard error has a log, so that nothing else may stand there.
    pub(crate) async fn start(&self) -> Result<bool, Failure> {
        self.log()?;
        if let Some(place) = self.metrics {
            let listener = TcpListener::bind(place).await;
            let listener =
                listener.map_err(|it| format!("metrics at {place}: {it}"))?;
            let matcher = Matcher::Full(ATTEMPT_SECONDS.to_owned());
            let handle = PrometheusBuilder::new()
                .set_buckets_for_metric(matcher, &SECONDS)?
                .install_recorder()?;
            let place = listener.local_addr()?;
            tracing::info!(%place, "metrics are at /metrics");
            tokio::spawn(serve(listener, handle));
        }
        Ok(self.log.is_some())
    }

    fn log(&self) -> Result<(), Failure> {
        let Some(form) = self.log else { return Ok(()) };
        // Those of others may say what a message holds.
        let ours = Targets::new()
            .with_target("telnet_fleet", self.log_level)
            .with_target("async_nats", self.log_level.min(LevelFilter::WARN));
        let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr);
        let layer = match form {
            Form::Text => layer.with_ansi(false).boxed(),
            Form::Json => layer.json().boxed(),
        };
        let all = tracing_subscriber::registry().with(layer.with_filter(ours));
        Ok(all.try_init()?)
    }
}

/// How long somebody may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often what was measured is put together when nobody asks.
const UPKEEP: Duration = Duration::from_secs(5);

async fn serve(listener: TcpListener, handle: PrometheusHandle) {
    let mut upkeep = tokio::time::interval(UPKEEP);
    loop {
        tokio::select! {
            _ = upkeep.tick() => handle.run_upkeep(),
            asked = listener.accept() => {
                let Ok((stream, _)) = asked else {
                    // As many are open as may be: some will be closed.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                };
                let handle = handle.clone();
                tokio::spawn(async move {
                    // Who does not ask in time, or leaves, has no answer.
                    let _left =
                        timeout(PATIENCE, answer(stream, &handle)).await;
                });
            }
        }
    }
}

/// The longest question, in octets.
const LONGEST: usize = 8192;

/// Answers one question of HTTP, and closes the connection.
async fn answer(
    mut stream: TcpStream,
    handle: &PrometheusHandle,
) -> io::Result<()> {
    let mut heard = Vec::new();
    while !heard.ends_with(b"\r\n\r\n") && heard.len() < LONGEST {
        let mut buffer = [0; 1024];
        let count = stream.read(&mut buffer).await?;
        let Some(octets) = buffer.get(..count).filter(|it| !it.is_empty())
        else {
            return Ok(());
        };
        heard.extend_from_slice(octets);
    }
    let (status, text) = match heard.strip_prefix(b"GET /metrics") {
        Some([b' ' | b'?', ..]) => ("200 OK", handle.render()),
        _ => ("404 Not Found", "It is /metrics.\n".to_owned()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}
