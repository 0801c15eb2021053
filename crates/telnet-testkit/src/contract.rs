//! What CPython's telnetlib did, recorded: the scripts of
//! `vectors/telnetlib`, whose README explains the format.

use std::time::Duration;

use crate::wire::hex;

/// One recorded conversation.
#[derive(Clone, Debug)]
pub struct Script {
    /// Unlike all others.
    pub name: &'static str,
    /// Whether there never was a connection.
    pub unopened: bool,
    /// Host and port; debug lines are then recorded whole.
    pub peer: Option<(&'static str, &'static str)>,
    /// The option callback at the start.
    pub callback: Callback,
    /// The debug level at the start.
    pub debug: i32,
    /// Whether what its `expect`s give hangs on nothing but the text.
    pub early: bool,
    /// What the peer does.
    pub arrivals: Vec<Arrival>,
    /// What the user does, and what came of it.
    pub calls: Vec<Call>,
}

/// One thing that the peer does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Octets arrive; one recv takes 50 of them at most.
    Chunk(Vec<u8>),
    /// Nothing comes for as long as one waits.
    Quiet,
    /// The end of the stream.
    Eof,
    /// The next item comes after so long.
    After(Duration),
    /// The next item is there, but to read it takes so long.
    Slow(Duration),
}

/// What the option callback does besides being noted down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callback {
    /// There is none.
    None,
    /// Reads the subnegotiation at SE.
    Log,
    /// Nothing.
    Keep,
    /// Looks at the text that can be read.
    Peek,
    /// Answers DO with WILL and WILL with DO.
    Agree,
}

/// One call, what happened during it, and its result.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method of telnetlib.
    pub method: &'static str,
    /// Its arguments, as written.
    pub argument: &'static str,
    /// Its timeout in seconds; below 0 is as good as 0.
    pub timeout: Option<f64>,
    /// The lines `sent`, `cb`, `sb`, `peek`, `msg`, `line`, `match`.
    pub events: Vec<&'static str>,
    /// `return HEX` or `raise ERROR`.
    pub result: &'static str,
}

impl Call {
    /// The argument as octets.
    #[must_use]
    pub fn octets(&self) -> Vec<u8> {
        octets(self.argument)
    }

    /// The arguments of `expect`: regular expressions.
    #[must_use]
    pub fn patterns(&self) -> Vec<String> {
        let words = self.argument.split(' ').filter(|word| !word.is_empty());
        let sources = words.map(octets);
        let text = |it| String::from_utf8(it).expect("patterns are ASCII");
        sources.map(text).collect()
    }

    /// The octets that were sent during the call.
    #[must_use]
    pub fn sent(&self) -> Vec<u8> {
        let sent = self.events.iter().filter_map(|e| e.strip_prefix("sent "));
        sent.flat_map(octets).collect()
    }

    /// All that happened but for `sent`, in order.
    pub fn noted(&self) -> impl Iterator<Item = &'static str> {
        self.events.iter().copied().filter(|e| !e.starts_with("sent "))
    }
}

/// Octets as the vectors write them: `-` is none.
#[must_use]
pub fn octets(text: &str) -> Vec<u8> {
    if text == "-" {
        Vec::new()
    } else {
        hex(text).expect("hexadecimal octets")
    }
}

macro_rules! files {
    ($($name:literal)*) => {
        &[$(include_str!(concat!("../vectors/telnetlib/", $name, ".txt"))),*]
    };
}

const FILES: &[&str] = files![
    "read_family" "commands" "cuts" "negotiation" "subnegotiation" "nul_xon"
    "callback" "eof" "timeout" "write" "debug" "close" "cpython_tests"
    "random_plain" "random_log" "expect" "expect_octets" "random_expect"
    "random_octets"
];

/// All scripts.
#[must_use]
pub fn all() -> Vec<Script> {
    FILES.iter().flat_map(|text| parse(text)).collect()
}

fn parse(text: &'static str) -> Vec<Script> {
    let mut scripts = Vec::new();
    let mut open: Option<Script> = None;
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    for line in lines {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if word == "script" {
            open = Some(Script::new(rest));
            continue;
        }
        if word == "end" {
            scripts.push(open.take().expect("end of no script"));
            continue;
        }
        let script = open.as_mut().expect("line outside a script");
        script.add(word, rest, line);
    }
    assert!(open.is_none(), "a script without end");
    scripts
}

impl Script {
    const fn new(name: &'static str) -> Self {
        Self {
            name,
            unopened: false,
            peer: None,
            callback: Callback::None,
            debug: 0,
            early: false,
            arrivals: Vec::new(),
            calls: Vec::new(),
        }
    }

    fn add(&mut self, word: &str, rest: &'static str, line: &'static str) {
        match word {
            "unopened" => self.unopened = true,
            "peer" => self.peer = rest.split_once(' '),
            "callback" => self.callback = Callback::parse(rest),
            "debug" => self.debug = rest.parse().expect("a debug level"),
            "early" => self.early = true,
            "arrive" => match rest.strip_prefix("each ") {
                Some(each) => self.arrivals.extend(
                    octets(each).into_iter().map(|it| Arrival::Chunk(vec![it])),
                ),
                None => self.arrivals.push(Arrival::parse(rest)),
            },
            "call" => self.calls.push(Call::parse(rest)),
            _ => {
                let call = self.calls.last_mut().expect("event of no call");
                if matches!(word, "return" | "raise") {
                    call.result = line;
                } else {
                    call.events.push(line);
                }
            }
        }
    }
}

impl Callback {
    /// From its name in the vectors.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name {
            "none" => Self::None,
            "log" => Self::Log,
            "keep" => Self::Keep,
            "peek" => Self::Peek,
            "agree" => Self::Agree,
            _ => panic!("unknown callback {name}"),
        }
    }
}

impl Arrival {
    fn parse(text: &str) -> Self {
        let time = |s: &str| {
            Duration::from_secs_f64(s.parse().expect("a time in seconds"))
        };
        match text.split_once(' ') {
            Some(("after", seconds)) => Self::After(time(seconds)),
            Some(("slow", seconds)) => Self::Slow(time(seconds)),
            _ if text == "quiet" => Self::Quiet,
            _ if text == "eof" => Self::Eof,
            _ => Self::Chunk(octets(text)),
        }
    }
}

impl Call {
    fn parse(text: &'static str) -> Self {
        let (text, timeout) = match text.split_once(" timeout ") {
            Some((text, s)) => (text, Some(s.parse().expect("a timeout"))),
            None => (text, None),
        };
        let (method, argument) = text.split_once(' ').unwrap_or((text, ""));
        Self { method, argument, timeout, events: Vec::new(), result: "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_of_every_script_has_a_result() {
        assert!(all().len() > 800, "{} scripts", all().len());
        for script in all() {
            assert!(!script.calls.is_empty(), "{}", script.name);
            for call in &script.calls {
                let known = call.result.starts_with("return ")
                    || call.result.starts_with("raise ");
                assert!(known, "{}: {call:?}", script.name);
            }
        }
    }

    #[test]
    fn what_expect_found_stands_in_its_call() {
        let scripts = all();
        let script = scripts.iter().find(|it| it.name == "expect-groups");
        let call = &script.unwrap().calls[0];
        assert_eq!(call.patterns(), ["([0-9.]+)/([0-9]+) "]);
        assert_eq!(call.events, ["match 0 5-18 5-14 15-17"]);
        let early = scripts.iter().filter(|script| script.early);
        let alone =
            |it: &Arrival| !matches!(it, Arrival::Chunk(c) if c.len() != 1);
        assert!(early.clone().count() > 100);
        for script in early {
            assert!(script.arrivals.iter().all(alone), "{}", script.name);
            let expects = script
                .calls
                .iter()
                .all(|call| matches!(call.method, "expect" | "read_all"));
            assert!(expects, "{}", script.name);
        }
    }
}
