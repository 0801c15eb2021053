//! The program as users run it.
#![cfg(unix)]
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test is to fail loudly"
)]

#[cfg(target_os = "linux")]
mod controls;
#[cfg(target_os = "linux")]
mod interactive;
#[cfg(target_os = "linux")]
mod letters;
#[cfg(target_os = "linux")]
mod linemode;
mod many;
#[cfg(target_os = "linux")]
mod odd;
#[cfg(target_os = "linux")]
mod pictures;
mod pipes;
mod probe;
mod program;
mod script;
mod serial;
#[cfg(target_os = "linux")]
mod terminal;
#[cfg(feature = "tls")]
mod ways;
