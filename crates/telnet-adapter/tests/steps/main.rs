//! The steps of the loop, over a transport that does what the test says.
#![expect(clippy::indexing_slicing, reason = "a test is to fail loudly")]

mod closing;
mod drive;
mod eager;
mod flow;
mod script;
