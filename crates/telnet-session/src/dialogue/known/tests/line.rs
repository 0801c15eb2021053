//! What a terminal shows of octets.

use crate::terminal::Screen;

/// The lines that show anything, blanks at their ends removed.
pub(super) fn shown(octets: &[u8]) -> Vec<Vec<u8>> {
    let mut screen = Screen::default();
    let mut text = Vec::new();
    screen.write(octets, &mut text);
    screen.show(&mut text);
    let lines = text.split(|it| *it == b'\n');
    let lines = lines.map(|it| it.trim_ascii_end().to_vec());
    lines.filter(|it| !it.is_empty()).collect()
}
