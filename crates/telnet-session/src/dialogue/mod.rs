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

mod all;
mod answered;
mod answers;
mod cli;
mod echo;
mod ending;
mod error;
mod failure;
mod heard;
mod known;
mod login;
mod patterns;
mod platform;
mod prompt;
mod questions;
mod reply;
mod resync;
mod run;
mod run_to;
mod running;
mod secret;
mod sent;
mod silence;
mod standing;
mod talk;
mod turn;
mod typed;

pub use all::RunAll;
pub use cli::Cli;
pub use error::DialogueError;
pub use login::Login;
pub use patterns::{Answer, CliPatterns, Question};
pub use platform::UnknownPlatformError;
pub use reply::Reply;
pub use resync::Resync;
pub use run::Run;
pub use run_to::RunTo;
