//! `Options`.

use telnet_proto::{
    AllCells, Cell, Cells, Negotiation, Options, Policy, Side, State,
    TelnetOption, Transition,
};

#[unsafe(no_mangle)]
pub fn options_new() -> Options {
    Options::new()
}

#[unsafe(no_mangle)]
pub fn options_default() -> Options {
    Options::default()
}

#[unsafe(no_mangle)]
pub fn options_state(it: &Options, side: Side, option: TelnetOption) -> State {
    Options::state(it, side, option)
}

#[unsafe(no_mangle)]
pub fn options_is_enabled(
    it: &Options,
    side: Side,
    option: TelnetOption,
) -> bool {
    Options::is_enabled(it, side, option)
}

#[unsafe(no_mangle)]
pub fn options_policy(
    it: &Options,
    side: Side,
    option: TelnetOption,
) -> Policy {
    Options::policy(it, side, option)
}

#[unsafe(no_mangle)]
pub fn options_set_policy(
    it: &mut Options,
    side: Side,
    option: TelnetOption,
    policy: Policy,
) {
    Options::set_policy(it, side, option, policy);
}

#[unsafe(no_mangle)]
pub fn options_receive(it: &mut Options, received: Negotiation) -> Transition {
    Options::receive(it, received)
}

#[unsafe(no_mangle)]
pub fn options_request(
    it: &mut Options,
    side: Side,
    option: TelnetOption,
    enable: bool,
) -> Transition {
    Options::request(it, side, option, enable)
}

#[unsafe(no_mangle)]
pub fn options_answer(
    it: &mut Options,
    side: Side,
    option: TelnetOption,
    accept: bool,
) -> Transition {
    Options::answer(it, side, option, accept)
}

#[unsafe(no_mangle)]
pub fn options_with_cells(cells: AllCells) -> Options {
    Options::with_cells(cells)
}

#[unsafe(no_mangle)]
pub fn options_cells(it: &Options) -> &AllCells {
    Options::cells(it)
}

#[unsafe(no_mangle)]
pub fn all_cells_default() -> AllCells {
    AllCells::default()
}

#[unsafe(no_mangle)]
pub fn all_cells_cell(it: &AllCells, side: Side, option: TelnetOption) -> Cell {
    AllCells::cell(it, side, option)
}

#[unsafe(no_mangle)]
pub fn all_cells_set_cell(
    it: &mut AllCells,
    side: Side,
    option: TelnetOption,
    cell: Cell,
) {
    AllCells::set_cell(it, side, option, cell);
}

#[unsafe(no_mangle)]
pub fn cells_cell(it: &AllCells, side: Side, option: TelnetOption) -> Cell {
    Cells::cell(it, side, option)
}

#[unsafe(no_mangle)]
pub fn cells_set_cell(
    it: &mut AllCells,
    side: Side,
    option: TelnetOption,
    cell: Cell,
) {
    Cells::set_cell(it, side, option, cell);
}
