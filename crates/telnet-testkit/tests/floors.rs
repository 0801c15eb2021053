//! The modules of each crate stand on floors: none leans on one that leans on
//! it.
//!
//! Of each folder the modules in it are looked at, with all that is in them:
//! what one of them imports from another is an arrow, and the arrows make no
//! circle. What a module and its own folder have of each other is not counted.

#![expect(clippy::unwrap_used, reason = "a panic names what is wrong")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module with its own text, what it hands on, and the modules in it.
#[derive(Default)]
struct Module {
    /// The paths that are imported, from the crate's root.
    imports: Vec<Vec<String>>,
    /// Which name comes from which path.
    hands_on: BTreeMap<String, Vec<String>>,
    children: BTreeMap<String, Self>,
}

impl Module {
    fn read(file: &Path, folder: &Path, place: &[String]) -> Self {
        let mut module = Self::default();
        let text = fs::read_to_string(file).unwrap();
        // Tests may lean on all that they test.
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
        for (public, path) in uses(text) {
            let Some(path) = absolute(&path, place, folder) else { continue };
            if public {
                let name = path.last().unwrap().clone();
                module.hands_on.insert(name, path.clone());
            }
            module.imports.push(path);
        }
        let Ok(entries) = fs::read_dir(folder) else { return module };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if ["mod", "lib", "main", "tests", "bin"].contains(&&*name) {
                continue;
            }
            let within = folder.join(&name);
            let place = [place, std::slice::from_ref(&name)].concat();
            let file = if path.is_dir() { path.join("mod.rs") } else { path };
            let child = Self::read(&file, &within, &place);
            module.children.insert(name, child);
        }
        module
    }

    /// The place of the module in which a path ends, through what is handed on.
    fn resolve(&self, path: &[String]) -> Vec<String> {
        let mut module = self;
        let mut place = Vec::new();
        for segment in path {
            if let Some(child) = module.children.get(segment) {
                place.push(segment.clone());
                module = child;
            } else if let Some(from) = module.hands_on.get(segment) {
                if from != path {
                    return self.resolve(from);
                }
            } else {
                break;
            }
        }
        place
    }

    fn all_imports(&self) -> Vec<&Vec<String>> {
        let below = self.children.values().flat_map(Self::all_imports);
        self.imports.iter().chain(below).collect()
    }

    /// Follows each arrow between the modules of this folder.
    fn check(&self, root: &Self, place: &[String], found: &mut Vec<String>) {
        let mut arrows = BTreeMap::new();
        for (name, child) in &self.children {
            let here = [place, std::slice::from_ref(name)].concat();
            let mut to = BTreeSet::new();
            for import in child.all_imports() {
                let import = root.resolve(import);
                let other = import.get(place.len());
                if import.starts_with(place)
                    && other.is_some_and(|it| it != name)
                {
                    to.insert(other.unwrap().clone());
                }
            }
            arrows.insert(name.clone(), to);
            child.check(root, &here, found);
        }
        // What leans on nothing that is left is taken away.
        while let Some(free) = arrows
            .iter()
            .find(|(_, to)| to.iter().all(|it| !arrows.contains_key(it)))
            .map(|(name, _)| name.clone())
        {
            arrows.remove(&free);
        }
        if !arrows.is_empty() {
            arrows.retain(|_, to| !to.is_empty());
            found.push(format!("{}: {arrows:?}", place.join("::")));
        }
    }
}

/// The paths of all imports, each for itself, and whether they are handed on.
fn uses(text: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    // Each import begins a line, and ends with the first semicolon.
    for (at, _) in text.match_indices("use ") {
        let (before, rest) = text.split_at(at);
        let line = before.rsplit('\n').next().unwrap().trim_start();
        let is_public = line.starts_with("pub") && !line.contains("//");
        if !line.is_empty() && !is_public {
            continue;
        }
        let path = rest.split(';').next().unwrap().trim_start_matches("use ");
        let path: String = path.split_whitespace().collect();
        found.extend(leaves(&path).into_iter().map(|it| (is_public, it)));
    }
    found
}

/// `a::{b, c::{d}}` is `a::b` and `a::c::d`.
fn leaves(path: &str) -> Vec<String> {
    let Some((head, tail)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let inner = tail.strip_suffix('}').unwrap_or(tail);
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for char in inner.chars() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(char);
    }
    let parts = parts.iter().filter(|it| !it.is_empty());
    parts.flat_map(|it| leaves(it)).map(|it| format!("{head}{it}")).collect()
}

/// A path from the crate's root, if it is one of this crate.
fn absolute(
    path: &str,
    place: &[String],
    folder: &Path,
) -> Option<Vec<String>> {
    let mut segments: Vec<_> = path.split("::").map(str::to_owned).collect();
    if segments.last()? == "self" {
        segments.pop();
    }
    let mut base = match segments.first()?.as_str() {
        "crate" => Vec::new(),
        "self" => place.to_vec(),
        "super" => place.split_last()?.1.to_vec(),
        // One that is in this folder.
        name => {
            let file = folder.join(format!("{name}.rs"));
            let is_here = file.exists() || folder.join(name).is_dir();
            return is_here.then(|| [place, &segments].concat());
        }
    };
    segments.remove(0);
    while segments.first().is_some_and(|it| it == "super") {
        base.pop()?;
        segments.remove(0);
    }
    Some([base, segments].concat())
}

fn crates() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let all = fs::read_dir(all).unwrap().map(|it| it.unwrap().path());
    let mut all: Vec<_> =
        all.filter(|it| it.join("src/lib.rs").exists()).collect();
    all.sort();
    all
}

#[test]
fn no_module_leans_on_one_that_leans_on_it() {
    let crates = crates();
    assert!(crates.len() > 7);
    let mut found = Vec::new();
    for path in crates {
        let folder = path.join("src");
        let root = Module::read(&folder.join("lib.rs"), &folder, &[]);
        let mut circles = Vec::new();
        root.check(&root, &[], &mut circles);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        found.extend(circles.iter().map(|it| format!("{name} {it}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The Rust files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// Whether a line declares a field for the whole crate.
fn is_open_field(line: &str) -> bool {
    let line = line.trim_start();
    let name = line.strip_prefix("pub(crate) ").and_then(|it| {
        let (name, _) = it.split_once(':')?;
        Some(name)
    });
    let is_of_name = |it: char| it.is_ascii_lowercase() || it == '_';
    name.is_some_and(|it| !it.is_empty() && it.chars().all(is_of_name))
}

#[test]
fn what_a_type_of_the_session_has_is_its_own() {
    assert!(is_open_field("    pub(crate) octets: usize,"));
    assert!(!is_open_field("pub(crate) fn octets(&self) -> usize {"));
    let session =
        crates().into_iter().find(|it| it.ends_with("telnet-session"));
    let mut all = Vec::new();
    files(&session.unwrap().join("src"), &mut all);
    assert!(all.len() > 50);
    for file in all {
        let text = fs::read_to_string(&file).unwrap();
        let open = text.lines().find(|it| is_open_field(it));
        assert_eq!(open, None, "{}", file.display());
    }
}
