//! What is to be transmitted.

mod outbox;

pub(crate) use outbox::Outbox;
