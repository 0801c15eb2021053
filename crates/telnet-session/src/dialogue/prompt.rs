//! What a prompt is, given those that stood before.

/// How much a line is like the prompt that stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// It is that prompt, octet by octet.
    Same,
    /// It is, but for blanks around it.
    Blanks,
    /// It is the begin of it, and looks like one of the same host itself.
    Begin,
    /// It names the same host: another mode, another path.
    Family,
    /// It has the same signs around other names: another host name.
    Shape,
    /// It is something else.
    None,
}

/// How a line compares to the prompt that stood before.
pub(super) fn likeness(known: &[u8], line: &[u8]) -> Likeness {
    let (bare, other) = (known.trim_ascii(), line.trim_ascii());
    if bare.is_empty() || other.is_empty() {
        return Likeness::None;
    }
    if known == line {
        Likeness::Same
    } else if known.starts_with(line)
        && (bare == other || is_family(bare, other))
    {
        Likeness::Begin
    } else if bare == other {
        Likeness::Blanks
    } else if is_family(bare, other) {
        Likeness::Family
    } else if shape(bare).eq(shape(other)) && ends_alike(bare, other) {
        Likeness::Shape
    } else {
        Likeness::None
    }
}

/// The prompt in a line that shows it twice, one behind the other: where it
/// begins. `is_prompt` says whether one half is a prompt.
pub(super) fn second(
    line: &[u8],
    is_prompt: impl FnOnce(&[u8]) -> bool,
) -> Option<usize> {
    let text = line.trim_ascii_end();
    // The blank between the two may be at the end, too, or not.
    [text.len() / 2, line.len() / 2, text.len().div_ceil(2)]
        .into_iter()
        .find(|at| {
            let (one, two) = text.split_at(text.len().min(*at));
            !two.is_empty() && one.trim_ascii_end() == two
        })
        .filter(|at| is_prompt(line.get(*at..).unwrap_or_default()))
}

/// What may be part of a name.
const fn is_name(it: u8) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.') || it > 127
}

/// What may be part of a path.
const fn is_path(it: u8) -> bool {
    is_name(it) || matches!(it, b'/' | b'~' | b'\\')
}

/// The signs that a prompt ends with, mostly.
pub(super) const fn is_sign(it: u8) -> bool {
    matches!(it, b'>' | b'#' | b'$' | b'%' | b']' | b')' | b'}' | b'~')
}

/// Whether two prompts end with the like signs, or stand in brackets.
fn ends_alike(known: &[u8], line: &[u8]) -> bool {
    const SIGNS: &[u8] = b">#$%";
    let in_brackets =
        |it: &[u8]| matches!(it, [b'<', .., b'>'] | [b'[', .., b']']);
    let is_sign = |it: &u8| SIGNS.contains(it);
    match (known.last(), line.last()) {
        _ if in_brackets(known) => in_brackets(line),
        (Some(one), Some(two)) => one == two || is_sign(one) && is_sign(two),
        _ => false,
    }
}

/// Whether a line names the host as the prompt does, in about the same place,
/// and has not many more words.
fn is_family(known: &[u8], line: &[u8]) -> bool {
    let Some((name, before)) = host(known) else { return false };
    if !ends_alike(known, line) || words(line) > words(known) + 2 {
        return false;
    }
    names(line).any(|(other, at)| {
        // A mode may be joined to it: `[host-GigabitEthernet0/0/1]`.
        let joined = other.strip_prefix(name);
        let same = joined
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"-"));
        same && at <= before + 8
    })
}

/// The name of the host in a prompt, and where it begins: what stands behind
/// `@`, or else the longest name outside of parentheses, the first of those.
fn host(prompt: &[u8]) -> Option<(&[u8], usize)> {
    if let Some(at) = prompt.iter().position(|it| *it == b'@') {
        let behind = prompt.get(at + 1..).unwrap_or_default();
        let name = names(behind).next();
        return name.map(|(name, begin)| (name, at + 1 + begin));
    }
    let open = prompt.iter().skip(1).position(|it| *it == b'(');
    let outside =
        open.map_or(prompt, |at| prompt.get(..=at).unwrap_or_default());
    names(outside).reduce(
        |one, two| {
            if two.0.len() > one.0.len() { two } else { one }
        },
    )
}

fn names(line: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let mut at = 0;
    line.split(|it| !is_name(*it)).filter_map(move |name| {
        let begin = at;
        at += name.len() + 1;
        (!name.is_empty()).then_some((name, begin))
    })
}

fn words(line: &[u8]) -> usize {
    line.split(|it| *it == b' ').filter(|it| !it.is_empty()).count()
}

/// The line with each path cut down to one octet.
fn shape(line: &[u8]) -> impl Iterator<Item = u8> {
    let mut in_path = false;
    line.iter().filter_map(move |&it| {
        let was = std::mem::replace(&mut in_path, is_path(it));
        match (was, in_path) {
            (true, true) => None,
            (false, true) => Some(b'a'),
            _ => Some(it),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_followed_where_they_change() {
        use Likeness::{Begin, Blanks, Family, None, Same, Shape};
        for (known, line, want) in [
            ("R1#", "R1#", Same),
            ("R1#", "R1# ", Blanks),
            ("sw1# ", "sw1#", Begin),
            ("[a@b] > ", "[a@b]", None),
            ("[a@b] > ", "[a@b] /ip", None),
            ("[a@b] /ip > ", "[a@b] > ", Family),
            ("R1#", "R1(config)", None),
            ("R1#", "R1(config)#", Family),
            ("R1>", "R1#", Family),
            ("R1(config)#", "core-2(config)#", Shape),
            ("user@host> ", "user@host# ", Family),
            ("<HUAWEI>", "[HUAWEI]", Family),
            ("[HUAWEI]", "[~HUAWEI-GigabitEthernet0/0/1]", Family),
            ("[admin@MikroTik] > ", "[admin@MikroTik] /ip address> ", Family),
            ("root@OpenWrt:~# ", "root@OpenWrt:/tmp# ", Family),
            ("/ # ", "/tmp # ", Shape),
            ("C:\\Users\\admin>", "C:\\>", Shape),
            ("*A:router# ", "*A:router>config# ", Family),
            ("FGT (global) # ", "FGT # ", Family),
            ("R1#", "10:00 UTC R1 is up, as said>", None),
            // Up to two words more.
            ("R1#", "R1 if eth0#", Family),
            ("R1#", "R1 if eth0 up#", None),
            // Up to eight octets further on.
            ("R1#", "config R1#", Family),
            ("R1#", "config-t R1#", None),
            ("sw (cfg)#", "sw if eth0 up#", Family),
            ("R1#", "R1 is up", None),
            ("host% ", "Loading image 45%", None),
            ("R1#", "", None),
            ("", "R1#", None),
        ] {
            let got = likeness(known.as_bytes(), line.as_bytes());
            assert_eq!(got, want, "{known:?} {line:?}");
        }
    }

    #[test]
    fn a_prompt_is_seen_twice() {
        let is_prompt = |it: &[u8]| it.ends_with(b"# ") || it.ends_with(b"#");
        for (line, want) in [
            ("sw1# sw1# ", Some(5)),
            ("sw1#sw1#", Some(4)),
            ("sw1# sw1#", Some(5)),
            ("sw1# ", None),
            ("", None),
            ("abab", None),
        ] {
            assert_eq!(second(line.as_bytes(), is_prompt), want, "{line:?}");
        }
    }
}
