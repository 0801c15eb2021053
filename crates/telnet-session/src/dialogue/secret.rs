//! Passwords that hosts echo.

use bytes::Bytes;

use crate::watch::MASK;

/// A password that was sent.
#[derive(Clone)]
pub(super) struct Secret {
    value: Bytes,
    /// The line as it stood then, without blanks at its end.
    base: Vec<u8>,
    /// How long the text was then, in octets: it is not in what came before.
    from: usize,
}

impl Secret {
    pub(super) fn new(value: &Bytes, base: &[u8], from: usize) -> Self {
        let base = base.trim_ascii_end().to_vec();
        Self { value: value.clone(), base, from }
    }

    /// The same for a text with so many octets more before it.
    pub(super) fn behind(self, before: usize) -> Self {
        Self { from: self.from + before, ..self }
    }

    /// The same for a text whose begin is gone.
    pub(super) fn ahead(&mut self, gone: usize) {
        self.from = self.from.saturating_sub(gone);
    }

    /// Masks it at the end of each line, and the begin of it in a last one
    /// that has not ended.
    pub(super) fn mask(&self, text: &mut Vec<u8>) {
        if self.value.is_empty() {
            return;
        }
        let since = text.split_off(self.from.min(text.len()));
        for line in since.split_inclusive(|it| *it == b'\n') {
            let shown = line.trim_ascii_end();
            let end = line.get(shown.len()..).unwrap_or_default();
            if let Some(before) = self.find(shown, end.is_empty()) {
                text.extend_from_slice(before);
                text.extend_from_slice(MASK);
                text.extend_from_slice(end);
            } else {
                text.extend_from_slice(line);
            }
        }
    }

    /// What is in a line before it, if it is there.
    fn find<'l>(&self, line: &'l [u8], is_open: bool) -> Option<&'l [u8]> {
        if let Some(before) = line.strip_suffix(&self.value[..]) {
            return Some(before);
        }
        let typed = line.strip_prefix(&self.base[..])?.trim_ascii_start();
        let begun = !typed.is_empty() && self.value.starts_with(typed);
        (is_open && begun)
            .then(|| line.get(..line.len() - typed.len()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_masked_wherever_it_is_echoed() {
        let value = Bytes::from_static(b"hunter2");
        for (text, want) in [
            ("Password: hunter2\nwait", "Password: ********\nwait"),
            ("Password: \nhunter2 \n", "Password: \n******** \n"),
            ("Password: hunt", "Password: ********"),
            ("Password: hunt\n", "Password: hunt\n"),
            ("Password: *******\n", "Password: *******\n"),
            ("the hunter\n", "the hunter\n"),
        ] {
            let mut text = text.as_bytes().to_vec();
            Secret::new(&value, b"Password: ", 0).mask(&mut text);
            assert_eq!(String::from_utf8(text).unwrap(), want);
        }
        let mut before = b"hunter2\nPassword: hunter2".to_vec();
        Secret::new(&value, b"Password: ", 8).mask(&mut before);
        assert_eq!(before, b"hunter2\nPassword: ********");
    }
}
