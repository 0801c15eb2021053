//! What the documents say of files and tests is true.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a document that does not hold is to fail loudly"
)]

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

static RFCS: &str = include_str!("../../../docs/evidence/rfc-coverage.md");
static HOSTILE: &str = include_str!("../../../docs/evidence/hostile-inputs.md");
static PROMISES: &str = include_str!("../../../SECURITY.md");
static VECTORS: &str = include_str!("../vectors/wire.txt");

/// The documents that must each have a table.
const COVERED: [&str; 22] = [
    "727", "854", "855", "856", "857", "858", "859", "860", "861", "885",
    "1073", "1079", "1091", "1096", "1123", "1143", "1184", "1372", "1571",
    "1572", "2066", "2217",
];

/// A line of a table: its cells by the names of their columns.
struct Row<'a> {
    line: &'a str,
    cells: HashMap<&'a str, &'a str>,
}

impl<'a> Row<'a> {
    #[track_caller]
    fn cell(&self, column: &str) -> &'a str {
        let cell = self.cells.get(column);
        cell.unwrap_or_else(|| panic!("no column {column:?}: {}", self.line))
    }

    /// What a cell names in backquotes.
    #[track_caller]
    fn names(&self, column: &str) -> Vec<&'a str> {
        let cell = self.cell(column);
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        let rest: String = cell.split('`').step_by(2).collect();
        let bare = rest.trim_matches(|c: char| c.is_whitespace() || c == ',');
        let bare: String = bare.split([' ', ',']).collect();
        assert!(bare.is_empty(), "{bare:?} without backquotes: {}", self.line);
        names
    }
}

/// The rows of all tables, under the headings of their columns.
fn rows(document: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut columns: Option<Vec<&str>> = None;
    for line in document.lines() {
        let Some(inner) = line.strip_prefix('|') else {
            columns = None;
            continue;
        };
        let inner = inner.strip_suffix('|');
        let inner = inner.unwrap_or_else(|| panic!("open at the end: {line}"));
        let cells = inner.split('|').map(str::trim);
        let Some(columns) = &columns else {
            columns = Some(cells.collect());
            continue;
        };
        if inner.trim_matches(['-', '|', ' ', ':']).is_empty() {
            continue;
        }
        let cells: Vec<&str> = cells.collect();
        assert_eq!(cells.len(), columns.len(), "number of cells: {line}");
        let cells = columns.iter().copied().zip(cells).collect();
        rows.push(Row { line, cells });
    }
    rows
}

/// The rows of the tables that have identifiers.
fn duties(document: &str) -> Vec<Row<'_>> {
    let all = rows(document).into_iter();
    let duties: Vec<Row<'_>> =
        all.filter(|row| row.cells.contains_key("id")).collect();
    assert!(!duties.is_empty());
    duties
}

fn read(path: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join(path)).ok()
}

/// Whether a source has a test function of that name: `#[test]` is among the
/// attributes right before it.
fn has_test(source: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let heads = (0..lines.len()).filter(|at| lines[*at].starts_with(&head));
    heads.into_iter().any(|at| {
        let before = lines[..at].iter().rev();
        before
            .take_while(|line| line.starts_with("#["))
            .any(|a| *a == "#[test]")
    })
}

/// Where the cases of the contract are that every adapter is held to.
const SUITE: &str = "crates/telnet-testkit/src/suite/";

/// Who runs all of them, and how often.
const CONTRACTS: [(&str, usize); 4] = [
    ("crates/telnet-blocking/tests/contract.rs", 1),
    ("crates/telnet-mio/tests/contract.rs", 1),
    // Under async-std and under smol.
    ("crates/telnet-async-std/tests/contract.rs", 2),
    // On one thread and on several.
    ("crates/telnet-tokio/tests/contract.rs", 2),
];

/// Whether a file of the suite has a case of that name, and the list has it.
fn has_case(file: &str, source: &str, name: &str) -> bool {
    let list = read(&format!("{SUITE}mod.rs")).unwrap_or_default();
    let module = file.trim_start_matches(SUITE).trim_end_matches(".rs");
    let heading = format!("\n            {module}:\n");
    // Some streams have a list of their own besides the one of all.
    let mut lists = list.split(&heading).skip(1);
    let listed = lists.any(|it| {
        let cases = it.split_once(';').map_or("", |(cases, _)| cases);
        cases.split_whitespace().any(|it| it == name)
    });
    listed && source.contains(&format!("\npub fn {name}<"))
}

/// Every file and every test that a row names is there.
fn hold(rows: &[Row<'_>]) {
    let mut sources: HashMap<&str, Option<String>> = HashMap::new();
    for row in rows {
        let files = row.cells.contains_key("file").then(|| row.names("file"));
        for file in files.unwrap_or_default() {
            let source = sources.entry(file).or_insert_with(|| read(file));
            assert!(source.is_some(), "no file {file}: {}", row.line);
        }
        for test in row.names("test") {
            if let Some(case) = test.strip_prefix("wire:") {
                let known = VECTORS.lines().any(|line| {
                    line.strip_prefix("case ").is_some_and(|it| it == case)
                });
                assert!(known, "no vector {case}: {}", row.line);
                continue;
            }
            let (file, name) = test
                .split_once("::")
                .unwrap_or_else(|| panic!("no test {test}: {}", row.line));
            let name = name.rsplit("::").next().unwrap_or(name);
            let source = sources.entry(file).or_insert_with(|| read(file));
            let found = source.as_ref().is_some_and(|it| {
                has_test(it, name)
                    || file.starts_with(SUITE) && has_case(file, it, name)
            });
            assert!(found, "no test {test}: {}", row.line);
        }
    }
}

const STATES: [&str; 5] =
    ["done", "partly", "not ours", "not yet", "deviation"];

/// What each state calls for.
fn states_hold(rows: &[Row<'_>]) {
    for row in rows {
        let status = row.cell("status");
        assert!(STATES.contains(&status), "status {status:?}: {}", row.line);
        let tested = !row.names("test").is_empty();
        if status == "done" || status == "partly" || status == "deviation" {
            let file = !row.cells.contains_key("file")
                || !row.names("file").is_empty();
            assert!(file && tested, "{status} without proof: {}", row.line);
        }
        if status != "done" {
            let why = !row.cell("remark").is_empty();
            assert!(why, "{status} without a reason: {}", row.line);
        }
    }
}

/// The numbers behind each prefix are 1, 2, 3 and so on, in order.
fn numbered<'a>(rows: &[Row<'a>]) -> BTreeMap<&'a str, usize> {
    let mut last = BTreeMap::new();
    for row in rows {
        let id = row.cell("id");
        let (prefix, number) = id
            .rsplit_once('-')
            .unwrap_or_else(|| panic!("no number: {}", row.line));
        let number: usize = number
            .parse()
            .unwrap_or_else(|_| panic!("no number: {}", row.line));
        let before = last.insert(prefix, number).unwrap_or(0);
        assert_eq!(number, before + 1, "out of order: {}", row.line);
    }
    last
}

/// Whether a word has the form of an identifier, as 854-07.
fn is_id(word: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|it| it.is_ascii_digit());
    word.split_once('-').is_some_and(|(prefix, number)| {
        (prefix == "H" || prefix.len() >= 3 && digits(prefix))
            && number.len() == 2
            && digits(number)
    })
}

/// A row that another one refers to is there.
fn references_hold(document: &str) {
    let all = rows(document);
    let ids = all.iter().filter_map(|row| row.cells.get("id"));
    let ids: Vec<&str> = ids.copied().collect();
    for row in &all {
        let inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let mut words = row.line.split(|c| !inside(c));
        let stray = words.find(|it| is_id(it) && !ids.contains(it));
        assert_eq!(stray, None, "no such row: {}", row.line);
    }
}

#[test]
fn every_duty_is_where_the_document_says() {
    let rows = duties(RFCS);
    hold(&rows);
    states_hold(&rows);
    references_hold(RFCS);
}

#[test]
fn duties_are_numbered_and_no_rfc_is_left_out() {
    let last = numbered(&duties(RFCS));
    for rfc in COVERED {
        assert!(last.contains_key(rfc), "no duty of RFC {rfc}");
    }
    assert_eq!(last.len(), COVERED.len());
}

/// Each deviation is in the list at the end as well, and nothing else is.
#[test]
fn deviations_are_listed_with_their_reasons() {
    let deviate: Vec<&str> = duties(RFCS)
        .iter()
        .filter(|row| row.cell("status") == "deviation")
        .map(|row| row.cell("id"))
        .collect();
    let all = rows(RFCS);
    let listed = all.iter().filter(|row| row.cells.contains_key("for whom"));
    let listed: Vec<&str> = listed
        .inspect(|row| assert!(row.cells.values().all(|it| !it.is_empty())))
        .map(|row| row.cell("deviation"))
        .collect();
    assert_eq!(listed, deviate);
}

/// The table of sums counts what is there.
#[test]
fn the_sums_are_right() {
    let duties = duties(RFCS);
    let all = rows(RFCS);
    let sums: Vec<&Row<'_>> =
        all.iter().filter(|row| row.cells.contains_key("RFC")).collect();
    assert_eq!(sums.len(), COVERED.len());
    for (sum, rfc) in sums.into_iter().zip(COVERED) {
        assert_eq!(sum.cell("RFC"), rfc, "{}", sum.line);
        for state in STATES {
            let of = |row: &&Row<'_>| {
                row.cell("id").rsplit_once('-').unwrap().0 == rfc
                    && row.cell("status") == state
            };
            let count = duties.iter().filter(of).count();
            let said: usize = sum.cell(state).parse().unwrap();
            assert_eq!(said, count, "{state}: {}", sum.line);
        }
    }
    let together = STATES.map(|state| {
        let of = |row: &&Row<'_>| row.cell("status") == state;
        format!("{state} {}", duties.iter().filter(of).count())
    });
    let together = format!("\nTogether: {}.\n", together.join(", "));
    assert!(RFCS.contains(&together), "not so: {together}");
}

#[test]
fn every_case_of_the_suite_runs_on_every_adapter() {
    for (file, times) in CONTRACTS {
        let source = read(file).unwrap();
        let lines = source.lines().map(str::trim);
        let runs = lines.filter(|it| *it == "telnet_testkit::contract! {");
        assert_eq!(runs.count(), times, "{file}");
    }
}

#[test]
fn every_hostile_input_has_its_test() {
    let rows = duties(HOSTILE);
    hold(&rows);
    states_hold(&rows);
    numbered(&rows);
    references_hold(HOSTILE);
}

#[test]
fn every_promise_has_its_test() {
    let all = rows(PROMISES);
    assert!(all.len() > 10);
    for row in &all {
        assert!(!row.names("test").is_empty(), "without a test: {}", row.line);
    }
    hold(&all);
}

#[test]
fn a_table_that_lies_is_found() {
    let lies = |document: &str| {
        let document = document.to_owned();
        let run = move || {
            let rows = duties(&document);
            hold(&rows);
            states_hold(&rows);
            numbered(&rows);
            references_hold(&document);
        };
        std::panic::catch_unwind(run).is_err()
    };
    let table = |row: &str| {
        format!("| id | status | file | test | remark |\n|---|\n{row}\n")
    };
    let file = "`crates/telnet-testkit/tests/rfc_coverage.rs`";
    let test = "`crates/telnet-testkit/tests/rfc_coverage.rs::\
                a_table_that_lies_is_found`";
    let case =
        "`crates/telnet-testkit/src/suite/reads.rs::any_wait_can_be_run`";
    for test in [test, case] {
        let truth = table(&format!("| 1-1 | done | {file} | {test} | |"));
        assert!(!lies(&truth), "{truth}");
    }
    for row in [
        format!("| 1-1 | done | {file} | {test} | as 854-99 |"),
        format!("| 1-2 | done | {file} | {test} | |"),
        format!("| 1 | done | {file} | {test} | |"),
        format!("| 1-1 | doing | {file} | {test} | |"),
        format!("| 1-1 | done | | {test} | |"),
        format!("| 1-1 | done | {file} | | |"),
        format!("| 1-1 | partly | {file} | {test} | |"),
        format!("| 1-1 | done | `gone.rs` | {test} | |"),
        format!("| 1-1 | done | {file} | `gone.rs::it` | |"),
        format!("| 1-1 | done | {file} | `wire:gone` | |"),
        format!("| 1-1 | done | {file} | {test} and more | |"),
        format!("| 1-1 | done | {file} | {test}"),
        format!("| 1-1 | done | {file} | {test} |"),
        // Of another file of the suite.
        format!(
            "| 1-1 | done | {file} | {} | |",
            case.replace("reads", "ends")
        ),
        // A function, but no test, and no case.
        format!("| 1-1 | done | {file} | `{SUITE}reads.rs::to_sender` | |",),
        format!(
            "| 1-1 | done | {file} | `{}::hold` | |",
            file.trim_matches('`')
        ),
    ] {
        assert!(lies(&table(&row)), "{row}");
    }
}
