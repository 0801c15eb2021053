//! Small Telnet hosts to try clients on: a shell and a router's command line.

pub mod router;
mod serve;
mod shell;
mod terminal;

use std::io;

use router::Router;
pub use serve::{DemoHost, Host};
pub use shell::{PASSWORD, PROMPT, Shell, USER};

impl DemoHost {
    /// Starts a [`Shell`] on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// Those of binding the port.
    pub fn start() -> io::Result<Self> {
        Self::start_with(Shell::new)
    }

    /// Starts a [`Router`] on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// Those of binding the port.
    pub fn start_router() -> io::Result<Self> {
        Self::start_with(Router::new)
    }
}
