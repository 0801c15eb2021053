//! Bars, one below the other, each with its figure.

use std::error::Error;

use plotters::prelude::*;

use crate::tables::Figure;

const WIDTH: u32 = 860;
/// Of a bar and what is around it.
const HEIGHT: u32 = 44;
const TOP: u32 = 56;
/// Where the bars begin and end.
const ROOM: (i32, i32) = (230, 760);
const OURS: RGBColor = RGBColor(0, 114, 178);
const OTHERS: RGBColor = RGBColor(150, 150, 150);

/// Draws them on a scale of powers of ten: so that the longest can be seen beside the
/// shortest. Ours have a colour of their own.
pub(crate) fn draw(
    caption: &str,
    figures: &[Figure],
) -> Result<String, Box<dyn Error>> {
    let logs: Vec<f64> = figures.iter().map(|it| it.1.log10()).collect();
    let least = logs.iter().copied().fold(f64::INFINITY, f64::min).floor();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let rows = u32::try_from(figures.len())?;
    let size = (WIDTH, TOP + rows * HEIGHT + 30);
    let mut drawn = String::new();
    let area = SVGBackend::with_string(&mut drawn, size).into_drawing_area();
    area.fill(&WHITE)?;
    let large = ("sans-serif", 22).into_font();
    area.draw(&Text::new(caption, (20, 16), large))?;
    let font = ("sans-serif", 15).into_font();
    for (nth, ((name, figure), log)) in (0..).zip(figures.iter().zip(&logs)) {
        let top = i32::try_from(TOP + nth * HEIGHT)?;
        let share = (log - least) / (most - least).max(f64::EPSILON);
        let end = ROOM.0 + (share * f64::from(ROOM.1 - ROOM.0)) as i32;
        let is_ours = name == "ours" || name.starts_with("telnet-");
        let colour = if is_ours { OURS } else { OTHERS };
        let corners = [(ROOM.0, top), (end, top + 28)];
        area.draw(&Rectangle::new(corners, colour.filled()))?;
        area.draw(&Text::new(name.as_str(), (20, top + 7), font.clone()))?;
        let figure = format!("{figure}");
        area.draw(&Text::new(figure, (end + 8, top + 7), font.clone()))?;
    }
    let note = "The scale is one of powers of ten.";
    let bottom = i32::try_from(TOP + rows * HEIGHT)?;
    area.draw(&Text::new(
        note,
        (ROOM.0, bottom),
        ("sans-serif", 12).into_font(),
    ))?;
    area.present()?;
    drop(area);
    Ok(drawn)
}
