//! How long tools take to a match against how much they received.
//!
//! Ours is what `cargo bench -p telnet-benches --bench expect` has on record,
//! the others are in `peers/expect.csv`, which `peers/measure.py` writes.

use std::error::Error;
use std::path::Path;
use std::{fs, io};

use plotters::prelude::*;
use telnet_benches::record::records;

/// A tool, and its points: MiB and seconds.
type Line = (String, Vec<(f64, f64)>);

const SIZE: (u32, u32) = (860, 560);
/// The last is ours. Colours that the colour-blind tell apart.
const COLOURS: [RGBColor; 7] = [
    RGBColor(213, 94, 0),
    RGBColor(230, 159, 0),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(0, 158, 115),
    RGBColor(120, 120, 120),
    RGBColor(0, 0, 0),
];

/// Draws it into a file.
pub(crate) fn draw(file: &Path) -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut lines = peers(&fs::read_to_string(here.join("peers/expect.csv"))?)?;
    lines.push(("telnet-session".to_owned(), ours()?));
    plot(file, &lines)
}

/// The lines of the table: TOOL,VERSION,MIB,SECONDS.
fn peers(table: &str) -> Result<Vec<Line>, Box<dyn Error>> {
    let mut lines: Vec<Line> = Vec::new();
    for row in table.lines().skip(1) {
        let [tool, version, mib, seconds] =
            &row.split(',').collect::<Vec<_>>()[..]
        else {
            return Err(format!("not a row: {row}").into());
        };
        let label = format!("{tool} ({version})");
        if lines.last().is_none_or(|line| line.0 != label) {
            lines.push((label, Vec::new()));
        }
        let point = (mib.parse()?, seconds.parse()?);
        lines.last_mut().ok_or("no line")?.1.push(point);
    }
    Ok(lines)
}

fn ours() -> io::Result<Vec<(f64, f64)>> {
    let mut points: Vec<_> = records("received")?
        .into_iter()
        .map(|it| (it.octets / f64::from(1 << 20), it.nanoseconds / 1e9))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    if points.is_empty() {
        return Err(io::Error::other("no record: run the bench first"));
    }
    Ok(points)
}

fn plot(file: &Path, lines: &[Line]) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(file, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption("Seconds to a match", ("sans-serif", 22))
        .margin(16)
        .x_label_area_size(46)
        .y_label_area_size(64)
        .build_cartesian_2d(
            (0.06f64..8.6).log_scale().base(2.0),
            (1e-6f64..100.0).log_scale(),
        )?;
    chart
        .configure_mesh()
        .x_desc("MiB received before it")
        .y_desc("seconds")
        .label_style(("sans-serif", 14))
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.12))
        .x_labels(8)
        .y_labels(8)
        .x_label_formatter(&|mib| format!("{mib}"))
        .y_label_formatter(&|seconds| format!("{seconds}"))
        .draw()?;
    let ours = lines.len() - 1;
    for (nth, (label, points)) in lines.iter().enumerate() {
        let colour = if nth == ours { 6 } else { nth % 6 };
        let style =
            COLOURS[colour].stroke_width(if nth == ours { 3 } else { 2 });
        chart
            .draw_series(
                LineSeries::new(points.iter().copied(), style).point_size(3),
            )?
            .label(label)
            .legend(move |(x, y)| {
                PathElement::new([(x, y), (x + 18, y)], style)
            });
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .label_font(("sans-serif", 14))
        .background_style(WHITE.mix(0.85))
        .draw()?;
    area.present()?;
    Ok(())
}
