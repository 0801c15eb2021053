//! LINEMODE (RFC 1184): what this end does in it, and what is agreed.

mod settings;
mod state;

pub use settings::LinemodeSettings;
pub use state::LinemodeState;
