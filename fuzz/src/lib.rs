//! What the fuzz targets do with an input. `fuzz_targets/` gives each of
//! these modules to libFuzzer, `tests/seeds.rs` runs them over the seeds.
//!
//! A finding is a panic.
#![forbid(unsafe_code)]

pub mod decode_split;
pub mod dialogue;
pub mod escape_roundtrip;
pub mod expect;
pub mod input;
pub mod options_pair;
pub mod serial_pair;
pub mod session_bytes;
pub mod start_tls;
pub mod sub_payloads;
pub mod typed;
