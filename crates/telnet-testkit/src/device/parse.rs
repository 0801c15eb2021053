//! Reads a transcript.

use core::time::Duration;

use super::transcript::{Command, Does, Fault, Kind, Source, Step, Transcript};
use crate::escape::octets;

impl Transcript {
    /// Reads the text of a file: see the [module](super) for its form.
    ///
    /// # Errors
    /// Says the line, what is wrong with it, or what is wanted.
    pub fn parse(name: &str, text: &str) -> Result<Self, Fault> {
        let mut reader = Reader::new(name);
        let fault = |line, what| Fault { file: name.into(), line, what };
        for (at, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            reader.at = at;
            reader.line(line).map_err(|what| fault(at, what))?;
        }
        let at = reader.at;
        reader.end().map_err(|what| fault(at, what))
    }
}

/// Where the reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before `login`.
    Head,
    /// What is said and heard, of the login or of a command.
    Talk,
    /// Behind the prompt.
    Prompted,
}

struct Reader {
    at: usize,
    place: Place,
    eol: Vec<u8>,
    read: Transcript,
}

type Read<T = ()> = Result<T, String>;

impl Reader {
    fn new(name: &str) -> Self {
        let read = Transcript {
            name: name.into(),
            title: String::new(),
            sources: Vec::new(),
            user: Vec::new(),
            password: Vec::new(),
            opening: Vec::new(),
            prompt: Vec::new(),
            commands: Vec::new(),
        };
        Self { at: 0, place: Place::Head, eol: b"\r\n".to_vec(), read }
    }

    fn line(&mut self, line: &str) -> Read {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        if self.read.title.is_empty() && word != "device" {
            return Err("wanted `device TITLE` first".into());
        }
        match word {
            "device" | "source" | "eol" | "login" => self.head(word, rest),
            "run" => self.run(rest),
            "idle" => self.idle(rest),
            "say" | "show" | "line" | "echo" | "hear" | "key" | "pager"
            | "prompt" | "wait" => self.talk(word, rest),
            _ => Err(format!("no directive `{word}`")),
        }
    }

    fn head(&mut self, word: &str, rest: &str) -> Read {
        if self.place != Place::Head {
            return Err(format!("wanted `{word}` before `login`"));
        }
        match word {
            "device" if self.read.title.is_empty() => {
                let [title] = strings(rest)?;
                self.read.title = plain(title)?;
                if self.read.title.is_empty() {
                    return Err("wanted a title".into());
                }
            }
            "device" => return Err("a second `device`".into()),
            "source" => self.read.sources.push(source(rest)?),
            "eol" => [self.eol] = strings(rest)?,
            _ => {
                [self.read.user, self.read.password] = strings(rest)?;
                if self.read.sources.is_empty() {
                    return Err("wanted a `source` before `login`".into());
                }
                self.place = Place::Talk;
            }
        }
        Ok(())
    }

    fn run(&mut self, rest: &str) -> Read {
        match self.place {
            Place::Head => return Err("wanted `login` before `run`".into()),
            Place::Talk => return Err("wanted `prompt` before `run`".into()),
            Place::Prompted => {}
        }
        let [line] = strings(rest)?;
        self.read.commands.push(Command {
            line,
            steps: Vec::new(),
            echoes: false,
            text: Vec::new(),
            prompt: Vec::new(),
            at: self.at,
        });
        self.place = Place::Talk;
        Ok(())
    }

    fn idle(&mut self, rest: &str) -> Read {
        if self.place != Place::Prompted {
            return Err("wanted `idle` behind `prompt`".into());
        }
        let (time, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let [octets] = strings(rest)?;
        self.step(Does::Idle(millis(time)?, octets));
        Ok(())
    }

    fn talk(&mut self, word: &str, rest: &str) -> Read {
        match self.place {
            Place::Head => {
                return Err(format!("wanted `login` before `{word}`"));
            }
            Place::Prompted => {
                return Err(format!("wanted `run` before `{word}`"));
            }
            Place::Talk => {}
        }
        match word {
            "say" => {
                let [octets] = strings(rest)?;
                self.step(Does::Say(octets));
            }
            "show" => {
                let [text] = strings(rest)?;
                self.command(word)?.text.extend(text);
            }
            "line" => return self.plain_line(rest),
            "echo" => return self.echo(rest),
            "hear" | "key" => {
                let [octets] = strings(rest)?;
                self.step(Does::Hear(octets, word == "hear"));
            }
            "pager" => {
                self.command(word)?;
                let [question, key, erasure] = strings(rest)?;
                self.step(Does::Say(question));
                self.step(Does::Hear(key, false));
                self.step(Does::Say(erasure));
            }
            "wait" => self.step(Does::Wait(millis(rest)?)),
            _ => return self.prompt(rest),
        }
        Ok(())
    }

    fn plain_line(&mut self, rest: &str) -> Read {
        let [mut text] = strings(rest)?;
        if text.iter().any(u8::is_ascii_control) {
            let why = "wanted no control characters in `line`: use `say` \
                       for what is said, and `show` for what is shown";
            return Err(why.into());
        }
        let mut said = text.clone();
        said.extend(&self.eol);
        self.step(Does::Say(said));
        text.push(b'\n');
        if let Some(command) = self.read.commands.last_mut() {
            command.text.extend(text);
        }
        Ok(())
    }

    fn echo(&mut self, rest: &str) -> Read {
        let eol = self.eol.clone();
        let command = self.command("echo")?;
        command.echoes = true;
        let mut said = command.line.clone();
        said.extend(eol);
        if !rest.is_empty() {
            [said] = strings(rest)?;
        }
        self.step(Does::Say(said));
        Ok(())
    }

    fn prompt(&mut self, rest: &str) -> Read {
        let (shown, rest) = octets(rest)?;
        let drawn = if rest.is_empty() {
            shown.clone()
        } else {
            let [drawn] = strings(rest)?;
            drawn
        };
        if shown.is_empty() || drawn.is_empty() {
            return Err("wanted a prompt that is not empty".into());
        }
        if shown.contains(&b'\n') && rest.is_empty() {
            let why = "wanted how a prompt of several lines is drawn, too";
            return Err(why.into());
        }
        self.step(Does::Prompt(drawn));
        match self.read.commands.last_mut() {
            Some(command) => command.prompt = shown,
            None => self.read.prompt = shown,
        }
        self.place = Place::Prompted;
        Ok(())
    }

    fn command(&mut self, word: &str) -> Read<&mut Command> {
        let command = self.read.commands.last_mut();
        command.ok_or_else(|| format!("wanted `{word}` behind `run`"))
    }

    fn step(&mut self, does: Does) {
        let step = Step { does, at: self.at };
        match self.read.commands.last_mut() {
            Some(command) => command.steps.push(step),
            None => self.read.opening.push(step),
        }
    }

    fn end(self) -> Read<Transcript> {
        if self.read.title.is_empty() {
            return Err("wanted `device TITLE`".into());
        }
        match self.place {
            Place::Head => Err("wanted `login` before the end".into()),
            Place::Talk => Err("wanted `prompt` before the end".into()),
            Place::Prompted if self.read.commands.is_empty() => {
                Err("wanted a `run` before the end".into())
            }
            Place::Prompted => Ok(self.read),
        }
    }
}

/// So many quoted texts, and nothing behind them.
fn strings<const N: usize>(mut text: &str) -> Read<[Vec<u8>; N]> {
    let mut read = [const { Vec::new() }; N];
    for (n, it) in read.iter_mut().enumerate() {
        if text.trim().is_empty() {
            return Err(format!("wanted {N} texts in quotes, not {n}"));
        }
        (*it, text) = octets(text)?;
    }
    let is_end = text.is_empty() || text.starts_with('#');
    if is_end {
        Ok(read)
    } else {
        Err(format!("wanted nothing more: `{text}`"))
    }
}

fn plain(octets: Vec<u8>) -> Read<String> {
    String::from_utf8(octets).map_err(|_| "wanted UTF-8".into())
}

fn millis(text: &str) -> Read<Duration> {
    let number = text.trim().parse().ok().filter(|it| *it <= 60_000);
    let number = number.ok_or_else(|| {
        format!("wanted milliseconds, 60000 at most, not `{text}`")
    })?;
    Ok(Duration::from_millis(number))
}

fn source(text: &str) -> Read<Source> {
    let (kind, text) = text.split_once(' ').unwrap_or((text, ""));
    let kind = match kind {
        "capture" => Kind::Capture,
        "code" => Kind::Code,
        "document" => Kind::Document,
        "inferred" => Kind::Inferred,
        _ => {
            let why = "wanted `source capture`, `code`, `document` or \
                       `inferred`";
            return Err(format!("{why}, not `{kind}`"));
        }
    };
    let text = text.trim();
    if text.len() < 5 {
        return Err("wanted which file, document or report".into());
    }
    Ok(Source { kind, text: text.into() })
}
