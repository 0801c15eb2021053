//! The server's side: what to show, and whom to let in.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};
use telnet_session::start_tls::StartTls;

use super::options::{certificates, private_key, unusable};
use super::provider;

/// How long a client has for the handshake where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How to accept connections inside TLS. One is enough for a whole server; a
/// clone is the same one.
///
/// ```no_run
/// use telnet_adapter::tls::TlsAcceptor;
/// let chain = std::fs::read("chain.pem")?;
/// let key = std::fs::read("key.pem")?;
/// let acceptor = TlsAcceptor::from_pem(chain, key)?;
/// # let _ = acceptor;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TlsAcceptor {
    config: Arc<ServerConfig>,
    timeout: Duration,
    starts: bool,
}

impl TlsAcceptor {
    /// Shows this certificate, followed by those that lead to a root, and lets
    /// everybody in.
    ///
    /// # Errors
    /// `InvalidInput` if the key is not that of the certificate.
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> io::Result<Self> {
        Self::build(chain, key, None)
    }

    /// The same in PEM. The key is one of PKCS #8, PKCS #1 or SEC 1, without a
    /// password.
    ///
    /// # Errors
    /// `InvalidData` if there is no certificate, or no key; as
    /// [`new`](Self::new).
    pub fn from_pem(
        chain: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
    ) -> io::Result<Self> {
        let chain = certificates("the server's certificate", chain.as_ref())?;
        let key = private_key("the server's key", key.as_ref())?;
        Self::new(chain, key)
    }

    /// Shows this certificate, and lets in who has one that one of these roots
    /// has signed.
    ///
    /// # Errors
    /// `InvalidInput` if there is no root, or the key is not that of the
    /// certificate.
    pub fn with_client_roots(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
        roots: impl IntoIterator<Item = CertificateDer<'static>>,
    ) -> io::Result<Self> {
        let mut store = RootCertStore::empty();
        for root in roots {
            store.add(root).map_err(|it| unusable("a root", &it))?;
        }
        Self::build(chain, key, Some(store))
    }

    fn build(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
        roots: Option<RootCertStore>,
    ) -> io::Result<Self> {
        let provider = provider();
        let builder =
            ServerConfig::builder_with_provider(Arc::clone(&provider))
                .with_safe_default_protocol_versions()
                .map_err(io::Error::other)?;
        let builder = match roots {
            None => builder.with_no_client_auth(),
            Some(roots) => {
                let roots = Arc::new(roots);
                let verifier = WebPkiClientVerifier::builder_with_provider(
                    roots, provider,
                )
                .build()
                .map_err(|it| unusable("the roots of clients", &it))?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        let config = builder
            .with_single_cert(chain, key)
            .map_err(|it| unusable("the server's key", &it))?;
        Ok(Arc::new(config).into())
    }

    /// Begins TLS in the middle of the connection, by the option `START_TLS`, on the
    /// port of plain Telnet. It is demanded: a client that does not begin TLS is
    /// told nothing, and accepting it fails with a
    /// [`StartTlsError`](telnet_session::error::StartTlsError). Nothing that
    /// was said before TLS counts behind it.
    pub const fn start_tls(mut self) -> Self {
        self.starts = true;
        self
    }

    /// How long a client has for the handshake: 30 seconds if not set. `START_TLS`
    /// is part of it.
    pub const fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }
}

/// For makers of adapters.
impl TlsAcceptor {
    /// All of it, as rustls has it.
    #[must_use]
    pub fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// What is to be said before TLS.
    #[must_use]
    pub fn preamble(&self) -> Option<StartTls> {
        self.starts.then(StartTls::server)
    }

    /// How long a client has for the handshake.
    #[must_use]
    pub const fn handshake_timeout(&self) -> Duration {
        self.timeout
    }

    /// A connection of rustls that has not begun.
    ///
    /// # Errors
    /// If the configuration is one for which there is none.
    pub fn connection(&self) -> io::Result<ServerConnection> {
        ServerConnection::new(self.config()).map_err(io::Error::other)
    }
}

/// A configuration of rustls as it is.
impl From<Arc<ServerConfig>> for TlsAcceptor {
    fn from(config: Arc<ServerConfig>) -> Self {
        Self { config, timeout: TIMEOUT, starts: false }
    }
}
