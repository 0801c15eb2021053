//! Telnet inside TLS, to a host with a certificate of its own making, under
//! smol: `tls HOST PORT CERTIFICATE.pem`.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use futures_rustls::TlsConnector;
use futures_rustls::client::TlsStream;
use futures_rustls::rustls::crypto::ring;
use futures_rustls::rustls::pki_types::pem::PemObject;
use futures_rustls::rustls::pki_types::{CertificateDer, ServerName};
use futures_rustls::rustls::{ClientConfig, RootCertStore};
use smol::net::TcpStream;
use telnet_async_std::{Config, Telnet};

fn main() -> io::Result<()> {
    let args = std::env::args().skip(1).collect::<Vec<_>>();
    let [host, port, file] = args.as_slice() else {
        return Err(io::Error::other("usage: tls HOST PORT CERTIFICATE.pem"));
    };
    let port = port.parse().map_err(io::Error::other)?;
    let certificate =
        CertificateDer::from_pem_file(file).map_err(io::Error::other)?;
    smol::block_on(async {
        let mut tn = connect(host, port, certificate).await?;
        let wait = Duration::from_secs(10);
        let greeting = tn.read_until("login: ", wait).await?;
        io::stdout().write_all(greeting.text())?;
        tn.close().await
    })
}

/// Connects, and trusts this certificate alone.
pub(crate) async fn connect(
    host: &str,
    port: u16,
    certificate: CertificateDer<'static>,
) -> io::Result<Telnet<TlsStream<TcpStream>>> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate).map_err(io::Error::other)?;
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name =
        ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let socket = TcpStream::connect((host, port)).await?;
    let stream =
        TlsConnector::from(Arc::new(config)).connect(name, socket).await?;
    Ok(Telnet::new(stream, Config::default()))
}
