//! A line of the table.

/// What was measured, and what was asked for.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) unit: &'static str,
    pub(crate) before: Option<f64>,
    pub(crate) today: Option<f64>,
    /// Who is beside it, and its figure, if it is there.
    pub(crate) peer: Option<(&'static str, Option<f64>)>,
    pub(crate) asked: Asked,
}

/// What today's figure is to be.
#[derive(Clone, Copy)]
pub(crate) enum Asked {
    AtMost(Of, f64),
    AtLeast(Of, f64),
}

/// What it is to be held against.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Itself,
    Before,
    Peer,
}

impl Row {
    pub(crate) fn print_head(before: &str) {
        println!(
            "| row | what | {before} | today | peer | ratio | asked | |\n\
             |---|---|---|---|---|---|---|---|"
        );
    }

    pub(crate) fn print(&self, number: &str) {
        let (Asked::AtMost(of, limit) | Asked::AtLeast(of, limit)) = self.asked;
        let peer = self.peer.and_then(|it| it.1);
        let (base, name) = match of {
            Of::Itself => (Some(1.0), self.unit),
            Of::Before => (self.before, "of before"),
            Of::Peer => (peer, "of the peer"),
        };
        let ratio = self.today.zip(base).map(|(today, base)| today / base);
        let (sign, is_reached) = match self.asked {
            Asked::AtMost(..) => ("≤", ratio.map(|it| it <= limit)),
            Asked::AtLeast(..) => ("≥", ratio.map(|it| it >= limit)),
        };
        let reached = match is_reached {
            Some(true) => "reached",
            Some(false) => "**not reached**",
            None if self.peer.is_some_and(|it| it.1.is_none()) => {
                "peer not installed"
            }
            None => "not measured",
        };
        let peer = self.peer.map_or_else(
            || "–".to_owned(),
            |(name, figure)| format!("{name}: {}", shown(figure)),
        );
        let ratio = match of {
            Of::Itself => "–".to_owned(),
            Of::Before | Of::Peer => shown(ratio),
        };
        println!(
            "| {number} | {}, {} | {} | {} | {peer} | {ratio} | {sign} {limit} {name} \
             | {reached} |",
            self.what,
            self.unit,
            shown(self.before),
            shown(self.today),
        );
    }
}

/// Three digits that count.
fn shown(figure: Option<f64>) -> String {
    match figure {
        None => "–".to_owned(),
        Some(it) if it >= 100.0 => format!("{it:.0}"),
        Some(it) if it >= 10.0 => format!("{it:.1}"),
        Some(it) if it >= 0.1 => format!("{it:.2}"),
        Some(it) => format!("{it:.3}"),
    }
}
