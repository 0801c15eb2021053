//! The script on one of many hosts.

use serde_json::Value;

use super::hosts::Host;
use super::logs::Logs;
use crate::args::Arguments;
use crate::connect::Line;
use crate::exit::Exit;
use crate::script::{
    Mask, Masked, Player, Report, Statement, Variables, plan, take_leave, wrong,
};

/// What is the same for all hosts.
pub(crate) struct Shared<'s> {
    pub(crate) mask: Mask,
    pub(crate) script: &'s [Statement],
    pub(crate) variables: &'s Variables,
    pub(crate) logs: Option<&'s Logs>,
    pub(crate) arguments: &'s Arguments,
}

/// What has become of a host.
pub(crate) struct Visit {
    pub(crate) name: String,
    pub(crate) end: Result<(), Exit>,
    /// What `run` gave.
    pub(crate) output: Vec<u8>,
    /// The report, if JSON is wanted.
    pub(crate) report: Option<Value>,
}

impl Shared<'_> {
    /// Visits a host.
    pub(crate) fn visit(&self, host: &Host) -> Visit {
        let script = self.arguments.script();
        let mut report = script.report(
            self.mask.clone(),
            self.arguments.manner().encoding(),
            format!("{}: ", host.name),
        );
        let mut output = Vec::new();
        let mut end = self.log(host, &mut report, &mut output);
        if end.as_ref().is_err_and(|it| it.number() == 0) {
            // An `exit 0` with some words is an end like any other.
            end = Ok(());
        }
        if let Some(logs) = self.logs {
            let why = end.as_ref().err().map(|it| self.mask.text(it.message()));
            let kept = logs.end(&host.name, why.as_deref());
            end = end.and(kept);
        }
        let (code, error) = match &end {
            Ok(()) => (0, None),
            Err(exit) => (exit.number(), Some(exit.message())),
        };
        let host_name = host.target.to_string();
        let report = script.is_json().then(|| {
            let mut report = report.into_json(&host_name, code, error);
            if let Some(it) = report.as_object_mut() {
                it.insert("name".into(), host.name.clone().into());
            }
            report
        });
        Visit { name: host.name.clone(), end, output, report }
    }

    fn log(
        &self,
        host: &Host,
        report: &mut Report,
        output: &mut Vec<u8>,
    ) -> Result<(), Exit> {
        let log = self.logs.map(|it| it.begin(&host.name)).transpose()?;
        let config = self.arguments.manner().config(None)?;
        let mut line = self.arguments.reach().connect(&host.target, config)?;
        if let Some(log) = log {
            line.set_transcript(Masked::new(self.mask.clone(), log));
        }
        let end = self.play(host, &mut line, report, output);
        let left = take_leave(&mut line);
        end.and(left)
    }

    fn play(
        &self,
        host: &Host,
        line: &mut Line,
        report: &mut Report,
        output: &mut Vec<u8>,
    ) -> Result<(), Exit> {
        let variables = self.variables.of_host(&host.target, &host.variables);
        let steps = plan(self.script, &variables).map_err(wrong)?;
        let is_kept = !self.arguments.script().is_json();
        let mut keep = |text: &[u8]| {
            if is_kept {
                output.extend_from_slice(text);
            }
            Ok(())
        };
        let encoding = self.arguments.manner().encoding();
        let player = Player::new(line, report, &mut keep, encoding);
        let end = player.platform(host.platform.clone()).play(&steps);
        end.map_err(|failure| failure.exit(&self.mask))?.exit(&self.mask)
    }
}
