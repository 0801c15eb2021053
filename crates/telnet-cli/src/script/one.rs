//! A script on one host, whose output is the program's.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, stdin, stdout};

use telnet_blocking::{Target, user};

use super::mask::Mask;
use super::plan::{self, Act, Step};
use super::play::{End, Output, Player, take_leave};
use super::report::{Json, Report};
use super::source::Fault;
use super::{Scripted, print_plan, wrong};
use crate::args::Arguments;
use crate::connect::Line;
use crate::exit::Exit;
use crate::print::{print, unprinted};
use crate::screen::Screen;
use crate::{interactive, piped};

impl Scripted {
    /// Runs it on one host.
    pub(crate) fn run(
        &self,
        target: &Target,
        arguments: &Arguments,
    ) -> Result<(), Exit> {
        let script = self.read()?;
        let variables = self.variables(&script)?;
        let variables = variables.of_host(target, &BTreeMap::new());
        let steps = plan::plan(&script, &variables).map_err(wrong)?;
        self.check_output(&steps).map_err(wrong)?;
        if self.dry_run {
            return print_plan(&steps, &variables.mask());
        }
        self.connect(&steps, target, arguments, &variables.mask())
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
        mask: &Mask,
    ) -> Result<(), Exit> {
        let manner = arguments.manner();
        let interacts = |it: &Act| matches!(it, Act::Interact);
        let has_user = plan::find(steps, &interacts).is_some()
            && stdin().is_terminal()
            && stdout().is_terminal();
        let config = manner.config(has_user.then(user::window))?;
        let mut report =
            self.report(mask.clone(), manner.encoding(), String::new());
        let connected = arguments.reach().connect(target, config);
        let played = connected.and_then(|mut line| {
            arguments.tracing().start(&mut line, mask)?;
            self.play(steps, &mut line, &mut report, target, arguments)
        });
        if self.json {
            let (code, error) = played.as_ref().map_or_else(
                |it| (it.number(), Some(it.message())),
                |()| (0, None),
            );
            let report = report.into_json(&target.to_string(), code, error);
            print(format!("{:#}", Json(&report)).as_bytes())?;
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
            Ok(End::Interact) => {
                // What stands on the screen in front of the user.
                screen
                    .show(&mask.octets(&last))
                    .map_err(|it| unprinted(&it))?;
                screen.finish().map_err(|it| unprinted(&it))?;
                hand_over(line, target, arguments)
            }
            Ok(end) => end.exit(&mask),
            Err(failure) => Err(failure.exit(&mask)),
        };
        screen.finish().map_err(|it| unprinted(&it))?;
        let left = take_leave(line);
        exit.and(left)
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
        // The file of the user is no part of a script.
        interactive::run(line, target, arguments.keys(), false, &[], manner)
            .map(drop)
    } else {
        piped::run(line, arguments.piped(), manner)
    }
}
