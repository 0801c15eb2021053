//! The tables of `choosing-a-crate.md` say what the manifests and the public APIs
//! say.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a document that does not hold is to fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

static PAGE: &str = include_str!("../../../docs/guide/choosing-a-crate.md");

/// The cells of a line of a table.
fn cells(line: &str) -> Vec<&str> {
    let inner = line.strip_prefix('|').and_then(|it| it.strip_suffix('|'));
    inner.unwrap().split('|').map(str::trim).collect()
}

/// The table whose first heading is this: the names of its other columns, and
/// each row's first cell and others.
fn table(first: &str) -> (Vec<&str>, Vec<(&str, Vec<&str>)>) {
    let head = format!("| {first} |");
    let mut lines = PAGE.lines().skip_while(|it| !it.starts_with(&head));
    let columns = cells(lines.next().unwrap());
    assert!(lines.next().unwrap().starts_with("|---"));
    let rows = lines.take_while(|it| it.starts_with('|')).map(|line| {
        let cells = cells(line);
        assert_eq!(cells.len(), columns.len(), "{line}");
        (cells[0], cells[1..].to_vec())
    });
    (columns[1..].to_vec(), rows.collect())
}

/// What stands in backquotes.
fn quoted(cell: &str) -> &str {
    cell.split('`').nth(1).unwrap()
}

/// The features in a manifest, and whether each is on by default.
fn features(manifest: &str) -> BTreeMap<String, bool> {
    let section = |name: &str| {
        let rest = manifest.split(&format!("\n[{name}]\n")).nth(1);
        rest.map_or("", |it| it.split("\n[").next().unwrap())
    };
    let all = section("features");
    let lists = all.lines().filter_map(|it| it.split_once(" = ["));
    let (default, others): (Vec<_>, Vec<_>) =
        lists.partition(|(name, _)| *name == "default");
    let on = default.first().map_or("", |(_, list)| list);
    others
        .iter()
        .map(|&(name, _)| {
            (name.to_owned(), on.contains(&format!("\"{name}\"")))
        })
        .collect()
}

/// The published libraries and their folders.
fn crates() -> BTreeMap<String, std::path::PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = fs::read_dir(all).unwrap().map(|it| it.unwrap().path());
    let mut found = BTreeMap::new();
    for folder in folders {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let is_program = manifest.contains("\n[[bin]]\n");
        if !is_program && !manifest.contains("\npublish = false\n") {
            let name = folder.file_name().unwrap().to_str().unwrap();
            found.insert(name.to_owned(), folder);
        }
    }
    assert!(found.len() > 6);
    found
}

#[test]
fn each_feature_of_each_crate_is_in_the_table() {
    let (columns, rows) = table("feature");
    let crates = crates();
    let names: BTreeSet<&str> = columns.iter().map(|it| quoted(it)).collect();
    assert_eq!(names, crates.keys().map(String::as_str).collect());
    let mut told = BTreeMap::<_, BTreeMap<_, _>>::new();
    for (feature, cells) in rows {
        for (column, cell) in columns.iter().zip(cells) {
            let of = told.entry(quoted(column).to_owned()).or_default();
            let is_on = match cell {
                "" => continue,
                "yes" => false,
                "default" => true,
                other => unreachable!("{feature}: {other:?}"),
            };
            of.insert(quoted(feature).to_owned(), is_on);
        }
    }
    for (name, folder) in crates {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert_eq!(told[&name], features(&manifest), "{name}");
    }
}

/// Whether a public API has an item of this name, a method for example.
fn has(api: &str, item: &str) -> bool {
    api.split(&format!("::{item}")).skip(1).any(|rest| {
        let next = rest.chars().next().unwrap_or(' ');
        !next.is_alphanumeric() && next != '_'
    })
}

#[test]
fn what_an_adapter_is_said_to_have_is_in_its_api() {
    let (columns, rows) = table("an adapter's own");
    let crates = crates();
    assert!(rows.len() > 8);
    for (what, cells) in rows {
        for (column, cell) in columns.iter().zip(cells) {
            let folder = &crates[quoted(column)];
            let api = folder.join("public-api.txt");
            let api = fs::read_to_string(api).unwrap();
            // A cell names an item of its own where the row's is called
            // otherwise.
            let item =
                if cell.contains('`') { quoted(cell) } else { quoted(what) };
            let is_there = !cell.is_empty();
            assert_eq!(has(&api, item), is_there, "{item} of {column}");
        }
    }
}
