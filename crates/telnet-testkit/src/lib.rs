//! What every engine of this workspace is tested with.
#![expect(
    clippy::exhaustive_enums,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test support: a broken vector or peer is to fail loudly"
)]

pub mod chaos;
pub mod clock;
pub mod contract;
pub mod device;
#[cfg(target_os = "linux")]
pub mod drought;
mod escape;
pub mod expect;
pub mod host;
pub mod hostile;
pub mod known;
pub mod oracle;
pub mod peer;
pub mod proxy;
pub mod serial;
pub mod split;
pub mod suite;
pub mod talk;
#[cfg(feature = "tls")]
pub mod tls;
pub mod transcript;
pub mod wire;

/// The project's documents, compiled as doc tests.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../../README.md")]
    struct Readme;
    #[doc = include_str!("../../../docs/guide/choosing-a-crate.md")]
    struct ChoosingACrate;
    #[doc = include_str!("../../../docs/guide/own-event-loop.md")]
    struct CustomEventLoop;
    #[doc = include_str!("../../../docs/inside/adding-a-platform.md")]
    struct AddingAPlatform;
    #[doc = include_str!("../../stream-expect/README.md")]
    struct ReadmeOfStreamExpect;
    #[doc = include_str!("../../telnet-proto/README.md")]
    struct ReadmeOfProto;
    #[doc = include_str!("../../telnet-session/README.md")]
    struct ReadmeOfSession;
    #[doc = include_str!("../../telnet-blocking/README.md")]
    struct ReadmeOfBlocking;
    #[doc = include_str!("../../telnet-mio/README.md")]
    struct ReadmeOfMio;
    #[doc = include_str!("../../telnet-async-std/README.md")]
    struct ReadmeOfAsyncStd;
    #[doc = include_str!("../../telnet-tokio/README.md")]
    struct ReadmeOfTokio;
    #[doc = include_str!("../../telnet-serial/README.md")]
    struct ReadmeOfSerial;
    #[doc = include_str!("../../telnet-adapter/README.md")]
    struct ReadmeOfAdapter;
}
