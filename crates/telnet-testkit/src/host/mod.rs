//! A small Telnet host to try clients on: login, a shell with three commands.

mod serve;
mod shell;

pub use serve::DemoHost;
pub use shell::{PASSWORD, PROMPT, Shell, USER};
