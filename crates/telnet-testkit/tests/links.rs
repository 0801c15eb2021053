//! The links of the documents lead somewhere, and the index names each page.
#![expect(clippy::unwrap_used, reason = "a panic names what is wrong")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The pages of a folder, and those of the folders in it.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        // A crate's guide is made of links to pages: those are read where they
        // are.
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            pages(&path, found);
        } else if path.extension().is_some_and(|it| it == "md") {
            found.push(path);
        }
    }
}

/// Where the links of a page lead that stay in the project.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let inline = text.split("](").skip(1).filter_map(|it| it.split(')').next());
    let listed = text.lines().filter_map(|it| it.strip_prefix('['));
    let listed = listed.filter_map(|it| Some(it.split_once("]: ")?.1));
    let all = inline.chain(listed).filter(|it| !it.contains("://"));
    all.filter_map(|it| it.split('#').next()).filter(|it| !it.is_empty())
}

#[test]
fn links_lead_to_files() {
    let root = root();
    let mut all = Vec::new();
    pages(&root, &mut all);
    assert!(all.len() > 20);
    let mut broken = Vec::new();
    for page in all {
        let text = fs::read_to_string(&page).unwrap();
        // A path through Rust's items is none of files.
        for link in links(&text).filter(|it| !it.contains("::")) {
            let folder = page.parent().unwrap();
            if link.contains('.') && !folder.join(link).exists() {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_index_names_each_page() {
    let docs = root().join("docs");
    let index = fs::read_to_string(docs.join("README.md")).unwrap();
    let mut all = Vec::new();
    pages(&docs, &mut all);
    for page in all {
        let name = page.strip_prefix(&docs).unwrap().to_str().unwrap();
        let is_named = index.contains(&format!("({name})"));
        assert!(is_named || name == "README.md", "{name}");
    }
}
