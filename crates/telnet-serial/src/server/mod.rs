//! The server's end: what a client asks for, and the answers.
//!
//! [`Service`] is one client's connection without its socket; [`Backend`] is the
//! port that it is about.

mod backend;
mod loopback;
mod service;

pub use backend::Backend;
pub use loopback::Loopback;
pub use service::{Order, Service, Work};
