//! One session of a worker tries a credential ahead of others.

use telnet_fleet::Status;

use crate::gate::{self, Login};
use crate::server::{CREDENTIALS, Server};
use crate::workers::{Worker, results, submit};

/// `STEP` is what some do besides.
const JOB: &str = r#"
name = "small"
deadline = "60s"
steps = [
    { do = "login" },
    STEP
    { do = "run", commands = ["show version"] },
]
"#;

/// What the devices of one site come to, and how many refusals it takes.
async fn run(
    login: Login,
    count: usize,
    refusals: u32,
) -> (Vec<Status>, gate::Seen) {
    let server = Server::start().await;
    let (addrs, gate) = gate::start(count, login);
    let mut text = format!(
        "{CREDENTIALS}[sites.a]\nrefusals = {refusals}\n\
         [defaults]\ncredential = \"router\"\nsite = \"a\"\n"
    );
    for (nth, addr) in addrs.iter().enumerate() {
        let (host, port) = (addr.ip(), addr.port());
        text += &format!(
            "[[devices]]\nname = \"r{nth}\"\nhost = \"{host}\"\nport = {port}\n"
        );
    }
    server.write("i.toml", &text);
    let step = match login {
        Login::EnableRefused => "{ do = \"enable\" },",
        Login::Taken(_) | Login::Refused => "",
    };
    server.write("job.toml", &JOB.replace("STEP", step));
    submit(&server, "i.toml", "job.toml");
    let _worker = Worker::start(&server, &[]);
    let reports = results(&server, "small", true);
    (reports.iter().map(|it| it.status).collect(), gate.seen())
}

#[tokio::test]
async fn one_that_is_refused_goes_ahead_of_others() {
    for login in [Login::Refused, Login::EnableRefused] {
        let (statuses, seen) = run(login, 12, 3).await;
        let refused = statuses.iter().filter(|it| **it == Status::Refused);
        assert_eq!((refused.count(), seen.all, seen.most), (3, 3, 1));
        let stopped = statuses.iter().filter(|it| **it == Status::Stopped);
        assert_eq!(stopped.count(), 9, "{login:?}");
    }
}

/// Others begin as soon as it is taken: each device answers when all are there.
#[tokio::test]
async fn one_that_is_taken_does_not_hold_up_others_to_its_end() {
    let (statuses, seen) = run(Login::Taken(6), 6, 1).await;
    assert_eq!(statuses, [Status::Done; 6]);
    assert_eq!(seen.most, 6);
}
