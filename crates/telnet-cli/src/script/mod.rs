//! Scripts: what is to be expected of a host, and what it is to be told.

mod failure;
mod language;
mod mask;
mod one;
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

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use telnet_blocking::encoding::Encoding;

pub(crate) use self::language::LANGUAGE;
pub(crate) use self::mask::{Mask, Masked};
use self::plan::Step;
pub(crate) use self::plan::{Act, find, plan};
pub(crate) use self::play::{Player, take_leave};
pub(crate) use self::report::{Json, Report};
pub(crate) use self::source::{Fault, Place, Source};
pub(crate) use self::statement::Statement;
pub(crate) use self::token::is_name;
pub(crate) use self::variables::Variables;
use crate::exit::{Code, Exit};
use crate::print::print;

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
    if is_name(name) {
        return Ok((name.to_owned(), value.to_owned()));
    }
    Err("give NAME=VALUE, with a name of letters, digits and `_`".to_owned())
}

impl Scripted {
    /// Whether there is a script.
    ///
    /// What is particular to one without one is refused.
    pub(crate) fn is_given(&self) -> Result<bool, Exit> {
        let is_given = !self.statements.is_empty() || !self.files.is_empty();
        let wants = self.dry_run || self.verbose || self.json;
        if (wants || !self.set.is_empty()) && !is_given {
            let what = "--set, --dry-run, -v and --json are for scripts: give \
                        one by -x or -f";
            return Err(Exit::new(Code::Usage, what));
        }
        Ok(is_given)
    }

    /// All statements, of the files and then of the command line.
    pub(crate) fn read(&self) -> Result<Vec<Statement>, Exit> {
        let files = self.files.iter().map(|it| Source::read(it));
        let lines = self.statements.iter().enumerate().map(|(at, text)| {
            let name = format!("-x {}", at + 1);
            Ok(Source { name, text: text.clone() })
        });
        let mut script = Vec::new();
        for source in files.chain(lines) {
            let statements = parse::parse(&Arc::new(source?));
            script.extend(statements.map_err(wrong)?);
        }
        Ok(script)
    }

    /// The variables of the command line, and the secrets of a script.
    pub(crate) fn variables(
        &self,
        script: &[Statement],
    ) -> Result<Variables, Exit> {
        let mut variables = Variables::new(self.set.iter().cloned());
        let read = variables.read_secrets(script, !self.dry_run);
        read.map(|()| variables).map_err(wrong)
    }

    /// A report as it is wanted; a line on standard error begins with `before`.
    pub(crate) fn report(
        &self,
        mask: Mask,
        encoding: Option<Encoding>,
        before: String,
    ) -> Report {
        let mut report = Report::new(mask, encoding);
        if self.verbose {
            report = report.show(before);
        }
        if self.json {
            report = report.keep();
        }
        report
    }

    /// Whether standard output is for JSON.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// Whether steps are shown on standard error.
    pub(crate) const fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether nothing is to be done.
    pub(crate) const fn is_dry(&self) -> bool {
        self.dry_run
    }
}

/// A script is wrong.
pub(crate) fn wrong(fault: Fault) -> Exit {
    Exit::new(Code::Usage, fault)
}

/// Prints a script as it was understood.
pub(crate) fn print_plan(steps: &[Step], mask: &Mask) -> Result<(), Exit> {
    print(mask.text(&show::show(steps)).as_bytes())
}
