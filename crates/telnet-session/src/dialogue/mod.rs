//! Dialogues with the command line of a host: log in, run commands.

mod cli;
mod echo;
mod error;
mod login;
mod pager;
mod render;
mod run;
mod talk;

pub use cli::{Cli, CliPatterns};
pub use error::DialogueError;
pub use login::Login;
pub use run::{Reply, Run};
