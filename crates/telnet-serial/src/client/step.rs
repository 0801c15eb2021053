//! Waits to which the client is lent with each look: it may be shared between
//! the halves of a port.

use std::task::Poll;
use std::time::Instant;

use telnet_session::{Session, Wait};

use super::Client;

/// A wait without the client that it is of.
pub(crate) trait Step {
    type Output;

    fn poll(
        &mut self,
        client: &mut Client,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output>;

    fn deadline(&self, client: &Client) -> Option<Instant>;
}

/// A step and its client, which are a wait.
#[derive(Debug)]
pub(crate) struct With<'c, T> {
    pub(crate) client: &'c mut Client,
    pub(crate) step: T,
}

impl<T: Step> Wait for With<'_, T> {
    type Output = T::Output;

    fn poll(
        &mut self,
        session: &mut Session,
        now: Instant,
    ) -> Poll<Self::Output> {
        self.step.poll(self.client, session, now)
    }

    fn deadline(&self) -> Option<Instant> {
        self.step.deadline(self.client)
    }
}

/// A public wait that is a step and its client.
macro_rules! wait_of_step {
    ($name:ident, $output:ty) => {
        impl telnet_session::Wait for $name<'_> {
            type Output = $output;

            fn poll(
                &mut self,
                session: &mut telnet_session::Session,
                now: std::time::Instant,
            ) -> std::task::Poll<Self::Output> {
                telnet_session::Wait::poll(&mut self.0, session, now)
            }

            fn deadline(&self) -> Option<std::time::Instant> {
                telnet_session::Wait::deadline(&self.0)
            }
        }
    };
}
