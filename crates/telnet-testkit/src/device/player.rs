//! The device's end of the connection.

use core::time::Duration;
use std::collections::VecDeque;
use std::time::Instant;

use super::answer::{Answer, Cuts, Pauses};
use super::transcript::{Does, Step, Transcript};
use crate::oracle::{Item, decode};

/// A device that plays a transcript: it is told what it hears, and hands out
/// what it says, each with its time.
#[derive(Debug)]
pub struct Device<'a> {
    transcript: &'a Transcript,
    /// What it does, from the login to the last command.
    steps: Vec<Step>,
    /// How many of those are done or said.
    done: usize,
    cuts: Cuts,
    pauses: Pauses,
    /// What is said and has not been taken yet.
    pieces: VecDeque<(Instant, Vec<u8>)>,
    /// When it will have said what it is saying.
    free: Instant,
    /// All octets that came from the client, as they were on the wire.
    wire: Vec<u8>,
    /// How many of them, decoded, the steps done have heard.
    heard: usize,
    fault: Option<String>,
}

impl<'a> Device<'a> {
    /// A device that a client has just connected to.
    #[must_use]
    pub fn new(
        transcript: &'a Transcript,
        cuts: Cuts,
        pauses: Pauses,
        now: Instant,
    ) -> Self {
        let mut steps = transcript.opening.clone();
        for command in &transcript.commands {
            let does = Does::Hear(command.line.clone(), true);
            steps.push(Step { does, at: command.at });
            steps.extend(command.steps.iter().cloned());
        }
        let mut device = Self {
            transcript,
            steps,
            done: 0,
            cuts,
            pauses,
            pieces: VecDeque::new(),
            free: now,
            wire: Vec::new(),
            heard: 0,
            fault: None,
        };
        device.advance(now);
        device
    }

    /// When the next piece of what it says is there.
    #[must_use]
    pub fn next_at(&self) -> Option<Instant> {
        self.pieces.front().map(|&(at, _)| at)
    }

    /// The next piece of what it has said by `now`.
    pub fn take(&mut self, now: Instant) -> Option<Vec<u8>> {
        self.next_at().filter(|at| *at <= now)?;
        let (_, piece) = self.pieces.pop_front()?;
        self.advance(now);
        Some(piece)
    }

    /// It hears octets, Telnet commands among them. What comes while it is
    /// still saying something is heard after that.
    pub fn hear(&mut self, octets: &[u8], now: Instant) {
        self.wire.extend_from_slice(octets);
        self.advance(now);
    }

    /// The user has got the reply and rests: what the device says unasked is
    /// said. When it has said that.
    pub fn rest(&mut self, now: Instant) -> Instant {
        while let Some(Step { does: Does::Idle(time, octets), .. }) =
            self.steps.get(self.done)
        {
            let answer = Answer { octets: octets.clone(), ..Answer::default() };
            let time = *time;
            self.done += 1;
            self.free = self.free.max(now);
            self.push(&answer, time);
        }
        self.free.max(now)
    }

    /// What it has heard that is not in the transcript.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// All is played; what has been heard beyond that is a fault.
    pub fn end(&mut self) {
        let data = data(&self.wire);
        let rest = &data[self.heard..];
        if self.fault.is_none() && !rest.is_empty() {
            let rest = rest.escape_ascii();
            self.fault = Some(format!("heard \"{rest}\" at the end"));
        }
    }

    /// Where it is, for a message.
    #[must_use]
    pub fn place(&self) -> String {
        let Transcript { name, .. } = self.transcript;
        let data = data(&self.wire);
        let heard = data[self.heard..].escape_ascii();
        let left = self.pieces.len();
        let at = match self.steps.get(self.done) {
            Some(Step { at, does }) => format!("{name}.txt:{at}: {does:?}"),
            None => format!("{name}.txt, at the end"),
        };
        format!("{at}; {left} pieces not taken; \"{heard}\" not used")
    }

    /// Goes on as far as it can: what is said next is put in the queue once
    /// all before that was taken.
    fn advance(&mut self, now: Instant) {
        while self.pieces.is_empty() && self.fault.is_none() {
            let Some(step) = self.steps.get(self.done) else { return };
            match &step.does {
                Does::Hear(octets, enter) => {
                    let (octets, enter) = (octets.clone(), *enter);
                    if !self.listen(octets, enter, step.at) {
                        return;
                    }
                    self.done += 1;
                    self.free = self.free.max(now);
                }
                // It waits for the reply to be taken.
                Does::Idle(..) => return,
                Does::Say(_) | Does::Prompt(_) | Does::Wait(_) => {
                    let answer = self.answer();
                    self.push(&answer, Duration::ZERO);
                }
            }
        }
    }

    /// Whether it has heard this; a fault, if it has heard something else.
    fn listen(&mut self, mut wanted: Vec<u8>, enter: bool, at: usize) -> bool {
        if enter {
            wanted.extend(b"\r\n");
        }
        let data = data(&self.wire);
        let rest = &data[self.heard..];
        if rest.starts_with(&wanted) {
            self.heard += wanted.len();
            return true;
        }
        if !wanted.starts_with(rest) {
            let name = &self.transcript.name;
            let (rest, wanted) = (rest.escape_ascii(), wanted.escape_ascii());
            self.fault = Some(format!(
                "{name}.txt:{at}: heard \"{rest}\", not \"{wanted}\""
            ));
        }
        false
    }

    /// All that it says until it wants to hear something.
    fn answer(&mut self) -> Answer {
        let mut answer = Answer::default();
        while let Some(step) = self.steps.get(self.done) {
            let at = answer.octets.len();
            match &step.does {
                Does::Say(octets) => answer.octets.extend(octets),
                Does::Prompt(octets) => {
                    answer.octets.extend(octets);
                    answer.prompts.push(at..answer.octets.len());
                }
                Does::Wait(time) => answer.waits.push((at, *time)),
                Does::Hear(..) | Does::Idle(..) => break,
            }
            self.done += 1;
        }
        answer
    }

    fn push(&mut self, answer: &Answer, after: Duration) {
        self.free += after;
        for (time, octets) in answer.pieces(&mut self.cuts, &mut self.pauses) {
            self.free += time;
            self.pieces.push_back((self.free, octets));
        }
    }
}

/// What was typed: the wire without Telnet's commands.
fn data(wire: &[u8]) -> Vec<u8> {
    let items = decode(wire).into_iter().map(|item| match item {
        Item::Data(octets) => octets,
        Item::Command(_)
        | Item::Negotiation(_)
        | Item::SubBegin(_)
        | Item::SubData(_)
        | Item::SubEnd
        | Item::SubAborted(_)
        | Item::Malformed(_) => Vec::new(),
    });
    items.flatten().collect()
}
