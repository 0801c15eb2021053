//! Octets, as a file spells them.

/// The octets at the begin of `text`, quoted, repeated and joined, and what
/// is behind them.
pub(crate) fn octets(text: &str) -> Result<(Vec<u8>, &str), String> {
    let (mut octets, mut rest) = repeated(text.trim_start())?;
    while let Some(more) = rest.trim_start().strip_prefix('+') {
        let (next, behind) = repeated(more.trim_start())?;
        octets.extend(next);
        rest = behind;
    }
    Ok((octets, rest.trim_start()))
}

/// `"TEXT"` or `"TEXT"*N`.
fn repeated(text: &str) -> Result<(Vec<u8>, &str), String> {
    let (octets, rest) = quoted(text)?;
    let Some(number) = rest.trim_start().strip_prefix('*') else {
        return Ok((octets, rest));
    };
    let number = number.trim_start();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = number.split_at(digits);
    let times = number.parse().ok().filter(|it| (1..=1000).contains(it));
    let times = times.ok_or("wanted a number from 1 to 1000 behind `*`")?;
    Ok((octets.repeat(times), rest))
}

fn quoted(text: &str) -> Result<(Vec<u8>, &str), String> {
    let Some(mut rest) = text.strip_prefix('"') else {
        return Err(format!("wanted a text in quotes, not `{text}`"));
    };
    let mut octets = Vec::new();
    while let Some(char) = rest.chars().next() {
        (_, rest) = rest.split_at(char.len_utf8());
        match char {
            '"' => return Ok((octets, rest)),
            '\\' => {
                let (octet, behind) = escape(rest)?;
                octets.push(octet);
                rest = behind;
            }
            _ => octets.extend(char.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Err(format!("wanted a quote at the end of `{text}`"))
}

/// What an escape means, and what is behind it.
fn escape(text: &str) -> Result<(u8, &str), String> {
    let octet = match text.bytes().next() {
        Some(b'r') => b'\r',
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'0') => 0,
        Some(plain @ (b'\\' | b'"')) => plain,
        Some(b'x') => return hex(text),
        _ => {
            let known = r#"wanted \r \n \t \0 \\ \" or \xFF"#;
            return Err(format!("{known}, not `\\{text}`"));
        }
    };
    Ok((octet, text.split_at(1).1))
}

fn hex(text: &str) -> Result<(u8, &str), String> {
    let octet = text.get(1..3).zip(text.get(3..)).and_then(|(it, rest)| {
        let octet = u8::from_str_radix(it, 16).ok()?;
        Some((octet, rest))
    });
    octet.ok_or_else(|| r"wanted two hex digits behind `\x`".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_spelled_as_in_rust() {
        for (text, wanted, rest) in [
            (r#""a\r\n""#, &b"a\r\n"[..], ""),
            (r#""\x1b[K\0\t" x"#, b"\x1b[K\0\t", "x"),
            (r#""\"\\" "b""#, b"\"\\", r#""b""#),
            (r#""a"*3 + "b" + "-" * 2 "c""#, b"aaab--", r#""c""#),
            (r#""é""#, "é".as_bytes(), ""),
            (r#""""#, b"", ""),
            (r#""\xff\x08"*2"#, b"\xff\x08\xff\x08", ""),
        ] {
            let read = octets(text);
            assert_eq!(read, Ok((wanted.to_vec(), rest)), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, wanted) in [
            ("a", "in quotes"),
            (r#""a"#, "a quote at the end"),
            (r#""\q""#, r"wanted \r"),
            (r#""\xf""#, "two hex digits"),
            (r#""\x4é""#, "two hex digits"),
            (r#""a"*"#, "a number"),
            (r#""a"*1001"#, "a number"),
            (r#""a" + b"#, "in quotes"),
        ] {
            let error = octets(text).unwrap_err();
            assert!(error.contains(wanted), "{text}: {error}");
        }
    }
}
