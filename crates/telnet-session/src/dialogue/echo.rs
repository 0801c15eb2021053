//! The line that comes back.

/// What the begin of a text is, when a line was sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Echo {
    /// The line and its end, so many octets.
    Whole(usize),
    /// It may become the line.
    Partial,
    /// Something else.
    No,
}

/// Whether `text` begins with what was typed as `line`. Editors of lines put
/// CR, BS, NUL and BEL into it, and a space before CR or BS where they wrap.
pub(super) fn find_echo(text: &[u8], line: &[u8]) -> Echo {
    let mut typed = line;
    let mut at = 0;
    while let Some(&octet) = text.get(at) {
        match typed {
            [first, rest @ ..] if *first == octet => typed = rest,
            [] if octet == b'\n' => return Echo::Whole(at + 1),
            _ => match (octet, text.get(at + 1)) {
                (b'\r' | 0x08 | 0x07 | 0, _)
                | (b' ', None | Some(b'\r' | 0x08 | b' ')) => {}
                _ => return Echo::No,
            },
        }
        at += 1;
    }
    Echo::Partial
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_as_editors_put_it() {
        for (text, echo) in [
            (&b"show version\r\nCisco"[..], Echo::Whole(14)),
            (b"show version\r\r\n", Echo::Whole(15)),
            (b"show version\r\0\r\n", Echo::Whole(16)),
            (b"show ver \rsion \r\n", Echo::Whole(17)),
            (b"sh\x08how version\n", Echo::No),
            (b"\rshow\x07 version\n", Echo::Whole(15)),
            (b"show ver", Echo::Partial),
            (b"show version\r", Echo::Partial),
            (b"", Echo::Partial),
            (b"Cisco", Echo::No),
            (b"show versions\r\n", Echo::No),
            (b"show\r\n", Echo::No),
        ] {
            assert_eq!(
                find_echo(text, b"show version"),
                echo,
                "{}",
                text.escape_ascii()
            );
        }
        assert_eq!(find_echo(b"\r\n$ ", b""), Echo::Whole(2));
    }
}
