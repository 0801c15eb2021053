//! What the router shows, always the same but for what was configured.

use std::collections::BTreeMap;

const ETHERNETS: usize = 24;
const RULES: usize = 40;
const ROUTES: usize = 60;

/// What can be configured.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// What the prompt begins with.
    pub(super) hostname: String,
    /// The descriptions given, by interface.
    descriptions: BTreeMap<String, String>,
}

impl Settings {
    pub(super) fn new(hostname: &str) -> Self {
        let hostname = hostname.to_owned();
        Self { hostname, descriptions: BTreeMap::new() }
    }

    pub(super) fn describe(&mut self, interface: &str, text: String) {
        self.descriptions.insert(interface.to_owned(), text);
    }

    /// The description of an interface. Some look like a prompt, as they do
    /// in the wild.
    fn description(&self, nth: usize) -> String {
        if let Some(text) = self.descriptions.get(&name(nth)) {
            return text.clone();
        }
        match nth % 4 {
            0 => format!("uplink > core{nth}# port {nth}"),
            1 => format!("to {}#", self.hostname),
            2 => format!("customer <{nth:04}>"),
            _ => format!("rack {nth} $ spare"),
        }
    }

    /// `show running-config`: some hundred lines.
    pub(super) fn running_config(&self) -> Vec<String> {
        let mut lines = vec!["Building configuration...".into()];
        lines.extend(["".into(), "version 1.0".into(), "!".into()]);
        lines.push(format!("hostname {}", self.hostname));
        lines.push("!".into());
        for nth in 0..ETHERNETS {
            let last = nth + 1;
            lines.push(format!("interface {}", name(nth)));
            lines.push(format!(" description {}", self.description(nth)));
            lines.push(format!(" ip address 192.0.2.{last} 255.255.255.0"));
            lines.push(" no shutdown".into());
            lines.push("!".into());
        }
        for nth in 1..=RULES {
            let port = 1000 + 7 * nth;
            lines.push(format!("access-list {nth} permit tcp any eq {port}"));
        }
        lines.push("!".into());
        for nth in 1..=ROUTES {
            let via = nth % ETHERNETS + 1;
            lines.push(format!(
                "ip route 198.51.100.{nth} 255.255.255.255 192.0.2.{via}"
            ));
        }
        lines.push("!".into());
        lines.push("banner login ^".into());
        lines.push(format!("  {}# is watched. Login: staff.", self.hostname));
        lines.extend(["^".into(), "!".into(), "end".into(), "".into()]);
        lines
    }

    /// `show interfaces`.
    pub(super) fn interfaces(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for nth in 0..ETHERNETS {
            let (packets, octets) = (48_611 * nth + 17, 3_133_337 * nth + 4);
            let name = name(nth);
            lines.push(format!("{name} is up, line protocol is up"));
            lines.push(format!("  Description: {}", self.description(nth)));
            lines.push(format!("  Address is 02:00:5e:00:53:{nth:02x}"));
            lines.push("  MTU 1500 octets, 1000000 kbit/s, delay 10".into());
            lines.push(format!(
                "  {packets} packets input, {octets} octets, 0 no buffer"
            ));
            lines.push("  0 input errors, 0 CRC, 0 frame, 0 overrun".into());
            lines.push(format!(
                "  {} packets output, {octets} octets, 0 underruns",
                packets + 3
            ));
            lines.push("  0 output errors, 0 collisions".into());
        }
        lines
    }
}

fn name(nth: usize) -> String {
    format!("Ethernet0/{nth}")
}

/// `show version`: less than a page.
pub(super) fn version() -> Vec<String> {
    [
        "Demo Router Software, Version 1.0",
        "Nothing here is real.",
        "",
        "Uptime is 3 weeks, 4 days, 2 hours, 11 minutes",
        "System restarted by power-on",
        "System image file is \"flash:demo-1.0.bin\"",
        "",
        "Processor board ID DEMO0001",
        "24 Ethernet interfaces",
        "512K octets of non-volatile memory",
        "",
    ]
    .map(str::to_owned)
    .into()
}
