//! Small Telnet hosts to try clients on: a shell and a router's command line.

pub mod router;
mod serve;
mod shell;
mod terminal;

pub use serve::{DemoHost, Host};
pub use shell::{PASSWORD, PROMPT, Shell, USER};
