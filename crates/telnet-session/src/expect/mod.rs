//! The wait for several patterns, by the engine of stream-expect.

mod wait;

pub use stream_expect::{
    Decided, End, Found, Given, IntoPattern, Pattern, PatternError,
    PatternFault, PatternSet, Patterns, SetLimits, Step,
};
pub use wait::Expect;
