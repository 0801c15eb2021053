//! The server, and a folder for it and for files.

use std::fs;
use std::io::Read as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio::net::TcpSocket;
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
        let mut it = Self { port: 0, folder, child: None };
        it.write("credentials.toml", CREDENTIALS);
        // Until no device of another test has taken the port meanwhile.
        while it.port == 0 || !it.begin().await {
            let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            it.port = free.local_addr().unwrap().port();
        }
        it
    }

    /// Whether it has its port.
    async fn begin(&mut self) -> bool {
        let child = Command::new("nats-server")
            .args(["-a", "127.0.0.1", "-p", &self.port.to_string(), "-js"])
            .arg("-sd")
            .arg(self.folder.join("nats"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("nats-server, a package of Debian's, is to be installed");
        let child = self.child.insert(child);
        let address = (Ipv4Addr::LOCALHOST, self.port);
        let mut has_ended = false;
        until("the server listens", || {
            has_ended = child.try_wait().unwrap().is_some();
            has_ended || TcpStream::connect(address).is_ok_and(greets)
        })
        .await;
        !has_ended
    }

    /// Kills it, and starts it again with what it has stored.
    pub(crate) async fn restart(&mut self) {
        self.end();
        assert!(self.begin().await, "its port was taken");
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

/// A port where nobody listens, and nobody else will as long as this is there.
pub(crate) fn taken() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let addr = socket.local_addr().unwrap();
    (socket, addr)
}

/// Whether it is such a server.
fn greets(mut stream: TcpStream) -> bool {
    let mut said = [0; 4];
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    stream.read_exact(&mut said).is_ok() && said == *b"INFO"
}

/// Looks until something is so.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "not in time: {what}");
        sleep(Duration::from_millis(20)).await;
    }
}
