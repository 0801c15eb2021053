//! What every engine of this workspace is tested with.
#![expect(
    clippy::exhaustive_enums,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test support: a broken vector or peer is to fail loudly"
)]

pub mod clock;
pub mod contract;
pub mod host;
pub mod oracle;
pub mod peer;
pub mod split;
pub mod transcript;
pub mod wire;
