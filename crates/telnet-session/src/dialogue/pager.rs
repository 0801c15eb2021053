//! How a pager takes its question away again.

/// How many octets at the begin of `text`, which follows a pager's question,
/// are the rest of that question or take it off the screen: `(12%)`, escape
/// sequences, BS, CR without LF, and spaces before those. None where more must
/// come before it is known.
pub(super) fn find_erasure(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let (&first, after) = rest.split_first()?;
        let n = match first {
            0x08 => 1,
            b'\r' => match after.first()? {
                b'\n' => return Some(at),
                _ => 1,
            },
            0x1B => escape(rest)?,
            b'(' => match percentage(rest)? {
                0 => return Some(at),
                n => n,
            },
            b' ' => {
                let spaces = rest.iter().take_while(|it| **it == b' ').count();
                match rest.get(spaces)? {
                    0x08 | b'\r' | 0x1B => spaces,
                    _ => return Some(at),
                }
            }
            _ => return Some(at),
        };
        at += n;
    }
}

/// The length of a control sequence (ECMA-48, 5.4); of another escape
/// sequence it is taken to be 2.
fn escape(text: &[u8]) -> Option<usize> {
    if *text.get(1)? != b'[' {
        return Some(2);
    }
    let tail = text.get(2..)?;
    let last = tail.iter().position(|it| matches!(it, 0x40..=0x7E))?;
    Some(last + 3)
}

/// The length of `(12%)`, 0 if it is something else.
fn percentage(text: &[u8]) -> Option<usize> {
    let inner = text.iter().skip(1).take(4);
    let digits = inner.take_while(|it| it.is_ascii_digit()).count();
    let tail = text.get(1 + digits..).unwrap_or_default();
    match tail {
        [] | [b'%'] => None,
        [b'%', b')', ..] if digits > 0 => Some(digits + 3),
        _ => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pagers_send() {
        for (text, erasure) in [
            (&b"\x08\x08\x08   \x08\x08\x08line\r\n"[..], Some(9)),
            (b"\r      \rline", Some(8)),
            (b"(12%)\x1b[27m\r\x1b[Kline", Some(14)),
            (b" \x08line", Some(2)),
            (b"\r\x1b[Kline", Some(4)),
            (b"\r\nline", Some(0)),
            (b"  indented", Some(0)),
            (b"(config)", Some(0)),
            (b"line", Some(0)),
            (b"", None),
            (b"\r", None),
            (b"   ", None),
            (b"(1", None),
            (b"\x08\x1b[", None),
        ] {
            assert_eq!(find_erasure(text), erasure, "{}", text.escape_ascii());
        }
    }
}
