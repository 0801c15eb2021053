//! What is known of an order before it is begun.

use async_nats::jetstream::{self, Context};
use telnet_fleet::Status;

use crate::device::{Kind, Log};
use crate::server::Server;
use crate::small::{inventory, start};
use crate::workers::{Worker, results, submit};

const JOB: &str = r#"
name = "settings"
deadline = "60s"
steps = [
    { do = "login" },
    { do = "enable" },
    { do = "configure", lines = ["interface Ethernet0/1", "description by-the-fleet"] },
]
"#;

async fn queue(server: &Server) -> Context {
    let client = async_nats::connect(server.url()).await.unwrap();
    jetstream::new(client)
}

/// An order that is held to be new is begun without a look at what is known of it: that
/// it is not new is seen before its device is changed.
#[tokio::test]
async fn what_was_begun_before_is_seen_at_the_fence() {
    let server = Server::start().await;
    let devices = start(vec![Kind::Router]).await;
    server.write("i.toml", &inventory(&devices, "router"));
    server.write("job.toml", JOB);
    submit(&server, "i.toml", "job.toml");
    let marks =
        queue(&server).await.get_key_value("fleet_marks").await.unwrap();
    let mark =
        r#"{"ended":0,"is_open":true,"deaths":0,"is_fenced":true}"#.into();
    marks.put("settings.t1.r0", mark).await.unwrap();
    let _worker = Worker::start(&server, &[]);
    let reports = results(&server, "settings", true);
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].status, Status::Unknown, "{:?}", reports[0].error);
    let log = &devices[0].log;
    assert_eq!(Log::get(&log.configured), 0);
    // It came as far as that.
    assert_eq!(Log::get(&log.sessions), 1);
}

/// Nothing is held to be new but what was submitted for the first time.
#[tokio::test]
async fn what_is_submitted_again_is_not_new() {
    let server = Server::start().await;
    let devices = start(vec![Kind::Router]).await;
    server.write("i.toml", &inventory(&devices, "router"));
    server.write("job.toml", JOB);
    let context = queue(&server).await;
    for is_new in [true, false] {
        submit(&server, "i.toml", "job.toml");
        let stream = context.get_stream("FLEET_JOBS").await.unwrap();
        let order = stream.get_raw_message(1).await.unwrap();
        assert_eq!(order.headers.get("Fleet-New").is_some(), is_new);
        // The server forgets what it had.
        context.delete_stream("FLEET_JOBS").await.unwrap();
    }
}
