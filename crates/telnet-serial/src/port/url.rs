//! URLs of the form `rfc2217://host:port?name=value&name`.

use std::fmt;
use std::io::{self, ErrorKind};
use std::str::FromStr;
use std::time::Duration;

use super::ANSWER;

/// Where a port is, and how it is to be opened, as pyserial writes it.
///
/// | part | means |
/// |---|---|
/// | `rfc2217://host:port` | where the server listens; the port has to be named, since RFC 2217 has none |
/// | `timeout=SECONDS` | how long an answer may take: 3 if it is not named |
/// | `logging=debug` | prints what crosses the wire to standard output |
/// | `logging=info`, `warning`, `error` | taken, and does nothing |
/// | `ign_set_control`, `poll_modem` | taken, and do nothing: they mend what pyserial's client does not bear, and this one does |
///
/// ```
/// use telnet_serial::PortUrl;
/// let url: PortUrl = "rfc2217://[::1]:2217?timeout=0.5&poll_modem".parse()?;
/// assert_eq!(url.address(), "[::1]:2217");
/// assert_eq!(url.timeout().as_millis(), 500);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortUrl {
    address: String,
    timeout: Duration,
    is_logged: bool,
}

const SCHEME: &str = "rfc2217://";

impl PortUrl {
    /// Host and port, as `connect` takes it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How long an answer may take.
    #[must_use]
    pub const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Whether what crosses the wire is to be printed.
    #[must_use]
    pub const fn is_logged(&self) -> bool {
        self.is_logged
    }

    fn option(&mut self, name: &str, value: &str) -> Option<()> {
        match (name, value) {
            ("timeout", seconds) => {
                let seconds: f64 = seconds.parse().ok()?;
                self.timeout = Duration::try_from_secs_f64(seconds).ok()?;
            }
            ("logging", "debug") => self.is_logged = true,
            ("logging", "info" | "warning" | "error")
            | ("ign_set_control" | "poll_modem", "") => {}
            _ => return None,
        }
        Some(())
    }
}

impl FromStr for PortUrl {
    type Err = io::Error;

    /// # Errors
    /// `InvalidInput`: what is wrong with it.
    fn from_str(text: &str) -> io::Result<Self> {
        let wrong = |why: &str| {
            let text = text.escape_default();
            let why = format!("not the URL of a serial port, {text}: {why}");
            io::Error::new(ErrorKind::InvalidInput, why)
        };
        let (_scheme, rest) = text
            .split_at_checked(SCHEME.len())
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(SCHEME))
            .ok_or_else(|| wrong("it has to begin with rfc2217://"))?;
        let (host, options) = rest.split_once('?').unwrap_or((rest, ""));
        let host = host.strip_suffix('/').unwrap_or(host);
        let port = host.rsplit_once(':').map(|(_, port)| port);
        if port.is_none_or(|port| port.parse::<u16>().is_err()) {
            return Err(wrong("it has to name a port, as in host:2217"));
        }
        if host.contains(['/', '#', '@', '?']) {
            return Err(wrong("behind the port only options may follow"));
        }
        let address = host.to_owned();
        let mut url = Self { address, timeout: ANSWER, is_logged: false };
        for option in options.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            url.option(name, value).ok_or_else(|| {
                wrong(&format!(
                    "the option {} is none, or its value is none",
                    name.escape_default()
                ))
            })?;
        }
        Ok(url)
    }
}

impl fmt::Display for PortUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_option_is_read() {
        let read = |text: &str| text.parse::<PortUrl>().unwrap();
        let url = read("RFC2217://host:2217/?logging=debug&ign_set_control");
        assert_eq!(url.to_string(), "rfc2217://host:2217");
        assert!(url.is_logged());
        assert_eq!(url.timeout(), ANSWER);
        let url = read("rfc2217://192.0.2.1:1?logging=info&timeout=10");
        assert!(!url.is_logged());
        assert_eq!(url.timeout(), Duration::from_secs(10));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, why) in [
            ("host:2217", "rfc2217://"),
            ("telnet://host:2217", "rfc2217://"),
            ("rfc2217://host", "port"),
            ("rfc2217://host:99999", "port"),
            ("rfc2217://host/x:1", "behind"),
            ("rfc2217://me:it@host:1", "behind"),
            ("rfc2217://host:1?baud=3", "baud"),
            ("rfc2217://host:1?timeout=-1", "timeout"),
            ("rfc2217://host:1?timeout=x", "timeout"),
            ("rfc2217://host:1?logging", "logging"),
            ("", "rfc2217://"),
        ] {
            let error = text.parse::<PortUrl>().unwrap_err().to_string();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
