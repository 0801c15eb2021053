//! The server, and a folder for it and for files.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio::time::sleep;

/// How long anything may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(240);

/// What workers know.
pub(crate) const CREDENTIALS: &str = r#"
[credentials.router]
user = "admin"
password = { env = "FLEET_ROUTER" }
enable = { env = "FLEET_ENABLE" }
[credentials.other]
user = "admin"
password = { env = "FLEET_OTHER" }
"#;

/// A server with a folder of its own, which goes when this does.
pub(crate) struct Server {
    port: u16,
    folder: PathBuf,
    child: Option<Child>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("telnet-fleet-q{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut it = Self { port, folder, child: None };
        it.write("credentials.toml", CREDENTIALS);
        it.begin().await;
        it
    }

    async fn begin(&mut self) {
        let child = Command::new("nats-server")
            .args(["-a", "127.0.0.1", "-p", &self.port.to_string(), "-js"])
            .arg("-sd")
            .arg(self.folder.join("nats"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server, a package of Debian's, is to be installed");
        self.child = Some(child);
        let address = (Ipv4Addr::LOCALHOST, self.port);
        until("the server listens", || TcpStream::connect(address).is_ok())
            .await;
    }

    /// Kills it, and starts it again with what it has stored.
    pub(crate) async fn restart(&mut self) {
        self.end();
        self.begin().await;
    }

    fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
        // A folder that stays behind hurts nobody.
        let _left = fs::remove_dir_all(&self.folder);
    }
}

/// Looks until something is so.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "not in time: {what}");
        sleep(Duration::from_millis(20)).await;
    }
}
