//! encode
fn main() {}
