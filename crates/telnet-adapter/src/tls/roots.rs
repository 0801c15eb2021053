//! Roots that are trusted where the caller gives none.

use std::io;

use rustls::RootCertStore;

/// The roots of the features that are on: the system's, or, where only these
/// are there, Mozilla's.
///
/// # Errors
/// `NotFound` where no feature brings any, or where the system has none.
pub(super) fn default_roots() -> io::Result<RootCertStore> {
    #[cfg(feature = "tls-native-roots")]
    return native();
    #[cfg(all(
        feature = "tls-webpki-roots",
        not(feature = "tls-native-roots")
    ))]
    return Ok(mozilla());
    #[cfg(not(any(
        feature = "tls-native-roots",
        feature = "tls-webpki-roots"
    )))]
    return Err(io::Error::new(
        io::ErrorKind::NotFound,
        "no certificate can be verified, since no root is trusted: turn on the \
         feature tls-native-roots or tls-webpki-roots, or name whom to trust \
         with TlsOptions::roots, roots_pem or pin",
    ));
}

/// The roots that the system trusts. Those it has which cannot be read are left
/// out.
#[cfg(feature = "tls-native-roots")]
pub(super) fn native() -> io::Result<RootCertStore> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (added, _unreadable) = roots.add_parsable_certificates(found.certs);
    if added > 0 {
        return Ok(roots);
    }
    let mut why = "the system has no root that is trusted: install its \
                   ca-certificates, or give roots with TlsOptions::roots_pem"
        .to_owned();
    for error in found.errors {
        why.push_str(&format!("; {error}"));
    }
    Err(io::Error::new(io::ErrorKind::NotFound, why))
}

/// Mozilla's roots, as of the release of the crate webpki-roots.
#[cfg(feature = "tls-webpki-roots")]
pub(super) fn mozilla() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}
