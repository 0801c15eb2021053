//! Figures out of the tables of a page in Markdown.

use std::error::Error;

/// Cells of a table by rows, the head first.
pub(crate) struct Table<'p>(Vec<Vec<&'p str>>);

/// A name and a figure.
pub(crate) type Figure = (String, f64);

impl<'p> Table<'p> {
    /// The first table of the page that has a row of this name.
    pub(crate) fn with_row(
        page: &'p str,
        name: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let has_row =
            |it: &Self| it.0.iter().any(|row| row.first() == Some(&name));
        let found = all(page).find(has_row);
        found.ok_or_else(|| format!("no table has a row {name:?}").into())
    }

    /// The first table of the page that has a column of this name.
    pub(crate) fn with_column(
        page: &'p str,
        name: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let has_column =
            |it: &Self| it.0.first().is_some_and(|head| head.contains(&name));
        let found = all(page).find(has_column);
        found.ok_or_else(|| format!("no table has a column {name:?}").into())
    }

    /// The figures of a row, each behind the name of its column, if that is wanted.
    pub(crate) fn across(
        &self,
        name: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<Figure>, Box<dyn Error>> {
        let row = self.0.iter().find(|row| row.first() == Some(&name));
        let (head, row) = self.0.first().zip(row).ok_or("no such row")?;
        let cells = head.iter().zip(row).skip(1);
        let wanted =
            cells.filter(|(of, cell)| is_wanted(of) && !cell.is_empty());
        wanted.map(|(of, cell)| Ok(((*of).to_owned(), cell.parse()?))).collect()
    }

    /// The figures of a column, each behind the name of its row; the least where a
    /// name stands there twice.
    pub(crate) fn down(
        &self,
        name: &str,
    ) -> Result<Vec<Figure>, Box<dyn Error>> {
        let (head, rows) = self.0.split_first().ok_or("an empty table")?;
        let at =
            head.iter().position(|it| *it == name).ok_or("no such column")?;
        let mut figures: Vec<Figure> = Vec::new();
        for row in rows {
            let (of, cell) =
                row.first().zip(row.get(at)).ok_or("a short row")?;
            let figure = cell.parse()?;
            match figures.iter_mut().find(|it| it.0 == *of) {
                Some((_, least)) => *least = least.min(figure),
                None => figures.push(((*of).to_owned(), figure)),
            }
        }
        Ok(figures)
    }
}

/// All tables of a page, without the lines below their heads. A table is a paragraph.
fn all(page: &str) -> impl Iterator<Item = Table<'_>> {
    let paragraphs = page.split("\n\n").map(str::trim);
    paragraphs.filter(|it| it.starts_with('|')).map(|rows| {
        let is_row = |it: &&str| !it.starts_with("|---");
        Table(rows.lines().filter(is_row).map(cells).collect())
    })
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}
