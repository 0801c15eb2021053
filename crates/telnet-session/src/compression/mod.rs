//! Compression of either direction, by MCCP.

mod deflate;
mod gzip;
mod inflate;

pub(crate) use deflate::Deflated;
pub(crate) use inflate::{Inflated, Inflation, Plain};
