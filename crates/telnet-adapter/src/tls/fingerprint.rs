//! The SHA-256 of a certificate, by which one may be known.

use std::fmt;
use std::io;
use std::str::FromStr;

use rustls::crypto::ring::cipher_suite::TLS13_AES_128_GCM_SHA256;
use rustls::pki_types::CertificateDer;

/// The SHA-256 of a whole certificate in DER: what
/// `openssl x509 -noout -fingerprint -sha256` prints.
///
/// It is read from 64 hexadecimal digits, in upper or lower case, with or
/// without a colon between two octets, and shown in upper case with colons.
///
/// ```
/// use telnet_adapter::tls::Fingerprint;
/// let text = "0f".repeat(32);
/// let fingerprint: Fingerprint = text.parse()?;
/// assert!(fingerprint.to_string().starts_with("0F:0F:0F:"));
/// assert!("0F:0F".parse::<Fingerprint>().is_err());
/// # Ok::<(), telnet_adapter::tls::FingerprintError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// That of a certificate.
    #[must_use]
    pub fn of(certificate: &CertificateDer<'_>) -> Self {
        let mut octets = [0; 32];
        if let Some(suite) = TLS13_AES_128_GCM_SHA256.tls13() {
            let hash = suite.common.hash_provider.hash(certificate);
            for (to, from) in octets.iter_mut().zip(hash.as_ref()) {
                *to = *from;
            }
        }
        Self(octets)
    }
}

impl From<[u8; 32]> for Fingerprint {
    fn from(octets: [u8; 32]) -> Self {
        Self(octets)
    }
}

impl FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let mut octets = [0; 32];
        let digits = text.trim().bytes().filter(|&it| it != b':');
        let mut digits = digits.map(|it| char::from(it).to_digit(16));
        for octet in &mut octets {
            let (Some(Some(high)), Some(Some(low))) =
                (digits.next(), digits.next())
            else {
                return Err(FingerprintError(()));
            };
            *octet = u8::try_from(high << 4 | low)
                .map_err(|_| FingerprintError(()))?;
        }
        match digits.next() {
            None => Ok(Self(octets)),
            Some(_) => Err(FingerprintError(())),
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, octet) in self.0.iter().enumerate() {
            write!(f, "{}{octet:02X}", if n > 0 { ":" } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// A text is no [`Fingerprint`]. As [`io::Error`] its kind is `InvalidInput`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FingerprintError(());

impl fmt::Display for FingerprintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "no SHA-256 fingerprint: it has 64 hexadecimal digits, in pairs \
             that colons may separate",
        )
    }
}

impl std::error::Error for FingerprintError {}

impl From<FingerprintError> for io::Error {
    fn from(error: FingerprintError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_fingerprint_is_is_in_the_error() {
        let error = io::Error::from("AB".parse::<Fingerprint>().unwrap_err());
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("64 hexadecimal"), "{error}");
    }

    #[test]
    fn a_certificate_is_hashed_whole() {
        // SHA-256 of "abc": FIPS 180-4, appendix.
        let abc = CertificateDer::from(b"abc".to_vec());
        assert_eq!(
            Fingerprint::of(&abc).to_string(),
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:\
             B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD"
        );
    }

    #[test]
    fn what_is_shown_can_be_read() {
        let shown = Fingerprint::from([0xA5; 32]).to_string();
        assert_eq!(shown.parse(), Ok(Fingerprint::from([0xA5; 32])));
        for bad in
            ["", "A5", &format!("{shown}A"), &format!("{shown}:A5"), "xy"]
        {
            assert_eq!(bad.parse::<Fingerprint>(), Err(FingerprintError(())));
        }
    }
}
