//! What can be set of a port, as it is typed.

use telnet_serial::{DataBits, Flow, Parity, Setting, StopBits};

/// Bits in a second.
pub(crate) fn baud(text: &str) -> Result<u32, String> {
    let rate = text.parse().ok().filter(|it| *it > 0);
    rate.ok_or_else(|| "give a rate above 0, as 115200".to_owned())
}

/// How a character is framed, as 8N1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) data: DataBits,
    pub(crate) parity: Parity,
    pub(crate) stop: StopBits,
}

impl Frame {
    /// As settings.
    pub(crate) const fn settings(self) -> [Setting; 3] {
        let Self { data, parity, stop } = self;
        [
            Setting::DataBits(data),
            Setting::Parity(parity),
            Setting::StopBits(stop),
        ]
    }
}

/// A frame: data bits, parity, stop bits.
pub(crate) fn frame(text: &str) -> Result<Frame, String> {
    let read = || {
        let mut signs = text.chars();
        let data = signs.next()?.to_digit(10)?;
        let data = DataBits::from_code(u8::try_from(data).ok()?)?;
        let parity = match signs.next()?.to_ascii_uppercase() {
            'N' => Parity::None,
            'O' => Parity::Odd,
            'E' => Parity::Even,
            'M' => Parity::Mark,
            'S' => Parity::Space,
            _ => return None,
        };
        let stop = match signs.as_str() {
            "1" => StopBits::One,
            "1.5" => StopBits::OnePointFive,
            "2" => StopBits::Two,
            _ => return None,
        };
        Some(Frame { data, parity, stop })
    };
    read().ok_or_else(|| {
        "give data bits, parity (N, O, E, M, S) and stop bits, as 8N1"
            .to_owned()
    })
}

/// A flow control.
pub(crate) fn flow(text: &str) -> Result<Flow, String> {
    match text {
        "none" => Ok(Flow::None),
        "xonxoff" => Ok(Flow::XonXoff),
        "rtscts" => Ok(Flow::Hardware),
        _ => Err("give none, xonxoff or rtscts".to_owned()),
    }
}

/// Whether a line is on.
pub(crate) fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("give on or off".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_and_what_is_no_setting_refused() {
        let wanted = Frame {
            data: DataBits::Seven,
            parity: Parity::Even,
            stop: StopBits::OnePointFive,
        };
        assert_eq!(frame("7e1.5"), Ok(wanted));
        for text in ["", "8", "8N", "9N1", "8X1", "8N3", "8N11"] {
            assert!(frame(text).is_err(), "{text}");
        }
        assert_eq!(baud("9600"), Ok(9600));
        assert!(baud("0").is_err() && baud("-1").is_err());
        assert_eq!(flow("rtscts"), Ok(Flow::Hardware));
        assert!(flow("x").is_err() && on_or_off("1").is_err());
    }
}
