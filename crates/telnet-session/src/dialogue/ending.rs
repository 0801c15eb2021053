//! How a command that runs comes to its end.

use std::io::{self, Write};

use super::cli::Cli;
use super::error::DialogueError;
use super::failure::Failure;
use super::reply::Reply;
use super::running::Running;
use super::sent::{End, Sent};
use super::standing::Standing;
use crate::session::Session;

/// Output that is handed on waits for the echo for so many octets.
const PATIENCE: usize = 64 << 10;

/// So many lines are held back: they may belong to the prompt.
const LINES: usize = 5;

/// What is expected, in words.
const WANTED: &str = "the prompt";

impl Running {
    /// Hands on what is known to be output.
    pub(super) fn hand_on(
        &mut self,
        session: &mut Session,
        writer: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(sent) = self.sent.as_mut() else { return Ok(()) };
        if sent.marker.is_some() {
            return Ok(());
        }
        let heard = &mut sent.heard;
        if !heard.has_echo() {
            if heard.text.len() < PATIENCE {
                return Ok(());
            }
            // No echo comes any more.
            heard.end(&sent.prompt, b"");
        }
        let output = heard.take_all_but(LINES);
        writer.write_all(&output)?;
        if sent.head.len() < PATIENCE {
            sent.head.extend_from_slice(&output);
            sent.head.truncate(PATIENCE);
        }
        if let Some(secret) = &mut sent.secret {
            secret.ahead(output.len());
        }
        self.talk.forget(output.len());
        self.talk.read(session);
        sent.from = self.talk.seen();
        Ok(())
    }

    pub(super) fn end(
        &mut self,
        mut sent: Sent,
        end: End,
        session: &mut Session,
    ) -> Result<Reply, DialogueError> {
        let has_echo = sent.heard.has_echo();
        let mut reply = match end {
            End::Prompt(standing) => self.end_at_prompt(&mut sent, &standing),
            End::Marker(start, end) => {
                self.end_at_marker(&mut sent, start, end, session)
            }
        };
        if let Some(secret) = &sent.secret {
            secret.mask(&mut sent.heard.text);
        }
        reply.text = std::mem::take(&mut sent.heard.text).into();
        reply.before = std::mem::take(&mut sent.heard.before).into();
        reply.echo = std::mem::take(&mut sent.heard.echo).into();
        reply.raw = self.talk.end(session, sent.from.text());
        reply.refused = reply.refusal(&sent.head, &self.cli);
        if sent.is_lost && !has_echo && !self.is_resync {
            let said = [&reply.before[..], &reply.text, &reply.prompt].concat();
            return Err(DialogueError::OutOfStep { said: said.into() });
        }
        let console = session.console();
        console.end_line();
        console.set_echoes(has_echo);
        if sent.marker.is_none() {
            console.learn(&sent.prompt);
            console.learn(reply.last_line());
        }
        let refuses = |it: &[u8]| self.cli.refuses(it);
        let mut lines = reply.text.split(|it| *it == b'\n');
        if sent.secret.is_some() && lines.any(refuses) {
            return Err(DialogueError::Refused { said: reply.text });
        }
        Ok(reply)
    }

    fn end_at_prompt(&self, sent: &mut Sent, standing: &Standing) -> Reply {
        let heard = &mut sent.heard;
        let line = self.talk.line();
        let prompt = line.get(standing.prompt.clone()).unwrap_or_default();
        let prompt =
            if prompt == sent.prompt { prompt } else { with_one_blank(prompt) };
        heard.end(&sent.prompt, prompt);
        // A prompt that the cursor left, and that was drawn again.
        let left = self.talk.screen.left().trim_ascii();
        if !left.is_empty() && left == prompt.trim_ascii() {
            heard.drop_last_line(left);
        }
        let mut lines = standing.lines;
        if lines == 0 && heard.last_line().is_some_and(Cli::is_preface) {
            lines = 1;
        }
        let mut whole = heard.take_lines(lines);
        whole.extend_from_slice(prompt);
        let mut shown = Vec::new();
        self.talk.screen.show(&mut shown);
        let rest = line.len() - standing.text;
        shown.truncate(shown.len().saturating_sub(rest));
        heard.text.append(&mut shown);
        Reply { prompt: whole.into(), ..Reply::default() }
    }

    /// The text is read again, up to the prompt in it.
    fn end_at_marker(
        &mut self,
        sent: &mut Sent,
        start: usize,
        end: usize,
        session: &mut Session,
    ) -> Reply {
        let raw = session.unread_from(sent.from.text());
        let prompt = raw.get(start..end).unwrap_or_default().to_vec();
        let place =
            |n: usize| session.inbox().place(sent.from.text() + n as u64);
        let (upto, behind) = (place(start), place(end));
        self.talk.begin(session);
        let mut before = Vec::new();
        let from = self.talk.seen();
        self.talk.see(sent.from);
        self.talk.show(session, from, &mut before);
        let mut heard = sent.heard.again(&self.talk.line(), before);
        let from = sent.from;
        let (_, host) = sent.parts(&self.cli, session);
        for text in session.inbox().all_from(from, upto.text()) {
            heard.take(&mut self.talk.screen, text, &host);
        }
        heard.end(&sent.prompt, b"");
        self.talk.screen.show(&mut heard.text);
        self.talk.see(behind);
        self.talk.show(session, upto, &mut Vec::new());
        sent.heard = heard;
        Reply { prompt: prompt.into(), ..Reply::default() }
    }

    pub(super) fn fail(
        &self,
        mut sent: Sent,
        why: Failure,
        session: &mut Session,
    ) -> DialogueError {
        sent.heard.end(&sent.prompt, b"");
        let mut said = std::mem::take(&mut sent.heard.before);
        let from = said.len();
        said.append(&mut sent.heard.text);
        self.talk.screen.show(&mut said);
        if let Some(secret) = sent.secret {
            secret.behind(from).mask(&mut said);
        }
        let _raw = self.talk.end(session, sent.from.text());
        if let Failure::Asked(_) = why {
            session.console().end_line();
        }
        why.error(WANTED, said.into(), session)
    }
}

/// A prompt without more than one blank at its end: where it is drawn again,
/// there are more for a while.
fn with_one_blank(prompt: &[u8]) -> &[u8] {
    let len = prompt.trim_ascii_end().len() + 1;
    prompt.get(..len).unwrap_or(prompt)
}
