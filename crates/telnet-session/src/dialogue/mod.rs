//! Dialogues with the command line of a host: log in, run commands.
//!
//! ```text
//!   unread text ──▶ Talk: Screen ──▶ lines that ended ──▶ Heard: echo, output
//!                     │
//!                     └─ nothing more comes ──▶ the line that stands
//!                                                 ├─ Standing: the prompt?
//!                                                 └─ turn: a question?
//!   Console: screen, prompt, habits: from one dialogue to the next
//! ```

mod answers;
mod cli;
mod console;
mod echo;
mod error;
mod heard;
mod known;
mod lines;
mod login;
mod patterns;
mod prompt;
mod reply;
mod run;
mod running;
mod secret;
mod silence;
mod standing;
mod talk;
mod turn;
mod typed;

pub(crate) use console::Console;

pub use cli::Cli;
pub use error::DialogueError;
pub use login::Login;
pub use patterns::{Answer, CliPatterns, Question};
pub use reply::Reply;
pub use run::Run;
