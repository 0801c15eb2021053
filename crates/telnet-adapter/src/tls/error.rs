//! What can go wrong with TLS, in words that say what to do.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use rustls::{AlertDescription, CertificateError, InvalidMessage, OtherError};

use super::Fingerprint;

/// TLS with a peer failed. It says what was wanted, what was seen, and what can
/// be done; its source is the error of rustls.
///
/// As [`io::Error`] its kind is `InvalidData`.
#[derive(Clone, Debug)]
pub struct TlsError {
    peer: Box<str>,
    error: rustls::Error,
}

impl TlsError {
    /// What rustls says.
    #[must_use]
    pub const fn rustls(&self) -> &rustls::Error {
        &self.error
    }

    pub(super) fn new(peer: &str, error: rustls::Error) -> Self {
        Self { peer: peer.into(), error }
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TLS with {}: ", self.peer)?;
        // rustls shows what is not its own as a programmer would see it.
        match rejected(&self.error) {
            Some(why) => return write!(f, "the certificate is refused: {why}"),
            None => write!(f, "{}", self.error)?,
        }
        match advice(&self.error) {
            "" => Ok(()),
            advice => write!(f, " ({advice})"),
        }
    }
}

impl Error for TlsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

impl From<TlsError> for io::Error {
    fn from(error: TlsError) -> Self {
        Self::new(ErrorKind::InvalidData, error)
    }
}

fn rejected(error: &rustls::Error) -> Option<&Rejected> {
    use CertificateError::Other;
    let rustls::Error::InvalidCertificate(Other(OtherError(why))) = error
    else {
        return None;
    };
    why.downcast_ref()
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of many errors few have an advice"
)]
fn advice(error: &rustls::Error) -> &'static str {
    use AlertDescription as Alert;
    use rustls::Error as E;
    match error {
        E::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "what came is no TLS: is it the right port? Telnet that is not in \
             TLS answers like that"
        }
        E::AlertReceived(Alert::ProtocolVersion) | E::PeerIncompatible(_) => {
            "the peer may have no TLS 1.2 or 1.3; older versions are not to be \
             had here"
        }
        E::AlertReceived(Alert::HandshakeFailure) => {
            "the two have no cipher suite in common, or the peer wants a \
             client certificate"
        }
        E::NoCertificatesPresented
        | E::AlertReceived(Alert::CertificateRequired) => {
            "a client certificate is wanted: \
             TlsOptions::client_certificate_pem gives one"
        }
        E::AlertReceived(
            Alert::UnknownCA | Alert::BadCertificate | Alert::AccessDenied,
        ) => "the peer does not accept our certificate",
        _ => "",
    }
}

/// Puts an error of a TLS stream into words: one whose cause is rustls becomes
/// a [`TlsError`]; others stay.
#[must_use]
pub(super) fn explain(peer: &str, error: io::Error) -> io::Error {
    let cause = error.get_ref().and_then(|it| it.downcast_ref());
    if let Some(cause) = cause {
        return TlsError::new(peer, rustls::Error::clone(cause)).into();
    }
    if error.kind() == ErrorKind::UnexpectedEof {
        return cut_short(peer);
    }
    error
}

/// The peer has hung up in the middle of the handshake.
pub(super) fn cut_short(peer: &str) -> io::Error {
    let why = format!(
        "TLS with {peer}: the peer closed the connection in the handshake; \
         does it speak TLS on this port?"
    );
    io::Error::new(ErrorKind::UnexpectedEof, why)
}

/// The handshake took longer than there was time for.
pub(super) fn handshake_late(peer: &str) -> io::Error {
    let why = format!(
        "TLS with {peer}: the handshake was not over in time; does the peer \
         speak TLS on this port?"
    );
    io::Error::new(ErrorKind::TimedOut, why)
}

/// Why a certificate was not accepted: the reason that TLS is given for it.
#[derive(Debug)]
pub(super) struct Rejected {
    pub(super) cause: CertificateError,
    pub(super) name: String,
    pub(super) seen: Fingerprint,
    /// The fingerprints that were wanted, where these decide.
    pub(super) wanted: Vec<Fingerprint>,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "of many causes few have an advice of their own"
)]
impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cause, name, seen, wanted } = self;
        if !wanted.is_empty() {
            write!(f, "wanted the certificate with the SHA-256")?;
            for (n, pin) in wanted.iter().enumerate() {
                write!(f, "{} {pin}", if n > 0 { " or" } else { "" })?;
            }
            return write!(
                f,
                ", seen {seen}: either the device has a new certificate, or \
                 this is another device. Ask its owner before the new one is \
                 trusted"
            );
        }
        write!(f, "wanted one for {name} that a trusted root has signed: ")?;
        if is_authority(cause) {
            return write!(
                f,
                "it is that of an authority, which signs others and is shown \
                 by no host; devices that signed their own often show one. Its \
                 SHA-256 is {seen}; where the device itself shows the same, \
                 trust it alone with TlsOptions::pin"
            );
        }
        write!(f, "{cause}. Its SHA-256 is {seen}; ")?;
        f.write_str(match cause {
            CertificateError::NotValidForName
            | CertificateError::NotValidForNameContext { .. } => {
                "connect by a name that it has, or give that with \
                 TlsOptions::server_name"
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => {
                "it is to be renewed, or a clock is wrong, here or there"
            }
            _ => {
                "trust its issuer with TlsOptions::roots_pem or, where the \
                 device itself shows the same SHA-256, it alone with \
                 TlsOptions::pin"
            }
        })
    }
}

/// A host shows a certificate that is marked as an authority's, as one has that
/// signed its own. The error is webpki's, which shows its name alone.
fn is_authority(cause: &CertificateError) -> bool {
    let CertificateError::Other(OtherError(why)) = cause else {
        return false;
    };
    why.to_string() == "CaUsedAsEndEntity"
}

impl Error for Rejected {}
