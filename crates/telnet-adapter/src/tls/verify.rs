//! Whether a certificate is that of the peer who is meant.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use rustls::crypto::{
    WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme,
};

use super::Fingerprint;
use super::error::Rejected;

/// What makes a certificate a good one.
#[derive(Debug)]
pub(super) enum Trust {
    /// A chain to a root, the name, and the time.
    Roots(Arc<WebPkiServerVerifier>),
    /// That it is one of these, whatever it says.
    Pins(Vec<Fingerprint>),
    /// Anything.
    Anyone,
}

/// Judges certificates, and says why one is no good. That the peer has the key
/// of what it shows is checked in any case.
#[derive(Debug)]
pub(super) struct Verifier {
    trust: Trust,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Verifier {
    pub(super) const fn new(
        trust: Trust,
        algorithms: WebPkiSupportedAlgorithms,
    ) -> Self {
        Self { trust, algorithms }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let (cause, wanted) = match &self.trust {
            Trust::Anyone => return Ok(ServerCertVerified::assertion()),
            Trust::Pins(pins) => {
                if pins.contains(&Fingerprint::of(end_entity)) {
                    return Ok(ServerCertVerified::assertion());
                }
                (CertificateError::ApplicationVerificationFailure, pins.clone())
            }
            Trust::Roots(roots) => match roots.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            ) {
                Err(Error::InvalidCertificate(cause)) => (cause, Vec::new()),
                verified => return verified,
            },
        };
        let rejected = Rejected {
            cause,
            name: server_name.to_str().into_owned(),
            seen: Fingerprint::of(end_entity),
            wanted,
        };
        let rejected = OtherError(Arc::new(rejected));
        Err(Error::InvalidCertificate(CertificateError::Other(rejected)))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
