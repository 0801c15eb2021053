//! What a server asks its users for: lines, secrets, logins.

mod login;
mod read_line;

pub use login::{Admit, AskLogin, Credentials, LoginRules};
pub use read_line::ReadLine;

pub use crate::editor::Entry;
