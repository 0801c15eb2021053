//! The example `tls` against a host with a certificate of its own making.

use std::sync::Arc;
use std::time::Duration;

use futures_lite::io::{AsyncReadExt, AsyncWriteExt};
use futures_rustls::TlsAcceptor;
use futures_rustls::rustls::ServerConfig;
use futures_rustls::rustls::crypto::ring;
use futures_rustls::rustls::pki_types::PrivateKeyDer;
use smol::net::TcpListener;

#[expect(dead_code, reason = "its main is not called here")]
#[path = "../examples/tls.rs"]
mod tls;

const WAIT: Duration = Duration::from_secs(20);

#[test]
fn text_and_negotiation_pass_through_tls() {
    let rcgen::CertifiedKey { cert, key_pair } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(key_pair.serialize_der().into());
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));

    smol::block_on(async {
        let listener = TcpListener::bind(("localhost", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let host = smol::spawn(async move {
            let (socket, _) = listener.accept().await.unwrap();
            let mut stream = acceptor.accept(socket).await.unwrap();
            stream.write_all(b"\xFF\xFB\x01login: ").await.unwrap();
            stream.flush().await.unwrap();
            let mut all = Vec::new();
            stream.read_to_end(&mut all).await.unwrap();
            all
        });
        let trusted = cert.der().clone();
        let mut tn = tls::connect("localhost", port, trusted).await.unwrap();
        tn.set_timeout(Some(WAIT));
        assert!(tn.read_until("login: ", WAIT).await.unwrap().is_match());
        // More than TLS keeps by itself.
        tn.write(vec![b'x'; 300_000]).await.unwrap();
        tn.close().await.unwrap();
        let all = host.await;
        assert_eq!(all.len(), 3 + 300_000);
        assert!(all.starts_with(b"\xFF\xFD\x01xxx"));
    });
}
