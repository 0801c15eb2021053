//! The lines that a user types: what a server gets of them, and what the user
//! sees.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a panic names what is wrong"
)]

mod cases;
mod clients;
mod logins;
mod model;
mod random;
mod secrets;
mod terminal;
