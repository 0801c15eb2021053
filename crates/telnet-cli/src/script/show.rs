//! A script as it was understood.

use std::fmt::Write as _;

use super::plan::{Act, Expect, Step};
use super::statement::Time;

/// The statements, with those of branches below them.
pub(crate) fn show(steps: &[Step]) -> String {
    let mut text = String::new();
    block(steps, 0, &mut text);
    text
}

fn block(steps: &[Step], depth: usize, text: &mut String) {
    for step in steps {
        let Some(expect) = branches(step) else {
            line(text, depth, &step.shown);
            continue;
        };
        let within = step.within.map(|it| format!(" within {}", Time(it)));
        let within = within.unwrap_or_default();
        line(text, depth, &format!("expect{within} {{"));
        for arm in &expect.arms {
            if arm.body.is_empty() {
                line(text, depth + 1, &arm.shown);
                continue;
            }
            line(text, depth + 1, &format!("{} => {{", arm.shown));
            block(&arm.body, depth + 2, text);
            line(text, depth + 1, "}");
        }
        line(text, depth, "}");
    }
}

/// An `expect` that has more than one thing to wait for.
fn branches(step: &Step) -> Option<&Expect> {
    let Act::Expect(expect) = &step.act else { return None };
    let has_body = expect.arms.iter().any(|it| !it.body.is_empty());
    (has_body || expect.arms.len() > 1).then_some(expect)
}

fn line(text: &mut String, depth: usize, line: &str) {
    let blank = "";
    // A string takes all.
    let _infallible = writeln!(text, "{blank:0$}{line}", depth * 4);
}
