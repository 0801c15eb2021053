//! The transcripts themselves.

use telnet_testkit::device::{self, Command, Does, Screen, Step, Transcript};

/// What the device says, in the order of the steps.
fn said(steps: &[Step]) -> Vec<u8> {
    let said = steps.iter().map(|step| match &step.does {
        Does::Say(octets) | Does::Prompt(octets) => octets.as_slice(),
        Does::Hear(..) | Does::Wait(_) | Does::Idle(..) => b"",
    });
    said.collect::<Vec<_>>().concat()
}

/// Whether it moves the cursor to a row by its number.
fn addresses(transcript: &Transcript) -> bool {
    let commands = transcript.commands.iter().flat_map(|it| said(&it.steps));
    let all: Vec<u8> = commands.collect();
    all.split(|it| *it == 0x1B).any(|part| {
        let end = part.iter().position(u8::is_ascii_alphabetic);
        end.is_some_and(|end| part[end] == b'H' && part.starts_with(b"["))
    })
}

/// The lines of a screen that shows this.
fn seen(transcript: &Transcript, shown: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut screen = Screen::new();
    if addresses(transcript) {
        screen.write(b"\x1b[24;1H");
    }
    shown.iter().for_each(|it| screen.write(it));
    screen.lines()
}

fn last_line(text: &[u8]) -> &[u8] {
    text.rsplit(|it| *it == b'\n').next().unwrap_or_default()
}

/// What the reply of a command is to be is what a terminal shows of it,
/// between the line with the command and the next one.
fn check(transcript: &Transcript, before: &[u8], command: &Command) {
    let Command { line, text, prompt, at, .. } = command;
    let local = [line, &b"\r\n"[..]].concat();
    let echo: &[u8] = if command.echoes { b"" } else { &local };
    let lines =
        seen(transcript, &[last_line(before), echo, &said(&command.steps)]);
    let wanted = [&text[..], prompt].concat();
    let wanted: Vec<&[u8]> =
        wanted.split(|it| *it == b'\n').map(<[u8]>::trim_ascii_end).collect();
    let all = lines.join(&b"\n"[..]);
    let all = all.escape_ascii();
    let name =
        format!("{}.txt:{at}, on the screen is \"{all}\"", transcript.name);
    let head = lines.len().checked_sub(wanted.len()).expect(&name);
    let tail: Vec<&[u8]> = lines[head..].iter().map(Vec::as_slice).collect();
    for (tail, wanted) in tail.iter().zip(&wanted) {
        let wanted = wanted.escape_ascii();
        assert_eq!(
            tail.escape_ascii().to_string(),
            wanted.to_string(),
            "{name}"
        );
    }
    // The prompt and the command, and above them rows of an empty screen.
    let head = lines[..head].iter().filter(|it| !it.is_empty()).count();
    assert_eq!(head, 1, "{name}");
}

#[test]
fn what_is_wanted_is_what_a_terminal_shows() {
    for transcript in device::all() {
        let mut prompt = &transcript.prompt;
        for command in &transcript.commands {
            check(&transcript, prompt, command);
            prompt = &command.prompt;
        }
    }
}

#[test]
fn there_are_devices_of_many_kinds() {
    let all = device::all();
    assert!(all.len() >= 42, "{}", all.len());
    let mut titles: Vec<_> = all.iter().map(|it| &it.title).collect();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), all.len());
    for it in &all {
        let name = &it.name;
        assert!((2..=6).contains(&it.commands.len()), "{name}");
        let octets = said(&it.opening).len();
        assert!(octets < 2000, "{name}: {octets}");
    }
}
