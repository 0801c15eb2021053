//! Octets to text and back: at every cut, and against other decoders.
#![expect(clippy::unwrap_used, reason = "a test is to fail loudly")]

use std::borrow::Cow;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_oneof};
use proptest::{prop_assert, prop_assert_eq, proptest};
use telnet_session::encoding::{Encoding, TextDecoder};
use telnet_testkit::split;

/// Of each kind, those with state too.
const NAMES: &[&str] = &[
    "UTF-8",
    "US-ASCII",
    "ISO-8859-1",
    "IBM437",
    "IBM864",
    "KOI8-R",
    "windows-1252",
    "Big5",
    "GBK",
    "gb18030",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "ISO-2022-JP",
];

fn all() -> impl Iterator<Item = Encoding> {
    let named = NAMES.iter().map(|it| Encoding::from_name(it).unwrap());
    std::iter::once(Encoding::UTF_8_OR_LATIN_1).chain(named)
}

/// In one go, by other means than ours.
fn model(encoding: Encoding, octets: &[u8]) -> String {
    if encoding == Encoding::UTF_8 {
        return String::from_utf8_lossy(octets).into_owned();
    }
    match encoding {
        Encoding::UTF_8_OR_LATIN_1 => mixed(octets),
        Encoding::LATIN_1 => octets.iter().map(|it| char::from(*it)).collect(),
        Encoding::ASCII => octets
            .iter()
            .map(|it| if *it < 128 { char::from(*it) } else { '\u{FFFD}' })
            .collect(),
        it if it.name().starts_with("IBM") => {
            octets.iter().map(|octet| it.decode(&[*octet])).collect()
        }
        it => {
            let it = encoding_rs::Encoding::for_label(it.name().as_bytes());
            let whole = it.unwrap().decode_without_bom_handling(octets);
            whole.0.into_owned()
        }
    }
}

/// At each place a character of one to four octets, or one of Latin-1.
fn mixed(octets: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = octets;
    while let Some((&first, behind)) = rest.split_first() {
        let heads = (1..=4).filter_map(|len| rest.split_at_checked(len));
        let mut whole = heads.filter_map(|(head, behind)| {
            let head = std::str::from_utf8(head).ok()?;
            Some((head.chars().next()?, behind))
        });
        let (next, behind) =
            whole.next().unwrap_or_else(|| (char::from(first), behind));
        text.push(next);
        rest = behind;
    }
    text
}

fn decode(encoding: Encoding, chunks: &[&[u8]]) -> String {
    let mut decoder = TextDecoder::new(encoding);
    let mut text = String::new();
    chunks.iter().for_each(|chunk| decoder.decode(chunk, &mut text));
    decoder.finish(&mut text);
    text
}

#[test]
fn text_is_the_same_however_the_octets_are_cut() {
    let streams: &[&[u8]] = &[
        b"",
        b"plain",
        b"caf\xC3\xA9 caf\xE9",
        b"\xE2\x82\xAC\xE2\x82",
        b"\xF0\x9F\x90\x89\xF0\x9F\x90",
        b"\xE2\x82\xE2\x82\xAC\xC3",
        b"\xED\xA0\x80\xC0\xAF\xFE\xFF",
        b"\xEF\xBB\xBFmark",
        b"\x82\xA0\xB1\x1B$B$\"\x1B(B",
        b"\x81\x30\x81\x30\xA4\xA4\xC4\xE3",
    ];
    for encoding in all() {
        for stream in streams {
            let wanted = model(encoding, stream);
            assert_eq!(encoding.decode(stream), wanted, "{encoding:?}");
            split::every(encoding.name(), stream, |chunks| {
                assert_eq!(decode(encoding, chunks), wanted);
            });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn text_of_any_octets_is_that_of_the_model(
        octets in vec(
            prop_oneof![any::<u8>(), 0x80..=0xFFu8, 0x1B..=0x30u8], 0..40,
        ),
        places in vec(0..40usize, 0..6),
    ) {
        for encoding in all() {
            let wanted = model(encoding, &octets);
            split::at(encoding.name(), &octets, &places, |chunks| {
                assert_eq!(decode(encoding, chunks), wanted);
            });
        }
    }

    /// What can be encoded is read again, and what cannot be is named.
    #[test]
    fn encoding_is_undone_or_says_what_it_has_not(text in "\\PC{0,12}") {
        for encoding in [
            Encoding::UTF_8, Encoding::UTF_8_OR_LATIN_1, Encoding::LATIN_1,
            Encoding::ASCII, Encoding::CP437,
            Encoding::from_name("KOI8-R").unwrap(),
            Encoding::from_name("GBK").unwrap(),
        ] {
            match encoding.encode(&text) {
                Ok(octets) => {
                    prop_assert_eq!(&encoding.decode(&octets), &text);
                    prop_assert_eq!(encoding.encode_lossy(&text), octets);
                }
                Err(error) => {
                    let rest = text.get(error.at..).unwrap();
                    prop_assert!(rest.starts_with(error.character));
                    let before = text.get(..error.at).unwrap();
                    prop_assert!(encoding.encode(before).is_ok());
                    let lossy = encoding.encode_lossy(&text);
                    prop_assert!(lossy.contains(&b'?'));
                }
            }
        }
    }
}

#[test]
fn each_octet_that_is_a_character_is_encoded_to_itself() {
    let pages = [437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861]
        .into_iter()
        .chain([862, 863, 864, 865, 866, 869, 874]);
    let pages = pages.map(|it| format!("cp{it}"));
    let others = ["us-ascii", "latin1", "koi8-u", "ISO-8859-15", "latin2"];
    let names = pages.chain(others.map(str::to_owned));
    for name in names {
        let encoding = Encoding::from_name(&name).unwrap();
        let mut others = 0;
        for octet in 0..=255 {
            let text = encoding.decode(&[octet]);
            if text == "\u{FFFD}" {
                others += 1;
                continue;
            }
            assert_eq!(encoding.encode(&text).unwrap(), &[octet][..], "{name}");
        }
        assert!(others <= if name == "us-ascii" { 128 } else { 32 }, "{name}");
        assert_eq!(Encoding::from_name(encoding.name()), Some(encoding));
    }
}

/// From the tables that IBM and Unicode print.
#[test]
fn the_boxes_of_page_437_are_boxes() {
    let text = Encoding::CP437.decode(b"\xC9\xCD\xBB\xB0\xDB\x81\xFF");
    assert_eq!(text, "\u{2554}\u{2550}\u{2557}\u{2591}\u{2588}\u{fc}\u{a0}");
}

#[test]
fn names_are_those_of_iana_and_others_in_use() {
    for (name, wanted) in [
        ("utf-8", Some("UTF-8")),
        ("UTF8", Some("UTF-8")),
        ("iso-8859-1", Some("ISO-8859-1")),
        ("ascii", Some("US-ASCII")),
        ("437", Some("IBM437")),
        ("cp437", Some("IBM437")),
        ("IBM00858", Some("IBM00858")),
        ("koi8-r", Some("KOI8-R")),
        ("CP1252", Some("windows-1252")),
        ("UTF-16", None),
        ("UTF-16LE", None),
        ("x-user-defined", None),
        ("replacement", None),
        ("EBCDIC", None),
        ("cp", None),
        ("IBM+437", None),
        ("99999999", None),
        ("", None),
        ("\u{20ac}\u{20ac}", None),
    ] {
        let found = Encoding::from_name(name).map(Encoding::name);
        assert_eq!(found, wanted, "{name:?}");
    }
    assert_eq!(Encoding::default(), Encoding::UTF_8_OR_LATIN_1);
}

#[test]
fn a_character_that_there_is_not_is_named_and_nothing_given() {
    let koi8 = Encoding::from_name("KOI8-R").unwrap();
    let error = koi8.encode("\u{43c}\u{438}\u{440} 5\u{20ac}").unwrap_err();
    assert_eq!((error.character, error.at), ('\u{20ac}', 8));
    let shown = error.to_string();
    for part in ["KOI8-R", "U+20AC", "octet 8", "encode_lossy"] {
        assert!(shown.contains(part), "{shown}");
    }
    // In an encoding with states the rest stays readable.
    let jis = Encoding::from_name("ISO-2022-JP").unwrap();
    let lossy = jis.encode_lossy("\u{3042}\u{1F409}\u{3044}");
    assert_eq!(jis.decode(&lossy), "\u{3042}?\u{3044}");
    // What is the same is not copied.
    assert!(matches!(koi8.encode("north"), Ok(Cow::Borrowed(_))));
}

#[test]
fn nothing_waits_but_the_begin_of_a_character() {
    let mut text = String::new();
    let mut decoder = TextDecoder::new(Encoding::UTF_8_OR_LATIN_1);
    decoder.decode(b"caf\xE9> ", &mut text);
    assert_eq!(text, "caf\u{e9}> ");
    decoder.decode(b"caf\xE9", &mut text);
    assert_eq!(text, "caf\u{e9}> caf");
    decoder.finish(&mut text);
    assert_eq!(text, "caf\u{e9}> caf\u{e9}");
}
