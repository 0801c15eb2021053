//! The wait for several patterns, by the engine of stream-expect.

mod session;
mod wait;

pub(crate) use stream_expect::{Groups, Scan, cut};

pub use stream_expect::{
    Decided, End, Found, Given, Pattern, PatternError, PatternFault,
    PatternSet, Patterns, SetLimits, Step,
};
pub use wait::Expect;
