//! The menu of a console.

use std::time::Duration;

use telnet_serial::{Purge, Request, Setting};

use super::settings::{baud, flow, frame, on_or_off};
use crate::menu::only;

/// The words, and what they do.
const WORDS: &[(&str, &str)] = &[
    ("baud", "baud RATE: set the rate"),
    ("break", "break [MS]: send BREAK, for 250 milliseconds or so many"),
    ("close", "close the connection"),
    ("dtr", "dtr on, dtr off: set the line DTR"),
    ("flow", "flow none, xonxoff, rtscts: set the flow control"),
    ("frame", "frame 8N1: set data bits, parity and stop bits"),
    ("lines", "show the lines of the modem"),
    ("purge", "throw away what waits to be sent or read"),
    ("quit", "close the connection"),
    ("rts", "rts on, rts off: set the line RTS"),
    ("send", "send escape: send the key of this menu"),
    ("status", "show what is set"),
    ("z", "suspend this program"),
    ("?", "show this"),
];

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// To go back.
    Nothing,
    /// The end.
    Close,
    /// To ask the server for something.
    Ask(Vec<Request>),
    /// To send BREAK for a time.
    Break(Duration),
    /// To see the modem's lines.
    Lines,
    /// To see what is set.
    Status,
    /// To send the key of the menu.
    SendEscape,
    /// To stop the program for a time.
    Suspend,
    /// To read this.
    Say(String),
}

/// For how long BREAK is sent, if nothing is said.
const BREAK: Duration = Duration::from_millis(250);

/// What a line asks for.
pub(crate) fn order(line: &str) -> Result<Order, String> {
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else { return Ok(Order::Nothing) };
    let value = words.next();
    let given = value.unwrap_or_default();
    let set = |settings: &[Setting]| {
        let requests = settings.iter().map(|it| Request::Set(*it));
        Order::Ask(requests.collect())
    };
    Ok(match only(first, WORDS.iter().map(|(word, _)| *word))? {
        "baud" => set(&[Setting::BaudRate(baud(given)?)]),
        "frame" => set(&frame(given)?.settings()),
        "flow" => set(&[Setting::Flow(flow(given)?)]),
        "dtr" => set(&[Setting::Dtr(on_or_off(given)?)]),
        "rts" => set(&[Setting::Rts(on_or_off(given)?)]),
        "break" => Order::Break(match value {
            None => BREAK,
            Some(value) => millis(value)?,
        }),
        "purge" => Order::Ask(vec![Request::Purge(Purge::Both)]),
        "lines" => Order::Lines,
        "status" => Order::Status,
        "close" | "quit" => Order::Close,
        "send" => {
            only(given, ["escape"].into_iter())?;
            Order::SendEscape
        }
        "z" => Order::Suspend,
        _ => {
            let lines = WORDS.iter().map(|(it, what)| format!("{it:8} {what}"));
            Order::Say(lines.collect::<Vec<_>>().join("\n"))
        }
    })
}

fn millis(text: &str) -> Result<Duration, String> {
    let millis = text.parse().ok().filter(|it| (1..=10_000).contains(it));
    let millis = millis.map(Duration::from_millis);
    millis.ok_or_else(|| "give milliseconds, 10000 at most".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read_by_their_begins() {
        let rate = Request::Set(Setting::BaudRate(9600));
        assert_eq!(order("ba 9600"), Ok(Order::Ask(vec![rate])));
        assert_eq!(order("br"), Ok(Order::Break(BREAK)));
        let second = Duration::from_secs(1);
        assert_eq!(order("break 1000"), Ok(Order::Break(second)));
        assert_eq!(order(" "), Ok(Order::Nothing));
        for line in ["b", "baud", "baud x", "dtr", "break 0", "frame", "x"] {
            assert!(order(line).is_err(), "{line}");
        }
    }
}
