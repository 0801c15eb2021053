//! Recorded conversations of Telnet peers that others wrote.
//!
//! A file is a title, `# TITLE`, and one line `SECONDS DIR HEX` for each read
//! of the recorder: `DIR` is `S>` for the server and `C>` for the client, so
//! the boundaries of segments are real. The octets are as they were on the
//! wire, except that temporary paths and the kernel's release are masked,
//! length kept.

use core::{fmt, time::Duration};

/// The end of the connection that sent something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a connection has two ends")]
pub enum Direction {
    /// Sent by the server.
    Server,
    /// Sent by the client.
    Client,
}

impl Direction {
    /// Both, the server first.
    pub const BOTH: [Self; 2] = [Self::Server, Self::Client];
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Server => "S>",
            Self::Client => "C>",
        })
    }
}

/// What one read of the recorder got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// When, from the start of the connection.
    pub at: Duration,
    /// Who sent it.
    pub direction: Direction,
    /// The octets, at least one.
    pub octets: Vec<u8>,
}

/// One recorded conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The file's name without `.hex`.
    pub name: &'static str,
    /// Which peer it is and what happens.
    pub title: &'static str,
    /// What was sent, in the order of arrival.
    pub segments: Vec<Segment>,
}

impl Transcript {
    /// Reads the text of a file.
    ///
    /// # Panics
    ///
    /// On a line that is not in the form above, or if there is no title.
    #[must_use]
    pub fn parse(name: &'static str, text: &'static str) -> Self {
        let mut title = None;
        let mut segments = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Some(comment) = line.strip_prefix('#') {
                title.get_or_insert_with(|| comment.trim());
            } else {
                let read = segment(line);
                segments.push(
                    read.unwrap_or_else(|| panic!("{name}: line {line:?}")),
                );
            }
        }
        let title = title.unwrap_or_else(|| panic!("{name}: no title"));
        Self { name, title, segments }
    }

    /// All that one end sent.
    #[must_use]
    pub fn stream(&self, direction: Direction) -> Vec<u8> {
        self.chunks(direction).collect::<Vec<_>>().concat()
    }

    /// What one end sent, as it was cut on the wire.
    pub fn chunks(&self, direction: Direction) -> impl Iterator<Item = &[u8]> {
        self.segments
            .iter()
            .filter(move |segment| segment.direction == direction)
            .map(|segment| &segment.octets[..])
    }
}

fn segment(line: &str) -> Option<Segment> {
    let mut words = line.split_ascii_whitespace();
    let (seconds, micros) = words.next()?.split_once('.')?;
    if micros.len() != 6 {
        return None;
    }
    let micros = Duration::from_micros(micros.parse().ok()?);
    let at = Duration::from_secs(seconds.parse().ok()?) + micros;
    let direction = match words.next()? {
        "S>" => Direction::Server,
        "C>" => Direction::Client,
        _ => return None,
    };
    let octets = crate::wire::hex(words.next()?)?;
    let whole = words.next().is_none() && !octets.is_empty();
    whole.then_some(Segment { at, direction, octets })
}

/// Declares the files, which lie in `vectors/transcripts`.
macro_rules! files {
    ($($name:literal)*) => {
        &[$((
            $name,
            include_str!(concat!(
                "../vectors/transcripts/", $name, ".hex"
            )),
        ),)*]
    };
}

static FILES: &[(&str, &str)] = files! {
    "client-curl-echo"
    "client-curl-opts-rich"
    "client-curl-plain"
    "client-curl-rich"
    "client-esptool"
    "client-expect-telnet-rich"
    "client-inetutils-telnet-echo"
    "client-inetutils-telnet-plain"
    "client-inetutils-telnet-rich"
    "client-perl-net-telnet-rich"
    "client-plink-telnet-echo"
    "client-plink-telnet-plain"
    "client-plink-telnet-rich"
    "client-python-telnetlib-rich"
    "client-telnetlib3-client-echo"
    "client-telnetlib3-client-mud"
    "client-telnetlib3-client-plain"
    "client-telnetlib3-client-rich"
    "inetutils-telnetd-linemode.client-inetutils"
    "inetutils-telnetd-linemode.client-netkit"
    "inetutils-telnetd-linemode.silent"
    "inetutils-telnetd-sh.client-inetutils"
    "inetutils-telnetd-sh.silent"
    "inetutils-telnetd.badlogin"
    "inetutils-telnetd.client-kermit"
    "inetutils-telnetd.login-accept"
    "inetutils-telnetd.login-telnetlib-refuse"
    "inetutils-telnetd.silent"
    "inetutils-telnetd.ttype-unanswered"
    "ser2net.client-pyserial"
    "ser2net.refuse"
    "ser2net.rfc2217"
    "ser2net.silent"
    "telnet-chatd.mccp2"
    "telnet-chatd.refuse"
    "telnet-chatd.silent"
    "telnetlib3-server.accept"
    "telnetlib3-server.mccp"
    "telnetlib3-server.pty"
    "telnetlib3-server.refuse"
    "telnetlib3-server.silent"
    "tinymux.accept"
    "tinymux.client-tf5"
    "tinymux.client-tintin"
    "tinymux.refuse"
    "tinymux.silent"
};

/// All transcripts, by name.
///
/// # Panics
///
/// If a file is not in the form that [`Transcript::parse`] reads.
#[must_use]
pub fn all() -> Vec<Transcript> {
    FILES.iter().map(|&(name, text)| Transcript::parse(name, text)).collect()
}

/// The transcript of that name.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn named(name: &str) -> Transcript {
    let found = FILES.iter().find(|(known, _)| *known == name);
    let &(name, text) =
        found.unwrap_or_else(|| panic!("no transcript {name:?}"));
    Transcript::parse(name, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_declared() {
        let folder =
            concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/transcripts");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        there.sort();
        let declared: Vec<String> =
            FILES.iter().map(|(name, _)| format!("{name}.hex")).collect();
        assert_eq!(declared, there);
    }

    #[test]
    fn transcripts_are_small_titled_and_in_order() {
        for transcript in all() {
            let Transcript { name, title, segments } = transcript;
            assert!(title.len() > 10, "{name}: title {title:?}");
            assert!(segments.is_sorted_by_key(|s| s.at), "{name}: order");
            let octets: usize = segments.iter().map(|s| s.octets.len()).sum();
            assert!((1..=6144).contains(&octets), "{name}: {octets}");
        }
    }

    #[test]
    fn a_file_is_read_line_by_line() {
        let text = "# T, 1: x\n0.000001 S> fffb01\n2.500000 C> 41\n# y\n";
        let read = Transcript::parse("t", text);
        assert_eq!((read.name, read.title), ("t", "T, 1: x"));
        assert_eq!(read.stream(Direction::Server), b"\xFF\xFB\x01");
        assert_eq!(read.stream(Direction::Client), b"A");
        assert_eq!(read.segments[0].at, Duration::from_micros(1));
        assert_eq!(read.segments[1].at, Duration::from_millis(2500));
    }

    #[test]
    fn bad_lines_are_refused() {
        for line in [
            "",
            "0.000001 S>",
            "0.000001 X> 41",
            "0.1 S> 41",
            "0.000001 S> 4",
            "0.000001 S> 4x",
            "0.000001 S> 41 41",
        ] {
            assert_eq!(segment(line), None, "{line:?}");
        }
    }

    #[test]
    fn one_is_found_by_its_name() {
        let chat = named("telnet-chatd.silent");
        let said = chat.stream(Direction::Server);
        assert_eq!(said, b"\xFF\xFB\x56Enter name: \xFF\xFB\x01");
        assert_eq!(chat.chunks(Direction::Server).count(), 3);
        assert_eq!(chat.chunks(Direction::Client).count(), 0);
    }
}
