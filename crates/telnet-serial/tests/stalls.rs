//! A server that stalls, drops or answers late: no call of a port for tasks goes on
//! behind its deadline.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::ErrorKind;
use std::time::Duration;

use telnet_serial::session::Config;
use telnet_serial::tokio::RemotePort;
use telnet_serial::{
    Client, Kind, ModemState, Purge, Quirk, Request, Setting, Settings,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::time::{Instant, timeout};

/// It agrees to the option, BINARY and SGA.
const OPEN: &[u8] =
    b"\xFF\xFD\x2C\xFF\xFB\x00\xFF\xFD\x00\xFF\xFB\x03\xFF\xFD\x03";
const DATA: Duration = Duration::from_secs(2);
const ANSWER: Duration = Duration::from_secs(5);
/// The longest that a call may take: its deadline, and nothing on top but what the
/// timer rounds up to.
const ROUNDED: Duration = Duration::from_millis(2);

/// A port, and the server's end of its stream.
async fn open() -> (RemotePort<DuplexStream>, DuplexStream) {
    let (ours, mut theirs) = tokio::io::duplex(4096);
    theirs.write_all(OPEN).await.unwrap();
    let config = Client::config(Config::new());
    let telnet = telnet_tokio::Telnet::new(ours, config);
    let mut port = RemotePort::over(telnet).await.unwrap();
    port.set_timeout(Some(DATA));
    port.set_answer_time(ANSWER);
    (port, theirs)
}

/// Awaits a call, which has to end by this time.
macro_rules! ends_within {
    ($time:expr, $call:expr) => {{
        let began = Instant::now();
        let done = timeout($time * 10, $call).await;
        let took = began.elapsed();
        let call = stringify!($call);
        assert!(took <= $time + ROUNDED, "{call} took {took:?}");
        done.unwrap()
    }};
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_even_agree() {
    let (ours, _theirs) = tokio::io::duplex(4096);
    let config = Client::config(Config::new());
    let telnet = telnet_tokio::Telnet::new(ours, config);
    let late = Duration::from_secs(3);
    let error = ends_within!(late, RemotePort::over(telnet)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

#[tokio::test(start_paused = true)]
async fn no_call_hangs_at_a_server_that_stalls() {
    let (mut port, _theirs) = open().await;
    let all = Settings::eight_n_one(115_200).dtr(true).rts(true);
    let mut buffer = [0; 16];
    let error = ends_within!(ANSWER, port.configure(all)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let error = ends_within!(ANSWER, port.get(Kind::Parity)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    ends_within!(ANSWER, port.purge(Purge::Both)).unwrap();
    let none = ModemState::default();
    let error = ends_within!(ANSWER * 2, port.modem()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let error = ends_within!(DATA, port.modem_change(none, DATA)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let error = ends_within!(ANSWER, port.signature()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let error = ends_within!(DATA, port.receive(&mut buffer)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    // It does not read either.
    let much = vec![7; 1 << 20];
    let error = ends_within!(DATA, port.send(&much)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let _full = ends_within!(DATA, port.suspend(true));
    let _unsent = ends_within!(DATA, port.close());
}

#[tokio::test(start_paused = true)]
async fn no_call_of_a_half_hangs_either() {
    let (port, _theirs) = open().await;
    let (mut reader, mut writer) = port.into_split();
    let mut buffer = [0; 16];
    let (read, set) = tokio::join!(
        async { ends_within!(DATA, reader.receive(&mut buffer)) },
        async { ends_within!(ANSWER, writer.set(Setting::BaudRate(9600))) },
    );
    assert_eq!(read.unwrap_err().kind(), ErrorKind::TimedOut);
    assert_eq!(set.unwrap_err().kind(), ErrorKind::TimedOut);
    let lines = reader.modem_change(ModemState::default(), DATA);
    let error = ends_within!(DATA, lines).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let much = vec![7; 1 << 20];
    let error = ends_within!(DATA, writer.send(&much)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let _full = ends_within!(DATA, writer.suspend(true));
    let reader = reader.reunite(writer);
    assert!(reader.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_silenced_by_itself_holds_up_a_write_and_no_more() {
    let (mut port, mut theirs) = open().await;
    theirs.write_all(b"\xFF\xFA\x2C\x6C\xFF\xF0").await.unwrap();
    let error = ends_within!(DATA, port.receive(&mut [0])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(port.client().is_suspended());
    let error = ends_within!(DATA, port.send(b"held")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let held = timeout(DATA, port.write(b"held")).await;
    assert!(held.is_err(), "it was taken: {held:?}");
    // It goes on, and of what was held nothing was taken.
    theirs.write_all(b"\xFF\xFA\x2C\x6D\xFF\xF0").await.unwrap();
    ends_within!(DATA, port.write_all(b"free")).unwrap();
    let mut came = vec![0; 4096];
    let mut len = 0;
    while !came[..len].ends_with(b"free") {
        len += ends_within!(DATA, theirs.read(&mut came[len..])).unwrap();
    }
    assert!(!came[..len].windows(4).any(|it| it == b"held"));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_drops_ends_all_calls_at_once() {
    let (mut port, theirs) = open().await;
    drop(theirs);
    let now = Duration::ZERO;
    let error = ends_within!(now, port.set(Setting::Dtr(true))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    let error = ends_within!(now, port.modem()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(ends_within!(now, port.receive(&mut [0])).unwrap(), 0);
    assert_eq!(ends_within!(now, port.read(&mut [0])).unwrap(), 0);
    assert!(ends_within!(now, port.send(b"gone")).is_err());
    assert!(ends_within!(now, port.write(b"gone")).is_err());
    let (mut reader, mut writer) = port.into_split();
    assert_eq!(ends_within!(now, reader.read(&mut [0])).unwrap(), 0);
    assert!(ends_within!(now, writer.set(Setting::Dtr(true))).is_err());
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_late_is_not_one_to_the_next_call() {
    let (mut port, mut theirs) = open().await;
    let rate = Setting::BaudRate(1200);
    let error = ends_within!(ANSWER, port.set(rate)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    // 1200, which nobody waits for any more; then 9600.
    let late = async {
        theirs.write_all(b"\xFF\xFA\x2C\x65\0\0\x04\xB0\xFF\xF0").await?;
        theirs.write_all(b"\xFF\xFA\x2C\x65\0\0\x25\x80\xFF\xF0").await
    };
    let rate = [Request::Set(Setting::BaudRate(9600))];
    let (report, late) =
        tokio::join!(async { ends_within!(ANSWER, port.ask(rate)) }, late);
    late.unwrap();
    report.unwrap().check().unwrap();
    let known = port.client().known(Kind::BaudRate);
    assert_eq!(known, Some(Setting::BaudRate(9600)));
    assert!(port.quirks().iter().any(|it| matches!(it, Quirk::Unanswered(_))));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_does_not_say_whether_it_takes_binary() {
    let (ours, mut theirs) = tokio::io::duplex(4096);
    theirs.write_all(b"\xFF\xFD\x2C").await.unwrap();
    let config = Client::config(Config::new());
    let telnet = telnet_tokio::Telnet::new(ours, config);
    let mut port = RemotePort::over(telnet).await.unwrap();
    // Each write is begun anew with each poll: patience is the port's.
    let patience = Duration::from_secs(1);
    ends_within!(patience, port.write_all(b"\r")).unwrap();
    ends_within!(Duration::ZERO, port.write_all(b"end")).unwrap();
    ends_within!(patience, port.flush()).unwrap();
    let mut came = vec![0; 4096];
    let mut len = 0;
    while !came[..len].ends_with(b"\r\0end") {
        len += ends_within!(DATA, theirs.read(&mut came[len..])).unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_write_has_taken_it_tells_though_the_stream_is_full() {
    let (mut port, mut theirs) = open().await;
    let data = vec![7; 10_000];
    let taken = ends_within!(Duration::ZERO, port.write(&data)).unwrap();
    assert!(taken > 4096, "no more than the stream holds: {taken}");
    let mut came = Vec::new();
    let read = async {
        while came.iter().filter(|&&octet| octet == 7).count() < taken {
            theirs.read_buf(&mut came).await.unwrap();
        }
    };
    let (sent, ()) = tokio::join!(timeout(DATA, port.flush()), read);
    sent.unwrap().unwrap();
    ends_within!(DATA, port.write_all(b"end")).unwrap();
    while !came.ends_with(b"end") {
        ends_within!(DATA, theirs.read_buf(&mut came)).unwrap();
    }
    assert_eq!(came.iter().filter(|&&octet| octet == 7).count(), taken);
}

#[test]
fn a_port_over_smol_ends_at_its_deadline_too() {
    use smol::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let short = Duration::from_millis(50);
    smol::block_on(async {
        let listener = smol::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.unwrap();
        let address = listener.local_addr().unwrap();
        let stream = smol::net::TcpStream::connect(address).await.unwrap();
        let (mut theirs, _) = listener.accept().await.unwrap();
        theirs.write_all(OPEN).await.unwrap();
        let config = Client::config(Config::new());
        let telnet = telnet_async_std::Telnet::new(stream, config);
        let port = telnet_serial::futures::RemotePort::over(telnet).await;
        let mut port = port.unwrap();
        port.set_timeout(Some(short));
        port.set_answer_time(short);
        let error = port.set(Setting::BaudRate(9600)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        let error = port.receive(&mut [0; 4]).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        let (mut reader, mut writer) = port.split();
        let mut buffer = [0; 4];
        let (read, set) = tokio::join!(
            reader.receive(&mut buffer),
            writer.set(Setting::BaudRate(9600))
        );
        assert_eq!(read.unwrap_err().kind(), ErrorKind::TimedOut);
        assert_eq!(set.unwrap_err().kind(), ErrorKind::TimedOut);
        drop(theirs);
        let mut port = reader.reunite(writer).unwrap();
        // Its socket had octets that it did not read.
        let ended = port.read(&mut [0; 4]).await;
        let reset = ErrorKind::ConnectionReset;
        assert_eq!(
            ended
                .or_else(|error| match error.kind() == reset {
                    true => Ok(0),
                    false => Err(error),
                })
                .unwrap(),
            0
        );
    });
}
