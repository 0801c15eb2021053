//! A port for tasks, of tokio and of smol: it does what the blocking one does.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use telnet_serial::serve::Stop;
use telnet_serial::server::Loopback;
use telnet_serial::session::Config;
use telnet_serial::{Client, Kind, PortServer, Purge, Setting, Settings};

const WAIT: Duration = Duration::from_secs(10);

fn serve() -> (SocketAddr, Stop) {
    let server = PortServer::bind("127.0.0.1:0", Loopback::new()).unwrap();
    let (address, stop) = (server.local_addr().unwrap(), server.stop());
    thread::spawn(move || server.run());
    (address, stop)
}

/// The same for both: a macro, since the two are of different types.
macro_rules! use_it {
    ($port:expr) => {{
        let mut port = $port;
        port.set_timeout(Some(WAIT));
        let settings = Settings::eight_n_one(19_200).dtr(true);
        port.configure(settings).await.unwrap();
        let rate = port.get(Kind::BaudRate).await.unwrap();
        assert_eq!(rate, Setting::BaudRate(19_200));
        port.send(b"\r\0\xFF\r\n").await.unwrap();
        let mut heard = Vec::new();
        let mut buffer = [0; 16];
        while heard.len() < 5 {
            let n = port.receive(&mut buffer).await.unwrap();
            heard.extend_from_slice(buffer.get(..n).unwrap());
        }
        assert_eq!(heard, b"\r\0\xFF\r\n");
        port.purge(Purge::Both).await.unwrap();
        let none = telnet_serial::ModemState::default();
        let lines = port.modem_change(none, WAIT).await.unwrap();
        assert!(lines.dsr());
        port.set(Setting::Dtr(false)).await.unwrap();
        assert!(!port.modem_change(lines, WAIT).await.unwrap().dsr());
        assert_eq!(port.signature().await.unwrap(), b"serial port");
        assert_eq!(port.quirks(), []);
        port.close().await.unwrap();
    }};
}

#[tokio::test]
async fn of_tokio() {
    let (address, stop) = serve();
    let url = format!("rfc2217://{address}");
    use_it!(telnet_serial::tokio::RemotePort::open(&url).await.unwrap());
    stop.stop().unwrap();
}

#[test]
fn of_smol() {
    let (address, stop) = serve();
    smol::block_on(async {
        let stream = smol::net::TcpStream::connect(address).await.unwrap();
        let config = Client::config(Config::new());
        let telnet = telnet_async_std::Telnet::new(stream, config);
        use_it!(
            telnet_serial::futures::RemotePort::over(telnet).await.unwrap()
        );
    });
    stop.stop().unwrap();
}
