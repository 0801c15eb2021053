//! What is sent.

use ring::digest::{Context, SHA256};
use telnet_testkit::device::Numbers;

/// The octets that one end sends: the same for the same seed. Lines that can be
/// compressed, in between random octets, which cannot, and have all that Telnet and
/// TLS give a meaning to.
#[derive(Debug)]
pub(crate) struct Text(Vec<u8>);

impl Text {
    pub(crate) fn of(seed: u64) -> Self {
        let mut numbers =
            Numbers::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let len = 1024 + numbers.below(7 << 10);
        let mut text = Vec::with_capacity(len);
        while text.len() < len {
            let some = 1 + numbers.below(300);
            if numbers.below(3) == 0 {
                text.extend((0..some).map(|_| numbers.below(256) as u8));
            } else {
                let line =
                    format!("interface {some} is up, line protocol is up\r\n");
                text.extend_from_slice(line.as_bytes());
            }
        }
        text.truncate(len);
        Self(text)
    }

    pub(crate) fn octets(&self) -> &[u8] {
        &self.0
    }

    /// Whether that is all of it, by its SHA-256.
    pub(crate) fn is(&self, received: Context) -> bool {
        let mut sent = Context::new(&SHA256);
        sent.update(&self.0);
        sent.finish().as_ref() == received.finish().as_ref()
    }
}
