//! A text of a terminal as a picture.

use std::fmt::Write as _;

/// Of a line and of a character, in units of the picture.
const HEIGHT: usize = 18;
const WIDTH: usize = 8;

/// The picture of a text: what a user types begins, in its line, with `$ `, or
/// stands behind a prompt.
pub(crate) fn svg(title: &str, text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let longest = lines.iter().map(|it| it.chars().count()).max().unwrap_or(0);
    let (width, height) = (longest * WIDTH + 32, lines.len() * HEIGHT + 30);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} \
         {height}\" width=\"{width}\" height=\"{height}\">\n\
         <title>{}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"#1b1e24\"/>\n\
         <g font-family=\"ui-monospace, Menlo, Consolas, monospace\" \
         font-size=\"13\" fill=\"#d8dee9\">\n",
        escaped(title)
    );
    for (at, line) in lines.iter().enumerate() {
        let y = at * HEIGHT + 26;
        let colour = if line.starts_with("$ ") {
            " fill=\"#a3d977\""
        } else if line.starts_with("telnet-rs") {
            " fill=\"#f0c674\""
        } else {
            ""
        };
        // As long as its characters: fonts differ.
        let length = line.chars().count() * WIDTH;
        writeln!(
            svg,
            "<text x=\"16\" y=\"{y}\" textLength=\"{length}\"{colour} \
             xml:space=\"preserve\">{}</text>",
            escaped(line)
        )
        .unwrap();
    }
    svg + "</g>\n</svg>\n"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
