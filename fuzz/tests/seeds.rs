//! Every target holds for its seeds.

use std::fs;
use std::path::Path;

fn each(target: &str, run: fn(&[u8])) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let folder = root.join(target);
    let mut count = 0;
    for file in fs::read_dir(folder).expect("a folder of seeds") {
        let path = file.expect("a file").path();
        let input = fs::read(&path).expect("a readable file");
        println!("{}", path.display());
        run(&input);
        count += 1;
    }
    assert!(count >= 10, "{target}: {count} seeds");
}

#[test]
fn decode_split() {
    each("decode_split", telnet_fuzz::decode_split::run);
}

#[test]
fn dialogue() {
    each("dialogue", telnet_fuzz::dialogue::run);
}

#[test]
fn escape_roundtrip() {
    each("escape_roundtrip", telnet_fuzz::escape_roundtrip::run);
}

#[test]
fn expect() {
    each("expect", telnet_fuzz::expect::run);
}

#[test]
fn options_pair() {
    each("options_pair", telnet_fuzz::options_pair::run);
}

#[test]
fn serial_pair() {
    each("serial_pair", telnet_fuzz::serial_pair::run);
}

#[test]
fn session_bytes() {
    each("session_bytes", telnet_fuzz::session_bytes::run);
}

#[test]
fn start_tls() {
    each("start_tls", telnet_fuzz::start_tls::run);
}

#[test]
fn sub_payloads() {
    each("sub_payloads", telnet_fuzz::sub_payloads::run);
}

#[test]
fn typed() {
    each("typed", telnet_fuzz::typed::run);
}
