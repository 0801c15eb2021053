#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| telnet_fuzz::typed::run(input));
