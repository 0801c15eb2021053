//! Sessions that others recorded, from a folder on disk.
//!
//! The form is that of the simulations of oxidized, the tool that backs up
//! configurations: a YAML file for each model, with `init_prompt` and
//! `commands`, a list or a map of what is typed and what came of it, echo and
//! prompt included. Control characters are escaped as in Ruby's strings. What
//! a reply is to be follows from what a terminal shows.

use std::fs;
use std::path::Path;

use telnet_testkit::device::{Command, Does, Played, Screen, Step, Transcript};
use yaml_rust2::YamlLoader;

use crate::kinds::Kind;
use crate::table::{scores, table};

/// The kinds that are played.
const KINDS: [Kind; 3] = [Kind::Whole, Kind::Segments, Kind::Pauses];

/// `DEVICES_DIR=FOLDER`: plays the recordings of a folder, and prints how
/// many are read right.
#[test]
fn recorded_sessions_are_played() {
    let Ok(folder) = std::env::var("DEVICES_DIR") else {
        println!("DEVICES_DIR is not set: nothing recorded is played");
        return;
    };
    let mut played = Vec::new();
    let mut left_out = Vec::new();
    for (name, text) in files(&folder) {
        match transcript(&name, &text) {
            Ok(it) => played.push(it),
            Err(why) => left_out.push(format!("{name}: {why}")),
        }
    }
    let scores = scores(&played, &KINDS, judge);
    println!("{}", table(&scores, &KINDS));
    println!("\nnot played:\n{}", left_out.join("\n"));
    assert!(!played.is_empty(), "no recording in {folder}");
}

/// The recordings of a folder, by name.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for file in fs::read_dir(Path::new(folder)).expect(folder) {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix("simulation.yaml") {
            let name = name.trim_end_matches(['#', '_']).to_owned();
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

/// What was typed, and what came of it.
type Exchange = (String, Vec<u8>);

/// A recording as a transcript: the commands that end with a prompt.
fn transcript(name: &str, text: &str) -> Result<Transcript, String> {
    let (opening, exchanges) = read(text)?;
    let (said, first) = split(&opening);
    if !is_prompt(first) {
        return Err("it begins without a prompt".into());
    }
    let mut read = Transcript {
        name: name.into(),
        title: name.into(),
        sources: Vec::new(),
        user: Vec::new(),
        password: Vec::new(),
        opening: vec![
            step(Does::Say(said.to_vec())),
            step(Does::Prompt(first.to_vec())),
        ],
        prompt: shown(first),
        commands: Vec::new(),
    };
    let mut before = read.prompt.clone();
    // What is typed where no prompt stood is an answer.
    let mut asked = false;
    let mut left = exchanges.into_iter().peekable();
    while let Some((typed, mut came)) = left.next() {
        let mut all = came.clone();
        let mut steps = Vec::new();
        let is_answer = std::mem::take(&mut asked);
        let mut is_cut = false;
        while let Some((key, next)) = left.next_if(|(key, _)| key == " ") {
            is_cut |= !has_page(&came);
            steps.push(step(Does::Say(came)));
            steps.push(step(Does::Hear(key.into(), false)));
            all.extend(&next);
            came = next;
        }
        let (said, prompt) = split(&came);
        let line = typed.trim_end_matches(['\r', '\n']).to_owned();
        asked = !is_prompt(prompt);
        if asked
            || is_answer
            || is_cut
            || line == typed
            || line.contains('\x15')
        {
            if is_answer {
                // It was answered, so the prompt is another one.
                before = shown(prompt);
            }
            continue;
        }
        steps.push(step(Does::Say(said.to_vec())));
        steps.push(step(Does::Prompt(prompt.to_vec())));
        // What is typed behind a question is not a command.
        if !line.is_empty() {
            read.commands.extend(command(&before, line, steps, &all));
        }
        before = shown(prompt);
    }
    if read.commands.is_empty() {
        return Err("no command of it ends with a prompt".into());
    }
    Ok(read)
}

const MORE: &[u8] = b"--More--";

/// What a reply is to be: what a terminal shows between the line with the
/// command and the prompt. Nothing, where another command comes back than was
/// typed: somebody has edited the file.
fn command(
    before: &[u8],
    line: String,
    steps: Vec<Step>,
    all: &[u8],
) -> Option<Command> {
    let line = line.into_bytes();
    let echo = all.split(|it| *it == b'\n').next().unwrap_or_default();
    let word = line.split(|it| *it == b' ').next().unwrap_or_default();
    let echoes = echo.starts_with(word);
    let mut came = echo.iter();
    if echoes && !line.iter().all(|it| came.any(|octet| octet == it)) {
        return None;
    }
    let mut screen = Screen::new();
    screen.write(before);
    if !echoes {
        screen.write(&[&line[..], b"\r\n"].concat());
    }
    screen.write(all);
    let mut lines = screen.lines().split_off(1);
    let prompt = lines.pop().unwrap_or_default();
    // What a pager asked, where a line of a log came behind it.
    lines.retain(|it| it.trim_ascii() != MORE);
    for it in &mut lines {
        if let Some(before) = it.trim_ascii_end().strip_suffix(MORE) {
            *it = before.to_vec();
        }
    }
    lines.push(Vec::new());
    let text = lines.join(&b'\n');
    Some(Command { line, steps, echoes, text, prompt, at: 0 })
}

fn step(does: Does) -> Step {
    Step { does, at: 0 }
}

/// The last line, and what is before it.
fn split(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().rposition(|it| *it == b'\n');
    text.split_at(end.map_or(0, |end| end + 1))
}

/// Whether one of the last lines is what a pager asks; if not, somebody has
/// cut the file.
fn has_page(text: &[u8]) -> bool {
    let mut screen = Screen::new();
    screen.write(text);
    let lines = screen.lines();
    lines.iter().rev().take(3).any(|line| {
        let line = line.to_ascii_lowercase();
        let has = |it: &[u8]| line.windows(it.len()).any(|found| found == it);
        has(b"more") || has(b"lines ") || has(b"(end)")
    })
}

/// What is seen of a line.
fn shown(line: &[u8]) -> Vec<u8> {
    let mut screen = Screen::new();
    screen.write(line);
    let mut shown = screen.lines().pop().unwrap_or_default();
    if line.ends_with(b" ") {
        shown.push(b' ');
    }
    shown
}

fn is_prompt(line: &[u8]) -> bool {
    matches!(shown(line).trim_ascii_end().last(), Some(b'>' | b'#' | b'$'))
}

fn read(text: &str) -> Result<(Vec<u8>, Vec<Exchange>), String> {
    let documents =
        YamlLoader::load_from_str(text).map_err(|it| it.to_string())?;
    let document = documents.first().ok_or("it is empty")?;
    let opening = document["init_prompt"].as_str().unwrap_or_default();
    let commands = &document["commands"];
    let mut exchanges = Vec::new();
    let one = std::slice::from_ref(commands);
    for map in commands.as_vec().map_or(one, Vec::as_slice) {
        for (typed, came) in map.as_hash().ok_or("no commands")? {
            if let (Some(typed), Some(came)) = (typed.as_str(), came.as_str()) {
                exchanges.push((typed.into(), unescape(came)?));
            }
        }
    }
    Ok((unescape(opening)?, exchanges))
}

/// Reads the escapes of Ruby's strings.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut octets = Vec::new();
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        octets.extend(before.as_bytes());
        let mut chars = escape.chars();
        let octet = match chars.next() {
            Some('r') => b'\r',
            Some('n') => b'\n',
            Some('t') => b'\t',
            Some('e') => 0x1B,
            Some('b') => 0x08,
            Some('a') => 0x07,
            Some('0') => 0,
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                u8::from_str_radix(&digits, 16)
                    .map_err(|it| format!("\\x{digits}: {it}"))?
            }
            Some(plain) if plain.is_ascii() => plain as u8,
            other => return Err(format!("an unknown escape: {other:?}")),
        };
        octets.push(octet);
        rest = chars.as_str();
    }
    octets.extend(rest.as_bytes());
    Ok(octets)
}

/// As [`Played::judge`], but spaces at the end of lines do not count: they
/// are not seen.
fn judge(played: &Played, transcript: &Transcript) -> Result<(), String> {
    if let Some(Err(error)) = &played.login {
        return Err(format!("login: {error}"));
    }
    let lines = |text: &[u8]| {
        let lines = text.split(|it| *it == b'\n');
        lines.map(|it| it.trim_ascii_end().to_vec()).collect::<Vec<_>>()
    };
    for (got, wanted) in played.replies.iter().zip(&transcript.commands) {
        let what = wanted.line.escape_ascii();
        let got = got.as_ref().map_err(|error| format!("{what}: {error}"))?;
        for (got, wanted) in
            [(&got.text[..], &wanted.text), (&got.prompt, &wanted.prompt)]
        {
            let (got, wanted) = (lines(got), lines(wanted));
            let same = got.iter().zip(&wanted).take_while(|(a, b)| a == b);
            let at = same.count();
            if got != wanted {
                let show = |it: &[Vec<u8>]| {
                    it.get(at).map(|it| it.escape_ascii().to_string())
                };
                let (got, wanted) = (show(&got), show(&wanted));
                return Err(format!(
                    "{what}: line {at} is {got:?}, not {wanted:?}"
                ));
            }
        }
    }
    match &played.fault {
        Some(fault) => Err(format!("the device: {fault}")),
        None => Ok(()),
    }
}

#[test]
fn a_recording_is_read() {
    let text = r#"
init_prompt: |-
  Hello\r
  \e[4m\rR1#\e[m\x20
commands:
  - "show clock\n": |-
      show clock\r\r
      10:00\x20UTC\r
      --More--
  - " ": |-
      \b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bmore\r
      R1#\x20
  - "exit\n": |-
      exit\r
"#;
    let read = transcript("made-up", text).unwrap();
    assert_eq!(read.prompt, b"R1# ");
    assert_eq!(read.commands.len(), 1);
    let command = &read.commands[0];
    assert_eq!(command.text, b"10:00 UTC\nmore\n");
    assert_eq!(command.prompt, b"R1#");
    assert_eq!(command.steps.len(), 4);
    assert!(command.echoes);
}

#[test]
fn a_file_that_is_no_dialogue_is_told() {
    for (text, wanted) in [
        ("init_prompt: R1#\n", "no commands"),
        ("commands:\n  \"a\\n\": b\n", "it begins without a prompt"),
        ("init_prompt: R1#\ncommands:\n  \"a\\n\": b\n", "no command of it"),
    ] {
        let error = transcript("made-up", text).unwrap_err();
        assert!(error.contains(wanted), "{error}");
    }
}
