//! Jobs for many Telnet devices: on one machine, or on several that share a queue.
//!
//! **Telnet is plaintext.** Anyone on the path reads and alters everything,
//! passwords included. Use this for what speaks nothing else.
//!
//! An [`Inventory`] names the devices, a [`Job`] says what to do at each; both are
//! files in TOML. For each device there is one [`Order`], and there will be one
//! [`Report`]. [`embedded`] works them off in this process; [`queue`]
//! shares them among workers on several machines, by NATS JetStream.
//!
//! What is decided is decided without I/O and without a clock: [`schedule`],
//! [`brake`], [`verdict`]. [`attempt`] is a session at a device, over
//! `telnet-tokio`.
//!
//! The Rust that this crate needs is its own; it is later than that of the
//! libraries.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod attempt;
pub mod brake;
pub mod credential;
pub mod embedded;
mod error;
mod inventory;
mod job;
mod journal;
pub mod measure;
mod name;
mod order;
mod output;
pub mod queue;
mod report;
pub mod schedule;
mod tally;
pub mod verdict;
mod writer;

pub use credential::{Credential, SecretRef};
pub use error::FileError;
pub use inventory::{Defaults, Device, Inventory, Site};
pub use job::{Job, Moment, Retry, Span, Step, Window};
pub use journal::Journal;
pub use name::Name;
pub use order::Order;
pub use output::Output;
pub use report::{Done, Report, Status};
pub use tally::Tally;
pub use writer::Writer;

/// The JSON schema of what a file or a result holds, as text.
#[must_use]
pub fn schema_of<T: schemars::JsonSchema>() -> String {
    let schema = schemars::schema_for!(T);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
