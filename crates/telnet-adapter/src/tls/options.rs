//! The client's side: whom to trust, as whom, and what to show.

use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use telnet_session::start_tls::StartTls;

use super::verify::{Trust, Verifier};
use super::{Fingerprint, provider, roots};

/// How to connect inside TLS: whom to trust, and what to show.
///
/// By default a certificate has to be signed, through others maybe, by a root
/// of the features that are on, has to name the host that was asked for, and
/// has to be valid today. `tls-native-roots` brings the roots of the system,
/// `tls-webpki-roots` those of Mozilla; with both on, the system's decide. Roots
/// that are given here take their place.
///
/// The options can be used again and again, by reference: the roots are read
/// once, with the first connection, and the next connection to a host resumes
/// what the first one negotiated.
///
/// ```
/// use telnet_adapter::tls::TlsOptions;
/// # fn show(ca: &[u8], chain: &[u8], key: &[u8]) -> std::io::Result<()> {
/// let company = TlsOptions::new()
///     .roots_pem(ca)?
///     .client_certificate_pem(chain, key)?;
/// let one_device = TlsOptions::new().pin(
///     "5A:0E:F1:96:22:BD:94:CB:6E:D6:3F:B8:8C:26:2C:27:\
///      A1:3C:9A:4C:0C:9F:5E:97:4E:80:7D:1F:63:24:5B:0A"
///         .parse()?,
/// );
/// # let _ = (company, one_device);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct TlsOptions {
    roots: Option<RootCertStore>,
    pins: Vec<Fingerprint>,
    trusts_anyone: bool,
    certificate:
        Option<(Vec<CertificateDer<'static>>, Arc<PrivateKeyDer<'static>>)>,
    name: Option<Box<str>>,
    starts: bool,
    config: Arc<OnceLock<Arc<ClientConfig>>>,
}

impl TlsOptions {
    /// The default roots, the host's name, no client certificate.
    pub fn new() -> Self {
        Self {
            roots: None,
            pins: Vec::new(),
            trusts_anyone: false,
            certificate: None,
            name: None,
            starts: false,
            config: Arc::default(),
        }
    }

    /// Trusts these roots, besides those given before, and no others.
    ///
    /// # Errors
    /// `InvalidData` if one of them is no certificate.
    pub fn roots(
        mut self,
        certificates: impl IntoIterator<Item = CertificateDer<'static>>,
    ) -> io::Result<Self> {
        let roots = self.roots.get_or_insert_with(RootCertStore::empty);
        for certificate in certificates {
            roots.add(certificate).map_err(|it| bad("a root", &it))?;
        }
        Ok(self.changed())
    }

    /// The same for certificates in PEM, one after the other. What else is
    /// among them is passed over.
    ///
    /// # Errors
    /// `InvalidData` if there is none, or one that cannot be read.
    pub fn roots_pem(self, pem: impl AsRef<[u8]>) -> io::Result<Self> {
        self.roots(certificates("the roots", pem.as_ref())?)
    }

    /// Trusts the roots of the system, besides those given with
    /// [`roots`](Self::roots).
    ///
    /// # Errors
    /// `NotFound` if there are none.
    #[cfg(feature = "tls-native-roots")]
    pub fn native_roots(self) -> io::Result<Self> {
        Ok(self.add(roots::native()?))
    }

    /// Trusts the roots of Mozilla, besides those given with
    /// [`roots`](Self::roots).
    #[cfg(feature = "tls-webpki-roots")]
    pub fn webpki_roots(self) -> Self {
        self.add(roots::mozilla())
    }

    #[cfg(any(feature = "tls-native-roots", feature = "tls-webpki-roots"))]
    fn add(mut self, more: RootCertStore) -> Self {
        let roots = self.roots.get_or_insert_with(RootCertStore::empty);
        roots.roots.extend(more.roots);
        self.changed()
    }

    /// Trusts the certificate with this fingerprint alone, or several that are
    /// given one by one, whoever signed it, whatever name and dates it has: for
    /// devices that signed their own. Roots do not count then. Take the
    /// fingerprint from the device itself, not from the connection.
    pub fn pin(mut self, fingerprint: Fingerprint) -> Self {
        self.pins.push(fingerprint);
        self.changed()
    }

    /// Shows this certificate where the peer asks for one: first ours, then
    /// those that lead to a root.
    pub fn client_certificate(
        mut self,
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Self {
        self.certificate = Some((chain, Arc::new(key)));
        self.changed()
    }

    /// The same in PEM. The key is one of PKCS #8, PKCS #1 or SEC 1, without a
    /// password.
    ///
    /// # Errors
    /// `InvalidData` if there is no certificate, or no key.
    pub fn client_certificate_pem(
        self,
        chain: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
    ) -> io::Result<Self> {
        let chain = certificates("the client certificate", chain.as_ref())?;
        let key = private_key("the client's key", key.as_ref())?;
        Ok(self.client_certificate(chain, key))
    }

    /// The name that the certificate has to have, and that the peer is told, in
    /// the place of the host's: for a device that is reached by an address its
    /// certificate does not name.
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into().into_boxed_str());
        self
    }

    /// Begins TLS in the middle of the connection, by the option `START_TLS`, on the
    /// port of plain Telnet. It is demanded: where the peer does not begin TLS,
    /// connecting fails with a
    /// [`StartTlsError`](telnet_session::error::StartTlsError), and nothing of
    /// the caller's was sent. Nothing that was said before TLS counts behind
    /// it.
    ///
    /// A port of its own needs fewer round trips and is supported by more hosts.
    pub const fn start_tls(mut self) -> Self {
        self.starts = true;
        self
    }

    /// What gives up security. See there.
    pub const fn dangerous(self) -> Dangerous {
        Dangerous { options: self }
    }

    /// What was built is of other options.
    fn changed(mut self) -> Self {
        self.config = Arc::default();
        self
    }
}

/// For makers of adapters.
impl TlsOptions {
    /// The name that is verified for a host.
    ///
    /// # Errors
    /// `InvalidInput` if it can be no host's name.
    pub fn name(&self, host: &str) -> io::Result<ServerName<'static>> {
        let name = self.name.as_deref().unwrap_or(host);
        ServerName::try_from(name.to_owned()).map_err(|_| {
            let why = format!(
                "{name:?} can be in no certificate: give a name or an IP \
                 address, as host or with TlsOptions::server_name"
            );
            io::Error::new(io::ErrorKind::InvalidInput, why)
        })
    }

    /// What is to be said before TLS.
    #[must_use]
    pub fn preamble(&self) -> Option<StartTls> {
        self.starts.then(StartTls::client)
    }

    /// All of it, as rustls has it. It is built once.
    ///
    /// # Errors
    /// `NotFound` if nobody is trusted; `InvalidInput` if the key is not that
    /// of the client certificate.
    pub fn config(&self) -> io::Result<Arc<ClientConfig>> {
        if let Some(built) = self.config.get() {
            return Ok(Arc::clone(built));
        }
        let built = Arc::new(self.build()?);
        Ok(Arc::clone(self.config.get_or_init(|| built)))
    }

    /// A connection of rustls that has not begun.
    ///
    /// # Errors
    /// As [`config`](Self::config) and [`name`](Self::name).
    pub fn connection(&self, host: &str) -> io::Result<ClientConnection> {
        let name = self.name(host)?;
        ClientConnection::new(self.config()?, name).map_err(io::Error::other)
    }

    fn build(&self) -> io::Result<ClientConfig> {
        let provider = provider();
        let trust = if self.trusts_anyone {
            Trust::Anyone
        } else if self.pins.is_empty() {
            let roots = match &self.roots {
                Some(roots) => roots.clone(),
                None => roots::default_roots()?,
            };
            let verifier = WebPkiServerVerifier::builder_with_provider(
                Arc::new(roots),
                Arc::clone(&provider),
            );
            Trust::Roots(verifier.build().map_err(io::Error::other)?)
        } else {
            Trust::Pins(self.pins.clone())
        };
        let algorithms = provider.signature_verification_algorithms;
        let verifier = Verifier::new(trust, algorithms);
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        match &self.certificate {
            None => Ok(config.with_no_client_auth()),
            Some((chain, key)) => config
                .with_client_auth_cert(chain.clone(), key.clone_key())
                .map_err(|it| unusable("the client's key", &it)),
        }
    }
}

impl Default for TlsOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// A configuration of rustls as it is: all that it says of trust and of client
/// certificates is the caller's.
impl From<Arc<ClientConfig>> for TlsOptions {
    fn from(config: Arc<ClientConfig>) -> Self {
        let config = Arc::new(OnceLock::from(config));
        Self { config, ..Self::new() }
    }
}

impl fmt::Debug for TlsOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsOptions")
            .field("roots", &self.roots.as_ref().map(RootCertStore::len))
            .field("pins", &self.pins)
            .field("trusts_anyone", &self.trusts_anyone)
            .field("certificate", &self.certificate.is_some())
            .field("name", &self.name)
            .field("start_tls", &self.starts)
            .finish_non_exhaustive()
    }
}

/// What gives up the security of [`TlsOptions`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Dangerous {
    options: TlsOptions,
}

impl Dangerous {
    /// **Accepts whatever certificate the peer shows.** Anyone on the path can
    /// be the peer then, read all, passwords included, and alter it: what is
    /// left keeps out nobody but those who only listen. For a first look at a
    /// device on a cable of one's own; [`TlsOptions::pin`] is as easy, and safe.
    pub fn accept_any_certificate(mut self) -> TlsOptions {
        self.options.trusts_anyone = true;
        self.options.changed()
    }
}

/// The certificates in a text of PEM.
pub(super) fn certificates(
    what: &str,
    pem: &[u8],
) -> io::Result<Vec<CertificateDer<'static>>> {
    let all = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|it| bad(what, &it))?;
    if all.is_empty() {
        return Err(bad(what, &"no certificate is in this PEM"));
    }
    Ok(all)
}

pub(super) fn private_key(
    what: &str,
    pem: &[u8],
) -> io::Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_slice(pem).map_err(|it| bad(what, &it))
}

fn bad(what: &str, why: &dyn fmt::Display) -> io::Error {
    let why = format!("{what} cannot be used: {why}");
    io::Error::new(io::ErrorKind::InvalidData, why)
}

pub(super) fn unusable(what: &str, why: &dyn fmt::Display) -> io::Error {
    let why = format!("{what} cannot be used: {why}");
    io::Error::new(io::ErrorKind::InvalidInput, why)
}
