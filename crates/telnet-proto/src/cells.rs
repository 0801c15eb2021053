//! States and policies of options, and where they are kept.

use crate::{Side, TelnetOption};

/// What to do when the peer asks to enable an option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Policy {
    /// Refuse at once.
    #[default]
    Refuse,
    /// Agree at once.
    Accept,
    /// Leave it to the application, which calls
    /// [`Options::answer`](crate::Options::answer) later. Until then the peer
    /// waits.
    Ask,
}

/// The negotiation state of one option on one side (RFC 1143, section 7,
/// with its queue bit written out, and one state for [`Policy::Ask`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// Disabled: NO.
    #[default]
    No,
    /// Enabled: YES.
    Yes,
    /// We asked to disable it: WANTNO, queue EMPTY.
    WantNo,
    /// The same, and want it enabled afterwards: WANTNO, queue OPPOSITE.
    WantNoOpposite,
    /// We asked to enable it: WANTYES, queue EMPTY.
    WantYes,
    /// The same, and want it disabled afterwards: WANTYES, queue OPPOSITE.
    WantYesOpposite,
    /// The peer asked to enable it, and the application has not answered.
    Asked,
}

/// State and policy of one option on one side. The default is an option that is
/// disabled, and refused to the peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cell(u8);

impl Cell {
    /// Disabled, and refused to the peer.
    pub const OFF: Self = Self::new(State::No, Policy::Refuse);

    #[inline]
    pub(crate) const fn new(state: State, policy: Policy) -> Self {
        let state = match state {
            State::No => 0,
            State::Yes => 1,
            State::WantNo => 2,
            State::WantNoOpposite => 3,
            State::WantYes => 4,
            State::WantYesOpposite => 5,
            State::Asked => 6,
        };
        let policy = match policy {
            Policy::Refuse => 0,
            Policy::Accept => 1,
            Policy::Ask => 2,
        };
        Self(policy << 3 | state)
    }

    #[inline]
    pub(crate) const fn state(self) -> State {
        match self.0 & 7 {
            0 => State::No,
            1 => State::Yes,
            2 => State::WantNo,
            3 => State::WantNoOpposite,
            4 => State::WantYes,
            5 => State::WantYesOpposite,
            _ => State::Asked,
        }
    }

    #[inline]
    pub(crate) const fn policy(self) -> Policy {
        match self.0 >> 3 {
            0 => Policy::Refuse,
            1 => Policy::Accept,
            _ => Policy::Ask,
        }
    }
}

/// Where [`Options`](crate::Options) keeps its cells: [`AllCells`], or less where
/// memory is dear and only some options are ever agreed to.
///
/// A cell that was never set is the default. What is kept must be given back as it
/// was set: a table that is full loses an agreement, and the peer is left believing
/// in it. So let it have room for each option that a policy accepts or a request
/// names; of all others only the default is ever set.
///
/// ```
/// use telnet_proto::{Cell, Cells, Negotiation, Options, Policy, Side, TelnetOption};
///
/// /// ECHO on the peer's side, and nothing else: one octet.
/// #[derive(Default)]
/// struct Echo(Cell);
///
/// impl Cells for Echo {
///     fn cell(&self, side: Side, option: TelnetOption) -> Cell {
///         match (side, option) {
///             (Side::Remote, TelnetOption::ECHO) => self.0,
///             _ => Cell::default(),
///         }
///     }
///
///     fn set_cell(&mut self, side: Side, option: TelnetOption, cell: Cell) {
///         if (side, option) == (Side::Remote, TelnetOption::ECHO) {
///             self.0 = cell;
///         }
///     }
/// }
///
/// let mut options = Options::with_cells(Echo::default());
/// options.set_policy(Side::Remote, TelnetOption::ECHO, Policy::Accept);
/// let it = options.receive(Negotiation::will(TelnetOption::ECHO));
/// assert_eq!(it.send, Some(Negotiation::do_(TelnetOption::ECHO)));
/// let it = options.receive(Negotiation::do_(TelnetOption::NAWS));
/// assert_eq!(it.send, Some(Negotiation::wont(TelnetOption::NAWS)));
/// ```
pub trait Cells {
    /// The cell of an option on a side.
    fn cell(&self, side: Side, option: TelnetOption) -> Cell;

    /// Sets it.
    fn set_cell(&mut self, side: Side, option: TelnetOption, cell: Cell);
}

/// A cell for each option on each side: 512 octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllCells {
    /// Of each option, local then remote.
    cells: [[Cell; 2]; 256],
}

const _: () = assert!(size_of::<AllCells>() <= 512);

impl AllCells {
    pub(crate) const fn new() -> Self {
        Self { cells: [[Cell::OFF; 2]; 256] }
    }
}

impl Default for AllCells {
    fn default() -> Self {
        Self::new()
    }
}

impl Cells for AllCells {
    #[inline]
    fn cell(&self, side: Side, option: TelnetOption) -> Cell {
        let [local, remote] = self
            .cells
            .get(usize::from(option.code()))
            .copied()
            .unwrap_or_default();
        match side {
            Side::Local => local,
            Side::Remote => remote,
        }
    }

    fn set_cell(&mut self, side: Side, option: TelnetOption, cell: Cell) {
        if let Some([local, remote]) =
            self.cells.get_mut(usize::from(option.code()))
        {
            match side {
                Side::Local => *local = cell,
                Side::Remote => *remote = cell,
            }
        }
    }
}
