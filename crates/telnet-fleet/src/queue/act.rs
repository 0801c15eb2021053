//! What a worker does about an order whose device it has locked.

use std::time::SystemTime;

use tokio::time::sleep;

use super::begun::Begun;
use super::effect::{Decision, Mark, Seen, decide};
use super::gate::Place;
use super::lease::{Lease, LostError};
use super::worker::{After, BUSY, LOOK, Shared};
use super::{QueueError, of};
use crate::brake::Admission;
use crate::embedded::report;
use crate::job::Moment;
use crate::measure;
use crate::order::Order;
use crate::report::{Report, Status};
use crate::verdict::{Attempt, Verdict, verdict};

/// A result that cannot be stored is tried again so often, a second apart.
const TRIES: u32 = 120;

impl Shared {
    /// Does what is decided about an order whose device is locked. An order that
    /// `is_new` is not looked up before.
    pub(super) async fn decided(
        &self,
        order: &Order,
        lease: &Lease,
        refusals: u32,
        is_new: bool,
        place: &mut Place,
    ) -> Result<After, QueueError> {
        if !place.begin().await {
            return Ok(After::Now);
        }
        let run = order.run_key();
        let is_cancelled = self.known.is_cancelled(&self.queue, &run).await?;
        let mut seen = Seen { is_cancelled, ..Seen::default() };
        // Handed out for the first time: nothing is known of it, which the queue
        // verifies before its device is changed.
        let mut is_new = is_new;
        loop {
            if !is_new {
                // Short calls of the queue, here and below, are boxes: a session
                // that waits is not to hold their memory.
                (seen.has_result, seen.mark) =
                    Box::pin(self.queue.seen(order)).await?;
            }
            let end = self.begin(order, seen, lease, refusals, is_new, place);
            match end.await? {
                Some(after) => return Ok(after),
                // It has had its session, or has it still.
                None if is_new && place.begin().await => is_new = false,
                None if is_new => return Ok(After::Now),
                None => return Ok(After::Leave),
            }
        }
    }

    /// Makes an attempt, or says why there is none. Nothing if more is to be known of
    /// an order that was held to be new.
    async fn begin(
        &self,
        order: &Order,
        seen: Seen,
        lease: &Lease,
        refusals: u32,
        is_new: bool,
        place: &mut Place,
    ) -> Result<Option<After>, QueueError> {
        if !lease.is_held() {
            return Ok(Some(After::Leave));
        }
        let decision = decide(order, seen, SystemTime::now());
        let Decision::Begin(number, mark) = decision else {
            if is_new {
                return Ok(None);
            }
            let end = Box::pin(self.not_begun(order, seen.mark, decision));
            return end.await.map(Some);
        };
        match self.known.admit(&self.queue, order, refusals).await? {
            Admission::Go => {}
            Admission::Later(_) => return Ok(Some(After::Later(BUSY))),
            Admission::Stopped if is_new => return Ok(None),
            Admission::Stopped => {
                let why = "its credential was refused too often at this site";
                let end = Decision::End(Status::Stopped, why);
                let end = Box::pin(self.not_begun(order, seen.mark, end));
                return end.await.map(Some);
            }
        }
        let mut begun = Begun::new(self, order, mark, is_new);
        let noted = if is_new {
            // It is noted before it changes its device.
            Ok(Ok(true))
        } else {
            Box::pin(lease.hold(begun.note(mark))).await
        };
        let end = match noted {
            Ok(Ok(_)) => begun.attempt(lease).await,
            Ok(Err(error)) => {
                self.known.tried(&self.queue, order, None).await;
                return Err(error);
            }
            Err(lost) => Err(lost),
        };
        place.ended();
        let login = end.as_ref().ok().and_then(|it| it.login);
        if !begun.is_tried {
            self.known.tried(&self.queue, order, login).await;
        }
        match end {
            Ok(_) if begun.was_known => Ok(None),
            Ok(it) => {
                let end = self.judged(&mut begun, number, mark, it);
                Box::pin(end).await.map(Some)
            }
            Err(LostError) => Ok(Some(After::Leave)),
        }
    }

    /// Ends an order without an attempt.
    async fn not_begun(
        &self,
        order: &Order,
        mark: Mark,
        decision: Decision,
    ) -> Result<After, QueueError> {
        let (status, why) = match decision {
            Decision::Drop | Decision::Begin(..) => return Ok(After::Ack),
            Decision::End(status, why) => (status, why),
            Decision::Bury(why) => (Status::Failed, why),
        };
        let it = self.unbegun(order, status, why, mark);
        if matches!(decision, Decision::Bury(_)) {
            let text = serde_json::to_vec(&(order, &it));
            let text = text.map_err(of("a result"))?;
            self.queue.bury(&order.site.as_word(), text).await?;
        }
        self.finish(order, &it).await
    }

    async fn judged(
        &self,
        begun: &mut Begun<'_>,
        number: u32,
        mark: Mark,
        attempt: Attempt,
    ) -> Result<After, QueueError> {
        let order = begun.order;
        match verdict(&order.job, number, &attempt) {
            Verdict::Again(wait) => {
                begun.note(mark.again()).await?;
                Ok(After::Later(wait))
            }
            Verdict::End(status) => {
                let it = report(order, number, status, attempt, &self.name);
                self.finish(order, &it).await
            }
        }
    }

    /// Stores a result: then, and not before, the order is acknowledged.
    async fn finish(
        &self,
        order: &Order,
        report: &Report,
    ) -> Result<After, QueueError> {
        let mut tries = 0;
        loop {
            match self.queue.store(order, report).await {
                Ok(()) => {
                    measure::ended(report);
                    return Ok(After::Ack);
                }
                Err(error) if tries == TRIES => return Err(error),
                Err(_) => sleep(LOOK).await,
            }
            tries += 1;
        }
    }

    /// The report of an order that is not begun, or not any more.
    fn unbegun(
        &self,
        order: &Order,
        status: Status,
        why: &str,
        mark: Mark,
    ) -> Report {
        let now = Moment(SystemTime::now());
        let mut it = Report::without(order, status, why, now);
        it.attempts = mark.ended + mark.deaths + u32::from(mark.is_open);
        it.worker.clone_from(&self.name);
        it
    }
}
