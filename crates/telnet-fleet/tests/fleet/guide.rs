//! The guide names the test of each failure.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn each_failure_has_its_test() {
    let mut files = Vec::new();
    for folder in ["src", "tests"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        sources(&folder, &mut files);
    }
    let code: String =
        files.iter().map(|it| fs::read_to_string(it).unwrap()).collect();
    let page = include_str!("../../../../docs/guide/fleet.md");
    let table = page.split("| what happens |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|it| it.starts_with('|'));
    let mut count = 0;
    for row in rows {
        let test = row.rsplit('`').nth(1).unwrap();
        assert!(
            code.contains(&format!("fn {test}()"))
                || code.contains(&format!("fn {test}(\n")),
            "{row}"
        );
        count += 1;
    }
    assert!(count > 10, "{count}");
}
