//! Workers that die, that are stopped, and a server that is away for a while.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;

use telnet_fleet::{Report, Status};
use tokio::net::TcpSocket;

use crate::device::{self, Kind, Listening, Log};
use crate::server::{CREDENTIALS, Server, taken, until};
use crate::workers::{Worker, results, signal, submit};

/// `FLEET_DEVICES` is another number.
const DEVICES: usize = 300;

const VERSIONS: &str = r#"
name = "versions"
deadline = "20s"
retry = { attempts = 2, wait = "1s" }
steps = [
    { do = "login" },
    { do = "run", commands = ["show version"] },
]
"#;

const SETTINGS: &str = r#"
name = "settings"
deadline = "60s"
steps = [
    { do = "login" },
    { do = "enable" },
    { do = "configure", lines = ["interface Ethernet0/1", "description by-the-fleet"] },
]
"#;

const SITES: &str = r#"
[sites.a]
sessions = 60
[sites.b]
sessions = 60
[sites.c]
sessions = 20
"#;

fn entry(name: &str, addr: SocketAddr, credential: &str, site: &str) -> String {
    format!(
        "[[devices]]\nname = \"{name}\"\nhost = \"{}\"\nport = {}\n\
         credential = \"{credential}\"\nsite = \"{site}\"\n",
        addr.ip(),
        addr.port()
    )
}

/// The devices, by name, the ports at which there is none, and the inventories of both
/// jobs.
fn fleet(
    count: usize,
) -> (BTreeMap<String, Listening>, Vec<TcpSocket>, String, String) {
    let hostile = count / 40;
    let kind = |nth: usize| match nth {
        _ if nth < hostile => device::hostile(nth),
        _ if nth.is_multiple_of(3) => Kind::Router,
        _ => device::played(nth, 5),
    };
    let kinds: Vec<Kind> = (0..count).map(kind).collect();
    let is_router: Vec<bool> =
        kinds.iter().map(|it| matches!(it, Kind::Router)).collect();
    let mut devices = BTreeMap::new();
    let head = format!("{CREDENTIALS}{SITES}");
    let (mut all, mut routers) = (head.clone(), head);
    for (nth, it) in device::start(kinds).into_iter().enumerate() {
        let site = if nth.is_multiple_of(2) { "a" } else { "b" };
        let (name, entry) = if nth < hostile {
            let name = format!("hostile{nth}");
            let entry = entry(&name, it.addr, "other", "c");
            (name, entry)
        } else if is_router[nth] {
            let name = format!("router{nth}");
            let entry = entry(&name, it.addr, "router", site);
            routers += &entry;
            (name, entry)
        } else {
            let name = format!("other{nth}");
            let entry = entry(&name, it.addr, "other", site);
            (name, entry)
        };
        all += &entry;
        devices.insert(name, it);
    }
    let mut dead = Vec::new();
    for nth in 0..hostile {
        let (socket, addr) = taken();
        all += &entry(&format!("dead{nth}"), addr, "other", "c");
        dead.push(socket);
    }
    (devices, dead, all, routers)
}

fn of(reports: &[Report], status: Status) -> usize {
    reports.iter().filter(|it| it.status == status).count()
}

#[tokio::test]
async fn each_order_has_one_result_whoever_dies() {
    let count = std::env::var("FLEET_DEVICES");
    let count = count.map_or(DEVICES, |it| it.parse().unwrap());
    let building = tokio::task::spawn_blocking(move || fleet(count));
    let (devices, _dead, all, routers) = building.await.unwrap();
    let mut server = Server::start().await;
    server.write("all.toml", &all);
    server.write("routers.toml", &routers);
    server.write("versions.toml", VERSIONS);
    server.write("settings.toml", SETTINGS);
    submit(&server, "routers.toml", "settings.toml");
    submit(&server, "all.toml", "versions.toml");

    let mut first = Worker::start(&server, &["--sessions", "60"]);
    let open = || {
        let logs = devices.values().map(|it| &it.log);
        logs.filter(|it| it.is_open.load(Ordering::SeqCst)).count()
    };
    until("some are in the middle of configuring", || open() >= 3).await;
    let second = Worker::start(&server, &["--sessions", "60"]);
    let _third = Worker::start(&server, &["--sessions", "60"]);
    first.kill();
    until("there is nobody of the first one", || first.engine().is_none())
        .await;

    // One that is stopped is killed by its watchdog, before others take its locks.
    let sessions =
        || devices.values().map(|it| Log::get(&it.log.sessions)).sum::<usize>();
    let before = sessions();
    until("the others have begun", || sessions() > before + 20).await;
    let stopped = second.engine().unwrap();
    signal("STOP", stopped);
    until("the watchdog has started another one", || {
        second.engine().is_some_and(|it| it != stopped)
    })
    .await;

    server.restart().await;

    let versions = results(&server, "versions", true);
    let settings = results(&server, "settings", true);
    let overlaps: Vec<&String> = devices
        .iter()
        .filter(|(_, it)| Log::get(&it.log.overlaps) > 0)
        .map(|(name, _)| name)
        .collect();
    assert!(overlaps.is_empty(), "two sessions at once: {overlaps:?}");

    // One result each, of all that were ordered.
    let orders = |text: &str| text.matches("[[devices]]").count();
    for (reports, inventory) in [(&versions, &all), (&settings, &routers)] {
        let mut names: Vec<_> = reports.iter().map(|it| &it.device).collect();
        names.dedup();
        assert_eq!(names.len(), reports.len());
        assert_eq!(reports.len(), orders(inventory));
    }
    for report in &versions {
        let name = report.device.as_str();
        let is_good = devices.contains_key(name) && !name.contains("hostile");
        let want = if is_good { Status::Done } else { Status::Failed };
        assert_eq!(report.status, want, "{name}: {:?}", report.error);
    }
    for report in &settings {
        let log = &devices[report.device.as_str()].log;
        let name = &report.device;
        let times = Log::get(&log.configured);
        assert!(times <= 1, "{name} was configured {times} times");
        if Log::get(&log.cut) > 0 {
            assert_eq!(report.status, Status::Unknown, "{name}");
        }
        if report.status == Status::Done {
            assert_eq!(times, 1, "{name}");
        } else if report.status != Status::Unknown {
            assert_eq!(times, 0, "{name}: {:?}", report.error);
        }
    }
    let unknown = of(&settings, Status::Unknown);
    assert!(unknown >= 3, "those that were caught in the kill: {unknown}");
    println!(
        "{} results, {} done; {} of configuring, {} done, {unknown} unknown; \
         {} sessions",
        versions.len(),
        of(&versions, Status::Done),
        settings.len(),
        of(&settings, Status::Done),
        sessions(),
    );
}
