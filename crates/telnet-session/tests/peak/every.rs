//! Every row of `docs/evidence/hostile-inputs.md`: its input once, and again and again,
//! to a client and to a server, each with its own options and with all agreed to. The
//! peak of each, with the caps that there are by default, is a table of that page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use allocation_counter::measure;
use telnet_session::proto::{Decoder, nvt::NvtDecoder};
use telnet_session::{Config, Policy, Session, Side, TelnetOption};
use telnet_testkit::hostile::{payloads, streams};

use crate::acts::{self, Act};
use crate::part::Part::{Agreed, Events, Marks, Output, Payloads, Text};
use crate::row::Row;
use crate::{Application, flood, more, rows};

/// Octets of an input that comes again and again.
const AGAIN: usize = 128 << 10;

/// A client and a server, by default, and with all agreed to but for compression.
fn roles() -> Vec<Config> {
    let agree = |config: Config| {
        let packs =
            [TelnetOption::MCCP1, TelnetOption::MCCP2, TelnetOption::MCCP3];
        let all = (0..=255).map(TelnetOption::from);
        all.filter(|it| !packs.contains(it)).fold(config, |config, option| {
            let config = config.policy(Side::Local, option, Policy::Accept);
            config.policy(Side::Remote, option, Policy::Accept)
        })
    };
    let both = [Config::default(), Config::server()].map(|it| it.events(true));
    [both.clone(), both.map(agree)].concat()
}

/// An input in all roles.
fn literal(row: &'static str, opening: &[u8], input: &[u8]) -> Vec<Row> {
    let option = TelnetOption::from(input.get(2).copied().unwrap_or_default());
    let grows =
        [Text, Marks, Output(2 << 10), Events, Payloads(option), Agreed];
    let rows = roles().into_iter().map(|config| {
        Row::new(row, &config, opening, input).grows(&grows).octets(AGAIN)
    });
    rows.collect()
}

/// The streams and the payloads that are cut in every way, too.
fn shared() -> Vec<Row> {
    let mut rows = Vec::new();
    for (row, stream) in [
        streams::COMMANDS,
        streams::SUBNEGOTIATIONS,
        streams::LINE_ENDS,
        streams::NEGOTIATION,
    ]
    .concat()
    {
        rows.extend(literal(row, b"", stream));
    }
    for (row, payload, _) in payloads::ALL.concat() {
        let option = payload[0];
        let opening = [255, 251, option, 255, 253, option];
        let input = [b"\xFF\xFA", payload, b"\xFF\xF0A"].concat();
        rows.extend(literal(row, &opening, &input));
    }
    rows
}

/// What is held at most, and how much it may be.
#[derive(Clone, Copy, Debug, Default)]
struct Peak {
    held: u64,
    most: usize,
}

/// What is held at most while a row runs.
fn held(row: &Row, piece: usize, application: Application) -> u64 {
    let stream = row.stream();
    let config = row.config.clone();
    let mut session = None;
    let memory = measure(|| {
        let mut it = Session::new(config);
        row.set(&mut it);
        flood(&mut it, row, &stream, piece, application);
        it.receive_eof();
        session = Some(it);
    });
    memory.bytes_max
}

/// The peak of each row, over all ways to run it.
fn peaks() -> BTreeMap<&'static str, Peak> {
    let mut peaks: BTreeMap<&str, Peak> = BTreeMap::new();
    let mut over = Vec::new();
    let mut see = |name: &'static str, held: u64, most: usize, how: &str| {
        if held > most as u64 {
            over.push(format!("{name}, {how}: {held} of {most}"));
        }
        let row = name.get(..4).unwrap();
        let peak = peaks.entry(row).or_default();
        if row.starts_with("H-") && held >= peak.held {
            *peak = Peak { held, most };
        }
    };
    let all = [shared(), rows::all(), more::all()].concat();
    for row in all.into_iter().map(Row::with_default_caps) {
        for row in [row.once(), row] {
            for application in Application::ALL {
                for piece in [7, 16 << 10] {
                    let how = format!("{application:?}, pieces of {piece}");
                    let held = held(&row, piece, application);
                    see(row.name, held, row.most(&row.config, piece), &how);
                }
            }
        }
    }
    for Act { row, most, act } in acts::all() {
        let memory = measure(act);
        see(row, memory.bytes_max, most, "an act");
    }
    assert!(over.is_empty(), "{}", over.join("\n"));
    peaks.retain(|row, _| row.starts_with("H-"));
    peaks
}

/// The figures of the page are no less than what is held, and not four times as much.
#[test]
fn every_row_holds_no_more_than_its_caps_and_than_the_page_says() {
    let page = include_str!("../../../../docs/evidence/hostile-inputs.md");
    let told: BTreeMap<&str, (u64, usize)> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| H-")?.split(" | ");
            let row = cells.next()?.get(..2)?;
            let held = cells.next()?.replace(',', "").parse().ok()?;
            let most = cells.next()?.trim_end_matches(" |").replace(',', "");
            Some((row, (held, most.parse().ok()?)))
        })
        .collect();
    let mut table = String::new();
    let mut wrong = Vec::new();
    let peaks = peaks();
    for n in 1..=80 {
        let row = format!("H-{n:02}");
        let Some(peak) = peaks.get(&*row) else {
            wrong.push(format!("{row} is not run"));
            continue;
        };
        let held = peak.held.next_multiple_of(128);
        writeln!(table, "| {row} | {held} | {} |", peak.most).unwrap();
        let right = told.get(row.trim_start_matches("H-")).is_some_and(
            |(held, most)| {
                (peak.held..=4 * peak.held).contains(held) && *most == peak.most
            },
        );
        if !right {
            wrong.push(format!("the page has other figures for {row}"));
        }
    }
    println!("{table}");
    assert!(wrong.is_empty(), "{table}\n{}", wrong.join("\n"));
}

/// With small caps each input, again and again, is more than may be kept of it.
#[test]
fn every_input_again_and_again_takes_no_more_than_small_caps() {
    for mut row in shared() {
        row.config = rows::small(row.config)
            .max_subnegotiation_for(TelnetOption::MSDP, 2000);
        let row = row.octets(AGAIN);
        for application in Application::ALL {
            let most = row.most(&row.config, 7);
            assert!(row.worth() > most, "{}: {most}", row.name);
            let held = held(&row, 7, application);
            let how = format!("{}, {application:?}", row.name);
            assert!(held <= most as u64, "{how}: {held} of {most}");
        }
    }
}

/// What is the decoders' alone needs no memory, nor what a codec has to say.
#[test]
fn decoders_and_codecs_allocate_nothing() {
    for row in shared() {
        let stream = row.stream();
        let memory = measure(|| {
            for piece in [1, 7, 1000] {
                let mut decoder = Decoder::new();
                let mut text = NvtDecoder::new();
                for octets in stream.chunks(piece) {
                    for event in decoder.decode(octets) {
                        if let telnet_session::proto::Event::Data(it) = event {
                            text.decode(it).for_each(|it| {
                                assert!(!it.is_empty());
                            });
                        }
                    }
                }
            }
        });
        assert_eq!(memory.count_total, 0, "{}", row.name);
    }
    for (row, payload, judge) in payloads::ALL.concat() {
        let mut plain = payload.to_vec();
        let mut before = 0;
        plain.retain(|it| {
            let second = before == 255 && *it == 255;
            before = if second { 0 } else { *it };
            !second
        });
        let plain = &plain[1..];
        let memory = measure(|| assert!(judge(plain), "{row} {plain:?}"));
        assert_eq!(memory.count_total, 0, "{row}");
    }
}
