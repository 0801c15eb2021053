//! The data of GMCP as types.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use telnet_session::gmcp::{GmcpJson as _, JsonError, MAX_DATA, to_payload};
use telnet_session::proto::sub::gmcp::Gmcp;
use telnet_session::{Config, Policy, Session, Side, TelnetOption};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Vitals<'a> {
    hp: u32,
    #[serde(borrow)]
    name: &'a str,
}

fn vitals(payload: &[u8]) -> Result<Vitals<'_>, JsonError> {
    Gmcp::parse(payload).unwrap().json()
}

#[test]
fn a_value_goes_from_one_end_to_the_other() {
    let mut from = Session::new(Config::default());
    let it = Vitals { hp: 12, name: "\u{43c}\u{438}\u{440} \u{ff}" };
    from.send_gmcp("Char.Vitals", &it).unwrap();
    let config = Config::default().events(true).policy(
        Side::Remote,
        TelnetOption::GMCP,
        Policy::Accept,
    );
    let mut to = Session::new(config);
    to.receive(b"\xFF\xFB\xC9");
    to.receive(from.transmit());
    let event = std::iter::from_fn(|| to.poll_event()).last().unwrap();
    let gmcp = event.payload::<Gmcp<'_>>().unwrap().unwrap();
    assert_eq!(gmcp.json(), Ok(it));
}

#[test]
fn a_message_without_data_is_null() {
    for payload in [&b"Core.Ping"[..], b"Core.Ping ", b"Core.Ping  \r\n"] {
        let it = Gmcp::parse(payload).unwrap();
        assert_eq!(it.json::<()>(), Ok(()));
        assert_eq!(it.json::<Option<u32>>(), Ok(None));
        let shown = vitals(payload).unwrap_err().to_string();
        assert!(shown.contains("null"), "{shown}");
        assert!(shown.contains("Core.Ping"), "{shown}");
    }
    assert_eq!(Gmcp::parse(b"Core.Ping 120").unwrap().json(), Ok(120));
}

#[test]
fn what_is_wrong_is_told_with_what_was_seen() {
    for (payload, parts) in [
        (&br#"A.B {"hp": "much"}"#[..], &["much", "u32", "line 1"][..]),
        (br#"A.B {"hp": 1"#, &["EOF", r#"{"hp": 1"#]),
        (br"A.B {hp: 1}", &["key must be a string", "{hp: 1}"]),
        (b"A.B \xFF\xFE", &["line 1 column 1", "\u{fffd}"]),
        (b"A.\x1B[2J {}", &["A.\\u{1b}[2J", "missing field"]),
    ] {
        let shown = vitals(payload).unwrap_err().to_string();
        for part in parts {
            assert!(shown.contains(part), "{shown}");
        }
    }
}

/// What serde quotes is the peer's, and may be long or draw on a terminal.
#[test]
fn an_error_is_short_and_draws_nothing() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    let name = format!("\\u001b[2J{}", "x".repeat(1000));
    let payload = format!("A {{\"{name}\": \"\u{9b}2J\"}}");
    let it = Gmcp::parse(payload.as_bytes()).unwrap();
    let error = it.json::<Nothing>().unwrap_err().to_string();
    assert!(error.len() < 512, "{error}");
    assert!(!error.chars().any(char::is_control), "{error:?}");
    assert!(error.contains("unknown field `\\u{1b}[2J"), "{error}");
}

#[test]
fn data_are_bounded_and_so_is_their_depth() {
    let long = format!("A \"{}\"", "x".repeat(MAX_DATA));
    let it = Gmcp::parse(long.as_bytes()).unwrap();
    let error = it.json::<Value>().unwrap_err().to_string();
    assert!(error.contains("1048578 octets"), "{error}");
    let long = "x".repeat(MAX_DATA);
    assert!(to_payload("A", &long).is_err());
    assert!(to_payload("A", long.get(2..).unwrap()).is_ok());
    let deep = format!("A {}", "[".repeat(100_000));
    let it = Gmcp::parse(deep.as_bytes()).unwrap();
    let error = it.json::<Value>().unwrap_err().to_string();
    assert!(error.contains("recursion limit"), "{error}");
    // The memory that a value of all forms takes, as its page says.
    let many = format!("A [{}0]", "0,".repeat(1 << 18));
    let it = Gmcp::parse(many.as_bytes()).unwrap();
    let used = allocation_counter::measure(|| {
        it.json::<Value>().unwrap();
    });
    assert!(used.bytes_max < 64 * many.len() as u64, "{}", used.bytes_max);
}

#[test]
fn what_can_be_no_message_is_no_message() {
    for name in ["", "A.", "A B", "caf\u{e9}"] {
        let error = to_payload(name, &1).unwrap_err();
        assert!(error.to_string().contains("Room.Info"), "{error}");
    }
    let keys = BTreeMap::from([([1, 2], 3)]);
    let error = to_payload("A", &keys).unwrap_err();
    assert!(error.to_string().contains("key must be a string"), "{error}");
    let error = std::io::Error::from(error);
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
    assert_eq!(to_payload("A.b", &[1]).unwrap(), b"A.b [1]");
}
