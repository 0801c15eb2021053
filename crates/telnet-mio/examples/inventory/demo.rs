//! Devices on this machine, and what they are to say.

use std::fmt;
use std::io;

use telnet_mio::Cli;
use telnet_testkit::device::{Devices, Transcript, named};

use super::config::Host;
use super::visit::Visit;

/// One of each, and again from the begin.
const KINDS: [&str; 10] = [
    "cisco-ios",
    "cisco-nxos",
    "huawei-vrp",
    "juniper-junos",
    "hp-procurve",
    "mikrotik-routeros",
    "fortinet-fortios",
    "busybox-root",
    "debian-bash",
    "netgear-fastpath",
];

pub(crate) struct Demo {
    devices: Devices,
    kinds: Vec<Transcript>,
    count: usize,
    right: usize,
    /// The names of the others.
    wrong: Vec<String>,
}

impl Demo {
    /// Starts so many devices.
    pub(crate) fn start(count: usize) -> io::Result<Self> {
        let kinds = KINDS.map(named).to_vec();
        let devices = Devices::start(kinds.clone())?;
        Ok(Self { devices, kinds, count, right: 0, wrong: Vec::new() })
    }

    /// They as hosts. Which device is which is not said.
    pub(crate) fn hosts(&self) -> Vec<Host> {
        let text = |it: &Vec<u8>| String::from_utf8_lossy(it).into_owned();
        let kinds = self.kinds.iter().zip(self.devices.addrs()).cycle();
        let hosts = kinds.zip(0..self.count).map(|((kind, addr), at)| Host {
            name: format!("{}-{}", kind.name, at / KINDS.len() + 1),
            address: (*addr).into(),
            cli: Cli::default(),
            user: text(&kind.user),
            password: text(&kind.password),
            enable: None,
            commands: kind.commands.iter().map(|it| text(&it.line)).collect(),
        });
        hosts.collect()
    }

    /// Compares what came with what was to come.
    pub(crate) fn check(&mut self, host: &Host, visit: &Visit) {
        let kind = host.name.rsplit_once('-').map(|it| it.0);
        let kind = self.kinds.iter().find(|it| Some(&*it.name) == kind);
        let wanted = kind.into_iter().flat_map(|it| &it.commands);
        let wanted = wanted.map(|it| (&it.text[..], &it.prompt[..]));
        let replies = visit.replies.iter();
        let replies = replies.map(|it| (&it.text[..], &it.prompt[..]));
        if visit.end.is_ok() && replies.eq(wanted) {
            self.right += 1;
        } else {
            self.wrong.push(host.name.clone());
        }
    }

    pub(crate) fn is_right(&self) -> bool {
        self.right == self.count
    }
}

impl fmt::Display for Demo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for name in &self.wrong {
            writeln!(f, "{name} is not as scripted")?;
        }
        writeln!(f, "{} of {} right", self.right, self.count)
    }
}
