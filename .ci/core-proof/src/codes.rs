//! `Command`, `TelnetOption`, `Verb`, `Side`, `Negotiation`.

use telnet_proto::{Command, Negotiation, Side, TelnetOption, Verb};

#[unsafe(no_mangle)]
pub fn command_name(it: Command) -> Option<&'static str> {
    Command::name(it)
}

#[unsafe(no_mangle)]
pub fn command_code(it: Command) -> u8 {
    Command::code(it)
}

#[unsafe(no_mangle)]
pub fn command_is_simple(it: Command) -> bool {
    Command::is_simple(it)
}

#[unsafe(no_mangle)]
pub fn command_to_bytes(it: Command) -> [u8; 2] {
    Command::to_bytes(it)
}

#[unsafe(no_mangle)]
pub fn command_from(code: u8) -> Command {
    Command::from(code)
}

#[unsafe(no_mangle)]
pub fn u8_from_command(it: Command) -> u8 {
    u8::from(it)
}

#[unsafe(no_mangle)]
pub fn option_name(it: TelnetOption) -> Option<&'static str> {
    TelnetOption::name(it)
}

#[unsafe(no_mangle)]
pub fn option_code(it: TelnetOption) -> u8 {
    TelnetOption::code(it)
}

#[unsafe(no_mangle)]
pub fn option_from(code: u8) -> TelnetOption {
    TelnetOption::from(code)
}

#[unsafe(no_mangle)]
pub fn u8_from_option(it: TelnetOption) -> u8 {
    u8::from(it)
}

#[unsafe(no_mangle)]
pub fn side_other(it: Side) -> Side {
    Side::other(it)
}

#[unsafe(no_mangle)]
pub fn verb_command(it: Verb) -> Command {
    Verb::command(it)
}

#[unsafe(no_mangle)]
pub fn verb_from_command(command: Command) -> Option<Verb> {
    Verb::from_command(command)
}

#[unsafe(no_mangle)]
pub fn verb_enables(it: Verb) -> bool {
    Verb::enables(it)
}

#[unsafe(no_mangle)]
pub fn verb_side_when_sent(it: Verb) -> Side {
    Verb::side_when_sent(it)
}

#[unsafe(no_mangle)]
pub fn verb_side_when_received(it: Verb) -> Side {
    Verb::side_when_received(it)
}

#[unsafe(no_mangle)]
pub fn verb_to_send(side: Side, enable: bool) -> Verb {
    Verb::to_send(side, enable)
}

#[unsafe(no_mangle)]
pub fn negotiation_new(verb: Verb, option: TelnetOption) -> Negotiation {
    Negotiation::new(verb, option)
}

#[unsafe(no_mangle)]
pub fn negotiation_will(option: TelnetOption) -> Negotiation {
    Negotiation::will(option)
}

#[unsafe(no_mangle)]
pub fn negotiation_wont(option: TelnetOption) -> Negotiation {
    Negotiation::wont(option)
}

#[unsafe(no_mangle)]
pub fn negotiation_do(option: TelnetOption) -> Negotiation {
    Negotiation::do_(option)
}

#[unsafe(no_mangle)]
pub fn negotiation_dont(option: TelnetOption) -> Negotiation {
    Negotiation::dont(option)
}

#[unsafe(no_mangle)]
pub fn negotiation_verb(it: Negotiation) -> Verb {
    Negotiation::verb(it)
}

#[unsafe(no_mangle)]
pub fn negotiation_option(it: Negotiation) -> TelnetOption {
    Negotiation::option(it)
}

#[unsafe(no_mangle)]
pub fn negotiation_to_bytes(it: Negotiation) -> [u8; 3] {
    Negotiation::to_bytes(it)
}
