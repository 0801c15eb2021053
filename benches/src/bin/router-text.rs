//! Prints the router's text, so many octets of it:
//! `cargo run --release -p telnet-benches --bin router-text -- 8388608`.

use std::io::{self, Write};

use telnet_benches::expect::router_text;

fn main() -> io::Result<()> {
    let size = std::env::args().nth(1).and_then(|size| size.parse().ok());
    let size = size.ok_or_else(|| io::Error::other("how many octets?"))?;
    io::stdout().lock().write_all(&router_text(size))
}
