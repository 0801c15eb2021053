//! What a person at the terminal would have seen.

use std::io::{self, Write};

use crate::exclusive::Exclusive;
use crate::terminal::Screen;

/// What stands in place of a password.
pub(crate) const MASK: &[u8] = b"********";

/// Of what was typed so many octets wait for their echo.
const TYPED: usize = 4096;

pub(crate) type Stamp = Box<dyn FnMut() -> String + Send>;

/// What is known of data that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A terminal would show it.
    Open,
    /// The peer echoes, or it does not: it may be a secret.
    Echoed,
    /// It is a secret.
    Secret,
}

/// Writes what a person would have seen, line by line.
pub(crate) struct Transcript {
    to: Exclusive<Box<dyn Write + Send>>,
    stamp: Option<Exclusive<Stamp>>,
    screen: Screen,
    /// What was typed, as far as its echo is to come.
    typed: Vec<u8>,
    /// How much of that has come.
    echoed: usize,
    /// A password that the host may echo, up to the end of the line.
    secret: Option<Vec<u8>>,
    /// What became of writing.
    end: io::Result<()>,
    is_over: bool,
}

impl Transcript {
    pub(crate) fn new(to: Box<dyn Write + Send>, stamp: Option<Stamp>) -> Self {
        Self {
            to: Exclusive::new(to),
            stamp: stamp.map(Exclusive::new),
            screen: Screen::default(),
            typed: Vec::new(),
            echoed: 0,
            secret: None,
            end: Ok(()),
            is_over: false,
        }
    }

    /// Text or an escape sequence came.
    pub(crate) fn came(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some((&octet, after)) = rest.split_first() {
            let Some(&typed) = self.typed.get(self.echoed) else { break };
            if octet != typed {
                // No echo: the terminal shows what is typed.
                self.show_typed();
                break;
            }
            self.echoed += 1;
            rest = after;
            if self.typed.get(self.echoed).is_none_or(is_end) {
                let echo = std::mem::take(&mut self.typed);
                let echo = echo.get(..self.echoed).unwrap_or_default();
                self.echoed = 0;
                self.show(echo);
            }
        }
        self.show(rest);
    }

    /// Something was typed.
    pub(crate) fn typed(&mut self, data: &[u8], typed: Typed) {
        if data.first().is_none_or(is_end) {
            return;
        }
        match typed {
            // The host shows it, if anybody does.
            Typed::Echoed => {}
            Typed::Open => {
                if self.typed.len() + data.len() > TYPED {
                    self.show_typed();
                }
                self.typed.extend_from_slice(data);
            }
            Typed::Secret => {
                self.show_typed();
                let secret = data.split(is_end).next().unwrap_or_default();
                self.secret = Some(secret.to_vec());
                self.show(MASK);
            }
        }
    }

    fn show_typed(&mut self) {
        let typed = std::mem::take(&mut self.typed);
        let echo = typed.get(..self.echoed).unwrap_or_default();
        self.echoed = 0;
        self.show(&typed);
        self.show(echo);
    }

    fn show(&mut self, text: &[u8]) {
        let mut lines = Vec::new();
        self.screen.write(text, &mut lines);
        self.write(&lines);
    }

    /// Writes lines, each with LF.
    fn write(&mut self, lines: &[u8]) {
        for line in lines.split_inclusive(|it| *it == b'\n') {
            let shown = match self.secret.take() {
                Some(secret) => mask(line, &secret),
                None => line.to_vec(),
            };
            if self.end.is_ok() {
                self.end = self.write_line(&shown);
            }
        }
    }

    fn write_line(&mut self, line: &[u8]) -> io::Result<()> {
        if let Some(stamp) = &mut self.stamp {
            let stamp = stamp.get_mut()();
            self.to.get_mut().write_all(stamp.as_bytes())?;
        }
        self.to.get_mut().write_all(line)
    }

    /// Writes the line that stands.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_over, true) {
            return Ok(());
        }
        self.show_typed();
        let mut line = Vec::new();
        self.screen.show(&mut line);
        if !line.is_empty() {
            line.push(b'\n');
            self.write(&line);
        }
        std::mem::replace(&mut self.end, Ok(()))?;
        self.to.get_mut().flush()
    }
}

impl Drop for Transcript {
    fn drop(&mut self) {
        let _nobody_asks = self.finish();
    }
}

const fn is_end(octet: &u8) -> bool {
    matches!(*octet, b'\r' | b'\n')
}

/// A line without a password that the host has echoed.
fn mask(line: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut masked = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        if !secret.is_empty() && rest.starts_with(secret) {
            masked.extend_from_slice(MASK);
            rest = rest.get(secret.len()..).unwrap_or_default();
        } else if let Some((&octet, after)) = rest.split_first() {
            masked.push(octet);
            rest = after;
        }
    }
    masked
}
