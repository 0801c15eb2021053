//! Requests that are under way, and the answers to them.

use std::time::{Duration, Instant};

use telnet_session::Session;
use telnet_session::proto::sub::Role;
use telnet_session::proto::sub::com_port::ComPort;

use crate::quirk::{Quirk, Quirks};
use crate::request::{Outcome, Request, Subject};
use crate::setting::Setting;
use crate::wire;

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It was not sent yet.
    Waits,
    /// It was sent.
    Sent,
    /// It is over.
    Over(Outcome),
}

#[derive(Clone, Copy, Debug)]
struct Item {
    request: Request,
    stage: Stage,
    /// Whether it was sent at all: it may be sent again.
    was_sent: bool,
    /// An answer that may be to an older request.
    doubtful: Option<Setting>,
}

impl Item {
    fn is_for(&self, subject: Subject) -> bool {
        self.was_sent
            && !self.is_over()
            && self.request.subject().is_answered_by(subject)
    }

    fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over(_))
    }
}

/// The requests that were made last, and what is known of answers in general.
#[derive(Debug, Default)]
pub(super) struct Batch {
    items: Vec<Item>,
    /// Of which subjects an answer may come that nobody waits for: one entry
    /// for each such answer.
    owed: Vec<Subject>,
    /// What the server never answers.
    mute: Vec<Subject>,
    /// Whether the server wants one request at a time.
    one_by_one: bool,
    /// Since when nothing has moved.
    since: Option<Instant>,
}

/// Most answers to older requests that are awaited.
const MOST_OWED: usize = 64;

impl Batch {
    /// Begins with other requests. Those under way are given up.
    pub(super) fn begin(&mut self, requests: impl Iterator<Item = Request>) {
        for item in std::mem::take(&mut self.items) {
            if item.stage == Stage::Sent {
                self.owe(item.request.subject());
            }
        }
        self.items = requests
            .map(|request| Item {
                request,
                stage: Stage::Waits,
                was_sent: false,
                doubtful: None,
            })
            .collect();
        self.since = None;
    }

    fn owe(&mut self, subject: Subject) {
        if self.owed.len() < MOST_OWED {
            self.owed.push(subject);
        }
    }

    /// Whether an answer was owed, which this one is then.
    fn settle(&mut self, subject: Subject) -> bool {
        let owed = |it: &Subject| it.is_answered_by(subject);
        let place = self.owed.iter().position(owed);
        place.map(|at| self.owed.remove(at)).is_some()
    }

    /// Queues what may be sent now, as far as there is room.
    pub(super) fn send(&mut self, session: &mut Session, now: Instant) {
        for at in 0..self.items.len() {
            let under_way = |it: &Item| it.stage == Stage::Sent;
            if self.one_by_one && self.items.iter().any(under_way) {
                return;
            }
            let Some(item) = self.items.get_mut(at) else { return };
            if item.stage != Stage::Waits {
                continue;
            }
            let (request, subject) = (item.request, item.request.subject());
            // Two of one kind would have answers that nobody tells apart.
            let same = |it: &Item| {
                it.stage == Stage::Sent
                    && it.request.subject().is_answered_by(subject)
            };
            if self.items.iter().any(same) {
                return;
            }
            let command = request.command();
            if wire::command(session, command, Role::Client).is_err() {
                return;
            }
            let is_mute = self.mute.contains(&subject);
            if is_mute {
                self.owe(subject);
            }
            let stage = match is_mute {
                true => Stage::Over(Outcome::Unanswered),
                false => Stage::Sent,
            };
            if let Some(item) = self.items.get_mut(at) {
                item.stage = stage;
                item.was_sent = true;
            }
            self.since = Some(now);
        }
    }

    /// Whether a request of this subject is under way.
    pub(super) fn awaits(&self, subject: Subject) -> bool {
        self.items.iter().any(|it| it.is_for(subject))
    }

    /// An answer has come.
    pub(super) fn answer(&mut self, command: ComPort<'_>, quirks: &mut Quirks) {
        let Some(subject) = Subject::of_answer(command) else { return };
        let is = Setting::of(command);
        // A server that answers late after all is not mute.
        self.mute.retain(|it| !it.is_answered_by(subject));
        // Something has moved: patience begins anew.
        self.since = None;
        let Some(at) = self.items.iter().position(|it| it.is_for(subject))
        else {
            self.settle(subject);
            return;
        };
        let Some(asked) = self.items.get(at).map(|it| it.request) else {
            return;
        };
        let is_as_asked = match asked {
            Request::Set(wanted) => is == Some(wanted),
            Request::Get(_) => false,
            Request::LineMask(_)
            | Request::ModemMask(_)
            | Request::Purge(_)
            | Request::Signature => true,
        };
        if is_as_asked {
            // Whatever was owed before does not matter.
            self.owed.retain(|it| !it.is_answered_by(subject));
        } else if self.settle(subject) {
            if let Some(item) = self.items.get_mut(at) {
                item.doubtful = is;
            }
            return;
        }
        let outcome = judge(asked, is, quirks);
        if let Some(item) = self.items.get_mut(at) {
            item.stage = Stage::Over(outcome);
        }
    }

    /// A mask was answered, if it is under way: by the state that it is for.
    pub(super) fn answer_mask(&mut self, mask: Subject, quirks: &mut Quirks) {
        for item in &mut self.items {
            if item.is_for(mask) {
                item.stage = Stage::Over(Outcome::Done);
                quirks.note(Quirk::MaskAnsweredByState(mask));
                self.since = None;
            }
        }
    }

    /// When patience is over, if requests are under way.
    pub(super) fn impatient_at(&self, patience: Duration) -> Option<Instant> {
        self.since?.checked_add(patience)
    }

    /// Time has passed: what is under way for too long is sent once more, one
    /// by one, or given up.
    pub(super) fn look_at(
        &mut self,
        now: Instant,
        patience: Duration,
        quirks: &mut Quirks,
    ) {
        let Some(since) = self.since else {
            self.since = Some(now);
            return;
        };
        if now.saturating_duration_since(since) < patience {
            return;
        }
        self.since = Some(now);
        let sent = |it: &&mut Item| it.stage == Stage::Sent;
        let is_needed = |it: &Item| {
            it.stage == Stage::Sent && it.request.subject().is_needed()
        };
        let again = !self.one_by_one
            && self.items.len() > 1
            && self.items.iter().any(is_needed);
        let mut owed = Vec::new();
        for item in self.items.iter_mut().filter(sent) {
            let subject = item.request.subject();
            owed.push(subject);
            if !subject.is_needed() {
                give_up(item, &mut self.mute, quirks);
            } else if again {
                item.stage = Stage::Waits;
            } else {
                // It was sent again already: it has until the deadline.
                owed.pop();
            }
        }
        for subject in owed {
            self.owe(subject);
        }
        if again {
            self.one_by_one = true;
            quirks.note(Quirk::OneByOne);
        }
    }

    /// The time is over: what has no answer has none.
    pub(super) fn end(&mut self, quirks: &mut Quirks) {
        let mut owed = Vec::new();
        for item in &mut self.items {
            if item.stage == Stage::Sent {
                owed.push(item.request.subject());
            }
            if !item.is_over() {
                give_up(item, &mut self.mute, quirks);
            }
        }
        for subject in owed {
            self.owe(subject);
        }
    }

    /// What has come of all of them, once they are over.
    pub(super) fn report(&mut self) -> Option<Vec<(Request, Outcome)>> {
        if !self.items.iter().all(Item::is_over) {
            return None;
        }
        let items = std::mem::take(&mut self.items);
        let replies = items.into_iter().map(|item| match item.stage {
            Stage::Over(outcome) => (item.request, outcome),
            Stage::Waits | Stage::Sent => (item.request, Outcome::Unanswered),
        });
        Some(replies.collect())
    }
}

/// No answer has come, or a doubtful one.
fn give_up(item: &mut Item, mute: &mut Vec<Subject>, quirks: &mut Quirks) {
    let subject = item.request.subject();
    let was_sent = item.stage == Stage::Sent;
    item.stage = Stage::Over(match item.doubtful {
        Some(is) if item.request != Request::Set(is) => Outcome::Is(is),
        Some(_) => Outcome::Done,
        None => Outcome::Unanswered,
    });
    if item.doubtful.is_none() && was_sent {
        quirks.note(Quirk::Unanswered(subject));
        if !subject.is_needed() && !mute.contains(&subject) {
            mute.push(subject);
        }
    }
}

/// What an answer says to a request.
fn judge(
    request: Request,
    is: Option<Setting>,
    quirks: &mut Quirks,
) -> Outcome {
    let subject = request.subject();
    match (request, is) {
        (Request::Set(wanted), Some(is)) if wanted == is => Outcome::Done,
        (Request::Set(Setting::Break(false)), Some(Setting::Break(true))) => {
            quirks.note(Quirk::BreakOffAnsweredOn);
            Outcome::Done
        }
        (Request::Set(_) | Request::Get(_), Some(is)) => Outcome::Is(is),
        (Request::Get(_), None) => {
            quirks.note(Quirk::QuestionEchoed(subject));
            Outcome::Unanswered
        }
        (Request::Set(_), None) => {
            quirks.note(Quirk::UnknownValue(subject));
            Outcome::Unanswered
        }
        (
            Request::LineMask(_)
            | Request::ModemMask(_)
            | Request::Purge(_)
            | Request::Signature,
            _,
        ) => Outcome::Done,
    }
}
