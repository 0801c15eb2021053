//! The program, its files and what it writes.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use telnet_fleet::Report;

/// A folder of its own, which is gone when this is.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("telnet-fleet-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }

    /// Runs `inventory.toml` and `job.toml`; results go to `out`.
    pub(crate) fn run(&self, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_telnet-fleet"))
            .current_dir(&self.0)
            .args(["run", "inventory.toml", "job.toml", "--out", "out"])
            .args(["--run", "t1"])
            .args(more)
            .env("FLEET_PASSWORD", "secret")
            .output()
            .unwrap()
    }

    /// What it has written, in the order of the devices' names.
    pub(crate) fn reports(&self) -> Vec<Report> {
        let text = fs::read_to_string(self.at("out/results.jsonl")).unwrap();
        let reports = text.lines().map(|it| serde_json::from_str(it).unwrap());
        let mut reports: Vec<Report> = reports.collect();
        reports.sort_by(|a, b| a.device.cmp(&b.device));
        reports
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind hurts nobody.
        let _left = fs::remove_dir_all(&self.0);
    }
}

/// The head of an inventory.
pub(crate) const HEAD: &str = r#"
[credentials.core]
user = "admin"
password = { env = "FLEET_PASSWORD" }

[defaults]
credential = "core"
"#;

/// A device in an inventory.
pub(crate) fn device(name: &str, addr: SocketAddr, site: &str) -> String {
    let (host, port) = (addr.ip(), addr.port());
    format!(
        "[[devices]]\nname = \"{name}\"\nhost = \"{host}\"\nport = {port}\n\
         site = \"{site}\"\n"
    )
}
