//! options
fn main() {}
