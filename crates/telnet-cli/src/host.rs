//! Where to connect to, as it is typed: `HOST [PORT]`, or a URL.

use std::fs;

use clap::Args;
use telnet_blocking::{Target, ToAddress as _};

use crate::exit::{Code, Exit};

/// Host and port.
#[derive(Args, Clone, Debug)]
pub(crate) struct Host {
    // Not a comment of documentation, which would have its URLs in brackets.
    #[arg(
        value_name = "HOST",
        help = "A name, an address, host:port, telnet://host/ or \
            telnets://host/; without one, at a terminal, there is a prompt"
    )]
    host: Option<String>,
    /// Port or service [default: 23, 992 with telnets://]; with a minus before
    /// it this end begins to negotiate, as it does on port 23
    #[arg(value_name = "PORT")]
    port: Option<String>,
}

impl Host {
    /// Where to connect to; `None` where no host was given.
    pub(crate) fn target(&self) -> Result<Option<Target>, Exit> {
        let Some(host) = &self.host else { return Ok(None) };
        target(host, self.port.as_deref()).map(Some)
    }
}

/// Where to connect to: a host, or a URL, and a port of its own maybe.
pub(crate) fn target(host: &str, port: Option<&str>) -> Result<Target, Exit> {
    let wrong = |why: &dyn std::fmt::Display| Exit::new(Code::Usage, why);
    let Some(port) = port else {
        return host.parse().map_err(|it| wrong(&it));
    };
    if host.contains("://") {
        return Err(wrong(&"a URL has its port in itself: write it there"));
    }
    let number = number(port).ok_or_else(|| {
        wrong(&format_args!("{port:?} is no port and no service of TCP"))
    })?;
    let address = (host, number).to_address().map_err(|it| {
        if host.parse::<Target>().is_ok() {
            wrong(&format_args!("{host:?} has a port in itself: give one"))
        } else {
            wrong(&it)
        }
    })?;
    Ok(address.into())
}

/// The number of a port or of a service, as `/etc/services` has it.
fn number(port: &str) -> Option<u16> {
    if let Ok(number) = port.parse() {
        return Some(number);
    }
    service(&fs::read_to_string("/etc/services").ok()?, port)
}

fn service(services: &str, name: &str) -> Option<u16> {
    services.lines().find_map(|line| {
        let line = line.split('#').next()?;
        let mut words = line.split_ascii_whitespace();
        let first = words.next()?;
        let number = words.next()?.strip_suffix("/tcp")?;
        let is_it = first == name || words.any(|alias| alias == name);
        is_it.then(|| number.parse().ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_names_and_aliases() {
        let services = "# no\nhttp 80/tcp www # web\nntp 123/udp\nbad x/tcp\n";
        for (name, port) in [
            ("http", Some(80)),
            ("www", Some(80)),
            ("ntp", None),
            ("bad", None),
        ] {
            assert_eq!(service(services, name), port, "{name}");
        }
    }

    #[test]
    fn hosts_and_ports_are_read() {
        for (host, port, shown) in [
            ("host", None, "telnet://host:23/"),
            ("host", Some("2323"), "telnet://host:2323/"),
            ("::1", Some("2323"), "telnet://[::1]:2323/"),
            ("host:7", None, "telnet://host:7/"),
            ("telnets://host", None, "telnets://host:992/"),
        ] {
            assert_eq!(target(host, port).unwrap().to_string(), shown);
        }
        for (host, port, why) in [
            ("telnet://host", Some("23"), "port in itself"),
            ("host:7", Some("23"), "port in itself"),
            ("host", Some("no-such-service"), "no-such-service"),
            ("", None, "not a host"),
        ] {
            let exit = target(host, port).unwrap_err();
            assert_eq!(exit.number(), Code::Usage.number());
            assert!(exit.message().contains(why), "{}", exit.message());
        }
    }
}
