//! What a terminal makes of the text it gets.

mod ansi;
mod cell;
mod eight;
mod escape;
mod line;
mod rows;
mod safe;
mod screen;
mod sequence;

#[cfg(test)]
mod tests;

pub use ansi::{AnsiFilter, AnsiText};
pub(crate) use cell::Cell;
pub use cell::width;
#[cfg(feature = "expect")]
pub(crate) use escape::{Parser, Step};
pub use safe::SafeFilter;
pub(crate) use screen::Screen;
