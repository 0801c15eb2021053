//! Scripts: what is to be expected of a host, and what it is to be told.

mod failure;
mod language;
mod mask;
mod parse;
mod plan;
mod play;
mod report;
mod show;
mod source;
mod statement;
mod template;
mod token;
mod variables;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{IsTerminal as _, Read as _, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use telnet_blocking::Target;

pub(crate) use self::language::LANGUAGE;
pub(crate) use self::mask::Mask;
use self::plan::{Act, Step};
use self::play::{End, Output, Player};
use self::report::{Json, Report};
use self::source::{Fault, Source};
use self::statement::Statement;
use self::variables::Variables;
use crate::args::Arguments;
use crate::connect::Line;
use crate::exit::{Code, Exit};
use crate::print::{print, unprinted};
use crate::screen::Screen;
use crate::{interactive, piped, tty};

/// A script, and how it is run.
#[derive(Args, Clone, Debug)]
pub(crate) struct Scripted {
    /// Do what this statement says, as 'expect /ogin:/'; all that are given
    /// are one script. `telnet-rs man` has the language
    #[arg(short = 'x', long = "execute", value_name = "STATEMENT")]
    statements: Vec<String>,
    /// Do what this file says, before all -x; `-` is standard input
    #[arg(short = 'f', long = "script", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Give a variable of the script a value
    #[arg(long, value_name = "NAME=VALUE", value_parser = variable)]
    set: Vec<(String, String)>,
    /// Check the script and print it as it was understood; connect to nothing
    #[arg(long)]
    dry_run: bool,
    /// Show each step of the script on standard error, and its time
    #[arg(short = 'v', long)]
    verbose: bool,
    /// Print what became of each step as JSON, in the place of what `run` gives
    #[arg(long)]
    json: bool,
}

fn variable(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').unwrap_or_default();
    if token::is_name(name) {
        return Ok((name.to_owned(), value.to_owned()));
    }
    Err("give NAME=VALUE, with a name of letters, digits and `_`".to_owned())
}

impl Scripted {
    /// Whether there is a script.
    pub(crate) fn is_given(&self) -> bool {
        !self.statements.is_empty() || !self.files.is_empty()
    }

    /// Runs it on one host.
    pub(crate) fn run(
        &self,
        target: &Target,
        arguments: &Arguments,
    ) -> Result<(), Exit> {
        let script = self.read()?;
        let mut variables = self.variables(target);
        let wrong = |it: Fault| Exit::new(Code::Usage, it);
        variables.read_secrets(&script, !self.dry_run).map_err(wrong)?;
        let steps = plan::plan(&script, &variables).map_err(wrong)?;
        self.check_output(&steps).map_err(wrong)?;
        if self.dry_run {
            let text = variables.mask().text(&show::show(&steps));
            return print(text.as_bytes());
        }
        self.connect(&steps, target, arguments, variables.mask())
    }

    /// All statements, of the files and then of the command line.
    fn read(&self) -> Result<Vec<Statement>, Exit> {
        let files = self.files.iter().map(|it| file(it));
        let lines = self.statements.iter().enumerate().map(|(at, text)| {
            let name = format!("-x {}", at + 1);
            Ok(Source { name, text: text.clone() })
        });
        let mut script = Vec::new();
        for source in files.chain(lines) {
            let statements = parse::parse(&Arc::new(source?));
            script.extend(statements.map_err(|it| Exit::new(Code::Usage, it))?);
        }
        Ok(script)
    }

    /// Those of the command line, and `$HOST` and `$PORT`.
    fn variables(&self, target: &Target) -> Variables {
        let mut variables = Variables::default();
        let address = target.address();
        let mut of_host = BTreeMap::new();
        of_host.insert("HOST".to_owned(), address.host());
        let port = address.port().map(|it| it.to_string());
        of_host.extend(port.map(|it| ("PORT".to_owned(), it)));
        variables.set(&of_host);
        variables.set(self.set.iter().map(|(name, it)| (name, it)));
        variables
    }

    /// One thing at most may use standard output, and one standard input.
    fn check_output(&self, steps: &[Step]) -> Result<(), Fault> {
        let reads = self.files.iter().any(|it| it.as_os_str() == "-");
        let interacts = |it: &Act| matches!(it, Act::Interact);
        let logs = |it: &Act| matches!(it, Act::Log(name) if name == b"-");
        if let Some(step) = plan::find(steps, &interacts) {
            if reads {
                let what = "standard input was the script: the user has none";
                return Err(Fault::new(&step.place, what));
            }
            if self.json {
                let what = "with --json standard output is not the user's";
                return Err(Fault::new(&step.place, what));
            }
        }
        match plan::find(steps, &logs).filter(|_| self.json) {
            None => Ok(()),
            Some(step) => {
                let what = "with --json standard output is not for a log";
                Err(Fault::new(&step.place, what))
            }
        }
    }

    fn connect(
        &self,
        steps: &[Step],
        target: &Target,
        arguments: &Arguments,
        mask: Mask,
    ) -> Result<(), Exit> {
        let manner = arguments.manner();
        let interacts = |it: &Act| matches!(it, Act::Interact);
        let has_user = plan::find(steps, &interacts).is_some()
            && stdin().is_terminal()
            && stdout().is_terminal();
        let config = manner.config(has_user.then(tty::window))?;
        let mut report = Report::new(mask.clone(), manner.encoding());
        if self.verbose {
            report = report.show(String::new());
        }
        if self.json {
            report = report.keep();
        }
        let connected = arguments.reach().connect(target, config);
        let played = connected.and_then(|mut line| {
            arguments.tracing().start(&mut line, &mask)?;
            self.play(steps, &mut line, &mut report, target, arguments)
        });
        if self.json {
            let (code, error) = played.as_ref().map_or_else(
                |it| (it.number(), Some(it.message())),
                |()| (0, None),
            );
            let report = report.into_json(&target.to_string(), code, error);
            print(Json(&report).to_string().as_bytes())?;
        }
        played
    }

    fn play(
        &self,
        steps: &[Step],
        line: &mut Line,
        report: &mut Report,
        target: &Target,
        arguments: &Arguments,
    ) -> Result<(), Exit> {
        let manner = arguments.manner();
        let mut screen = Screen::new(stdout())
            .decode(manner.encoding())
            .filter(stdout().is_terminal() && !manner.is_raw());
        let is_shown = !self.json;
        let mut output = |text: &[u8]| {
            if is_shown { screen.show(text) } else { Ok(()) }
        };
        let output: Output<'_> = &mut output;
        let mut player = Player::new(line, report, output, manner.encoding());
        let end = player.play(steps);
        let last = player.last_line().to_vec();
        let mask = report.mask().clone();
        let exit = match end {
            Ok(End::Done | End::Exit(0, None)) => Ok(()),
            Ok(End::Exit(code, text)) => {
                Err(Exit::by_script(code, mask.text(&text.unwrap_or_default())))
            }
            Ok(End::Interact) => {
                // What stands on the screen in front of the user.
                screen
                    .show(&mask.octets(&last))
                    .map_err(|it| unprinted(&it))?;
                screen.finish().map_err(|it| unprinted(&it))?;
                hand_over(line, target, arguments)
            }
            Err(failure) => Err(failure.exit(&mask)),
        };
        screen.finish().map_err(|it| unprinted(&it))?;
        // A host that does not take its leave has been told all the same.
        let _late = line.close();
        let logged = line.end_transcript();
        exit?;
        logged.map_err(|error| {
            Exit::new(Code::Usage, format_args!("the log: {error}"))
        })
    }
}

/// Gives the connection to the user at the terminal, or to the pipe.
fn hand_over(
    line: &mut Line,
    target: &Target,
    arguments: &Arguments,
) -> Result<(), Exit> {
    let manner = arguments.manner();
    if stdin().is_terminal() && stdout().is_terminal() {
        interactive::run(line, target, arguments.keys(), manner)
    } else {
        piped::run(line, arguments.piped(), manner)
    }
}

/// Most octets of a script.
const LONGEST: u64 = 1 << 20;

/// A script of a file, or of standard input.
fn file(name: &Path) -> Result<Source, Exit> {
    let (mut text, is_input) = (String::new(), name.as_os_str() == "-");
    let read = if is_input {
        stdin().take(LONGEST + 1).read_to_string(&mut text)
    } else {
        File::open(name)
            .and_then(|it| it.take(LONGEST + 1).read_to_string(&mut text))
    };
    let read = read.map_err(|error| Exit::file(name, &error))?;
    if read as u64 > LONGEST {
        let name = name.display();
        let what =
            format_args!("{name}: a script has at most {LONGEST} octets");
        return Err(Exit::new(Code::Usage, what));
    }
    let name = if is_input {
        "standard input".into()
    } else {
        name.display().to_string()
    };
    Ok(Source { name, text })
}
