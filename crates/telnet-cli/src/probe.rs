//! What a host offers and agrees to.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use clap::Args;
use telnet_blocking::proto::Change;
use telnet_blocking::wait::Received;
use telnet_blocking::{Config, EventKind, Side, TelnetOption};

use crate::connect::{Line, Reach, seconds};
use crate::exit::{Code, Exit};
use crate::host::Host;
use crate::print::print;

/// Print what a host offers and agrees to, without logging in
#[derive(Args, Clone, Debug)]
pub(crate) struct Probe {
    #[command(flatten)]
    host: Host,
    #[command(flatten)]
    reach: Reach,
    /// Print JSON in the place of a table
    #[arg(long)]
    json: bool,
    /// Listen for so long, before and after the host is asked
    #[arg(
        long, value_name = "SECONDS", default_value = "2",
        value_parser = seconds
    )]
    wait: Duration,
}

/// What is asked for: nothing that changes how the stream is read, ends the
/// connection, or has an identity shown.
const ASKED: [TelnetOption; 18] = [
    TelnetOption::BINARY,
    TelnetOption::ECHO,
    TelnetOption::SGA,
    TelnetOption::STATUS,
    TelnetOption::SNDLOC,
    TelnetOption::TTYPE,
    TelnetOption::EOR,
    TelnetOption::NAWS,
    TelnetOption::TSPEED,
    TelnetOption::LFLOW,
    TelnetOption::LINEMODE,
    TelnetOption::XDISPLOC,
    TelnetOption::NEW_ENVIRON,
    TelnetOption::CHARSET,
    TelnetOption::COM_PORT_OPTION,
    TelnetOption::MSDP,
    TelnetOption::MSSP,
    TelnetOption::GMCP,
];

/// Most octets of the greeting that are kept.
const GREETING: usize = 1024;

/// What a host said of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// It said so before it was asked: it would do it itself, or asks us to.
    Offers,
    Agrees,
    Refuses,
    /// No answer came.
    Silent,
}

impl Word {
    /// The word for what the host does, or wants of the client.
    const fn name(self, is_ours: bool) -> &'static str {
        match self {
            Self::Offers if is_ours => "asks",
            Self::Offers => "offers",
            Self::Agrees => "agrees",
            Self::Refuses => "refuses",
            Self::Silent => "silent",
        }
    }
}

/// What is known of a host, by side (the host's first) and option.
#[derive(Default)]
struct Findings {
    words: BTreeMap<(bool, u8), Word>,
    greeting: Vec<u8>,
    is_over: bool,
}

impl Probe {
    /// Asks the host, and prints what it said.
    pub(crate) fn run(&self) -> Result<(), Exit> {
        let target = self.host.target()?.ok_or_else(|| {
            Exit::new(Code::Usage, "no host was given: see probe --help")
        })?;
        let config = Config::new().events(true);
        let mut line = self.reach.connect(&target, config)?;
        let mut found = Findings::default();
        let broken = |it: io::Error| Exit::broken(&it);
        found.listen(&mut line, self.wait).map_err(broken)?;
        found.ask(&mut line);
        found.listen(&mut line, self.wait).map_err(broken)?;
        // A host that does not take its leave has been asked all the same.
        let _late = line.close();
        let text = if self.json {
            found.json(&target.to_string())
        } else {
            found.table(&target.to_string())
        };
        print(text.as_bytes())
    }
}

impl Findings {
    /// Takes in what comes within a time.
    fn listen(&mut self, line: &mut Line, time: Duration) -> io::Result<()> {
        let end = Instant::now() + time;
        while !self.is_over {
            let left = end.saturating_duration_since(Instant::now());
            match line.read_next(left) {
                Err(it) if it.kind() == ErrorKind::TimedOut => return Ok(()),
                received => match received? {
                    None => self.is_over = true,
                    Some(Received::Text(text)) => {
                        let room = GREETING - self.greeting.len();
                        let kept = text.get(..room).unwrap_or(&text);
                        self.greeting.extend_from_slice(kept);
                    }
                    Some(Received::Event(event)) => self.hear(&event.kind),
                },
            }
            if left.is_zero() {
                break;
            }
        }
        Ok(())
    }

    fn hear(&mut self, kind: &EventKind) {
        let EventKind::Option { side, option, change } = kind else { return };
        let place = (*side == Side::Local, option.code());
        let asked = self.words.get(&place) == Some(&Word::Silent);
        let word = if *change == Change::Enabled && asked {
            Word::Agrees
        } else if *change == Change::Refused && asked {
            Word::Refuses
        } else if matches!(change, Change::Denied | Change::Enabled) && !asked {
            Word::Offers
        } else {
            return;
        };
        self.words.insert(place, word);
    }

    /// Asks for what the host has not offered by itself.
    fn ask(&mut self, line: &mut Line) {
        for side in [Side::Remote, Side::Local] {
            for option in ASKED {
                let place = (side == Side::Local, option.code());
                // One end alone may echo, and that is the host.
                let is_odd = option == TelnetOption::ECHO && place.0;
                if is_odd || self.words.contains_key(&place) {
                    continue;
                }
                self.words.insert(place, Word::Silent);
                line.session_mut().request(side, option, true);
            }
        }
    }

    /// For a reader: what it offers and agrees to, and how much it does not.
    fn table(&self, host: &str) -> String {
        let mut text = format!("{host}\n");
        for ((is_ours, code), word) in &self.words {
            if matches!(word, Word::Offers | Word::Agrees) {
                let whose = if *is_ours { "client" } else { "host" };
                let option = TelnetOption::from(*code).to_string();
                let word = word.name(*is_ours);
                text.push_str(&format!("{whose:8}{option:16}{word}\n"));
            }
        }
        for word in [Word::Refuses, Word::Silent] {
            let count = self.words.values().filter(|it| **it == word).count();
            text.push_str(&format!("{:24}{count} options\n", word.name(false)));
        }
        let greeting = self.greeting.escape_ascii();
        text.push_str(&format!("greeting        \"{greeting}\"\n"));
        text
    }

    fn json(&self, host: &str) -> String {
        let options = self.words.iter().map(|((is_ours, code), word)| {
            let side = if *is_ours { "client" } else { "host" };
            let option = quoted(&TelnetOption::from(*code).to_string());
            let word = word.name(*is_ours);
            format!(
                "{{\"side\":\"{side}\",\"option\":{option},\"code\":{code},\
                 \"answer\":\"{word}\"}}"
            )
        });
        let options = options.collect::<Vec<_>>().join(",\n    ");
        let (host, greeting) =
            (quoted(host), quoted(&self.greeting.escape_ascii().to_string()));
        format!(
            "{{\n  \"host\": {host},\n  \"greeting\": {greeting},\n  \
             \"options\": [\n    {options}\n  ]\n}}\n"
        )
    }
}

/// A string of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
