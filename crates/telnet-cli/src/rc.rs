//! `~/.telnetrc`: what the user would type in the menu at the begin of each
//! connection, in the form that GNU's telnet has.
//!
//! ```text
//! # a comment
//! router.example set escape ^A
//!     toggle crlf
//! DEFAULT
//!     mode host
//! ```

use std::{env, fs, io};

/// A line for the menu, and which one of the file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) order: String,
}

/// The lines for a host. Without the file there are none.
pub(crate) fn read(host: &str) -> Result<Vec<Line>, String> {
    let Some(home) = env::var_os("HOME") else { return Ok(Vec::new()) };
    let file = std::path::Path::new(&home).join(".telnetrc");
    match fs::read_to_string(file) {
        Ok(text) => Ok(lines(&text, host)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(format!("~/.telnetrc: {error}")),
    }
}

/// A line that is not indented names a host, whatever its case, or is `DEFAULT`
/// for all; an order may follow. Those that are indented are orders for it.
fn lines(text: &str, host: &str) -> Vec<Line> {
    let mut is_for_host = false;
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let mut order = line.trim();
        if order.is_empty() || order.starts_with('#') {
            continue;
        }
        if !line.starts_with([' ', '\t']) {
            let mut words = line.splitn(2, [' ', '\t']);
            let name = words.next().unwrap_or_default();
            is_for_host = name == "DEFAULT" || name.eq_ignore_ascii_case(host);
            order = words.next().unwrap_or_default().trim();
        }
        if is_for_host && !order.is_empty() {
            found.push(Line { number, order: order.to_owned() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_the_lines_below_them_and_those_of_default() {
        let text = "# none\n\
                    \tlost\n\
                    a.example set escape ^A\n\
                    \x20 # none\n\
                    \n\
                    \tmode line\n\
                    B.example\n\
                    \x20   toggle crlf  \n\
                    DEFAULT send ayt\n\
                    \tstatus\n";
        let of = |host| -> Vec<_> {
            let lines = lines(text, host).into_iter();
            lines.map(|it| (it.number, it.order)).collect()
        };
        let line = |number, order: &str| (number, order.to_owned());
        let all = [line(9, "send ayt"), line(10, "status")];
        assert_eq!(of("c"), all);
        assert_eq!(
            of("b.example"),
            [&[line(8, "toggle crlf")], &all[..]].concat()
        );
        let a = [line(3, "set escape ^A"), line(6, "mode line")];
        assert_eq!(of("A.Example"), [&a[..], &all].concat());
    }
}
