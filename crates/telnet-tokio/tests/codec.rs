//! The wire as a codec.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::io::ErrorKind;

use futures_util::{SinkExt as _, StreamExt as _};
use telnet_tokio::codec::{Incoming, Outgoing, TelnetCodec};
use telnet_tokio::session::bytes::{Bytes, BytesMut};
use telnet_tokio::session::proto::{Malformed, Negotiation, Options};
use telnet_tokio::tokio_util::codec::{Decoder as _, Encoder as _, Framed};
use telnet_tokio::{Command, TelnetOption};
use tokio::io::duplex;

/// All that comes of a stream which is received in such pieces, data joined.
fn incoming(codec: &mut TelnetCodec, pieces: &[&[u8]]) -> Vec<Incoming> {
    let (mut src, mut all) = (BytesMut::new(), Vec::new());
    let mut take = |item| match (all.last_mut(), item) {
        (Some(Incoming::Data(before)), Incoming::Data(data)) => {
            assert!(!data.is_empty());
            *before = [&before[..], &data].concat().into();
        }
        (_, item) => all.push(item),
    };
    for piece in pieces {
        src.extend_from_slice(piece);
        while let Some(item) = codec.decode(&mut src).unwrap() {
            take(item);
        }
        assert!(src.is_empty());
    }
    while let Some(item) = codec.decode_eof(&mut src).unwrap() {
        take(item);
    }
    all
}

fn data(text: &'static [u8]) -> Incoming {
    Incoming::Data(Bytes::from_static(text))
}

#[test]
fn a_stream_means_the_same_at_every_split() {
    let wire = b"a\xFF\xFFb\xFF\xFD\x18c\xFF\xF9\
        \xFF\xFA\x1F\0\xFF\xFF\0\x18\xFF\xF0\xFF\xFA\x18\xFF\xF0\
        \xFF\x01d\r\0\xFF\xFA\x18abcdefg\xFF\xF0e\xFF";
    let expected = [
        data(b"a\xFFb"),
        Incoming::Negotiation(Negotiation::do_(TelnetOption::TTYPE)),
        data(b"c"),
        Incoming::Command(Command::GA),
        Incoming::Subnegotiation {
            option: TelnetOption::NAWS,
            payload: Bytes::from_static(b"\0\xFF\0\x18"),
        },
        Incoming::Subnegotiation {
            option: TelnetOption::TTYPE,
            payload: Bytes::new(),
        },
        Incoming::Malformed(Malformed::UnknownCommand(1)),
        data(b"d\r\0"),
        Incoming::Overflow(TelnetOption::TTYPE),
        data(b"e"),
        Incoming::Malformed(Malformed::TruncatedCommand),
    ];
    let codec = || TelnetCodec::with_max_subnegotiation(6);
    for at in 0..=wire.len() {
        let (first, then) = wire.split_at(at);
        assert_eq!(incoming(&mut codec(), &[first, then]), expected, "{at}");
    }
    let octets: Vec<_> = wire.chunks(1).collect();
    assert_eq!(incoming(&mut codec(), &octets), expected);
}

#[test]
fn a_codec_is_at_the_start_of_a_stream_behind_an_end() {
    let mut codec = TelnetCodec::new();
    let cut = [Incoming::Malformed(Malformed::TruncatedSub)];
    assert_eq!(incoming(&mut codec, &[b"\xFF\xFA\x18abc"]), cut);
    assert_eq!(incoming(&mut codec, &[b"abc"]), [data(b"abc")]);
}

#[test]
fn what_is_sent_is_escaped() {
    let mut codec = TelnetCodec::new();
    let mut wire = BytesMut::new();
    for item in [
        Outgoing::Data(Bytes::from_static(b"a\xFF\r\n")),
        Outgoing::Command(Command::AYT),
        Outgoing::Negotiation(Negotiation::wont(TelnetOption::ECHO)),
        Outgoing::Subnegotiation {
            option: TelnetOption::NAWS,
            payload: Bytes::from_static(b"\0\xFF\0\x18"),
        },
    ] {
        codec.encode(item, &mut wire).unwrap();
    }
    assert_eq!(
        &wire[..],
        b"a\xFF\xFF\r\n\xFF\xF6\xFF\xFC\x01\
          \xFF\xFA\x1F\0\xFF\xFF\0\x18\xFF\xF0"
    );
    let before = wire.len();
    for code in [Command::SB, Command::SE, Command::DO, Command::IAC] {
        let item = Outgoing::Command(code);
        let error = codec.encode(item, &mut wire).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(wire.len(), before);
}

/// As the documentation of the codec does it.
#[tokio::test]
async fn framed_with_options_refuses_what_is_asked_for() {
    let (near, far) = duplex(64);
    let mut near = Framed::new(near, TelnetCodec::new());
    let mut far = Framed::new(far, TelnetCodec::new());
    let asked = Outgoing::Negotiation(Negotiation::do_(TelnetOption::NAWS));
    far.send(asked).await.unwrap();
    far.send(Outgoing::Data("login: ".into())).await.unwrap();

    let (mut options, mut text) = (Options::new(), Vec::new());
    while text.len() < 7 {
        let incoming = near.next().await.unwrap().unwrap();
        if let Incoming::Data(data) = &incoming {
            text.extend_from_slice(data);
        }
        if let Incoming::Negotiation(asked) = incoming {
            let answer = options.receive(asked).send.unwrap();
            near.send(Outgoing::Negotiation(answer)).await.unwrap();
        }
    }
    drop(near);
    assert_eq!(text, b"login: ");
    let refused = Negotiation::wont(TelnetOption::NAWS);
    let answer = far.next().await.unwrap().unwrap();
    assert_eq!(answer, Incoming::Negotiation(refused));
    assert!(far.next().await.is_none());
}
