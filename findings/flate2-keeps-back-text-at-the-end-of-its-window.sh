#!/usr/bin/env bash
# Rust's flate2 1.1.11, on miniz_oxide 0.9.1, keeps back octets that it has all input
# for: where its window of 32 KiB is full, `Decompress::decompress` returns with all
# input taken and room in the buffer, and gives the rest only when it is called again,
# be it without input. zlib has given all then, if there was room for it. Whoever
# calls it for what has arrived, and again for what arrives later, shows a user text
# too late.
#
# Seen, of a text in a stream that comes octet by octet:
#   kept back: 9 times, 24 octets
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/src"
cat >"$work/Cargo.toml" <<'TOML'
[package]
name = "window"
version = "0.0.0"
edition = "2021"
[dependencies]
flate2 = "=1.1.11"
miniz_oxide = "=0.9.1"
[workspace]
TOML
cat >"$work/src/main.rs" <<'RUST'
use std::io::Write;

use flate2::{write::ZlibEncoder, Compression, Decompress, FlushDecompress};

fn main() {
    let mut text = Vec::new();
    for line in 0..20_000u32 {
        let number = line.wrapping_mul(2_654_435_761);
        writeln!(text, "{number} goblins arrive").unwrap();
    }
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&text).unwrap();
    let stream = zlib.finish().unwrap();
    let mut inflate = Decompress::new(true);
    let mut room = vec![0; 1 << 20];
    let (mut times, mut octets) = (0, 0);
    for octet in stream.chunks(1) {
        inflate.decompress(octet, &mut room, FlushDecompress::None).unwrap();
        let given = inflate.total_out();
        let _end = inflate.decompress(&[], &mut room, FlushDecompress::None);
        let kept = inflate.total_out() - given;
        times += u32::from(kept > 0);
        octets += kept;
    }
    assert_eq!(inflate.total_out(), text.len() as u64);
    println!("kept back: {times} times, {octets} octets");
}
RUST
(cd "$work" && cargo run -q --release) >"$work/seen"

diff - "$work/seen" <<'SEEN'
kept back: 9 times, 24 octets
SEEN
echo "as it was: flate2 1.1.11 keeps back text at the end of its window"
