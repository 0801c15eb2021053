//! `Synch` and `Duty`.

use telnet_proto::{Command, Duty, Event, Synch, Synched};

#[unsafe(no_mangle)]
pub fn synch_new() -> Synch {
    Synch::new()
}

#[unsafe(no_mangle)]
pub fn synch_urgent(it: &mut Synch) {
    Synch::urgent(it);
}

#[unsafe(no_mangle)]
pub fn synch_is_urgent(it: &Synch) -> bool {
    Synch::is_urgent(it)
}

#[unsafe(no_mangle)]
pub fn synch_give_up(it: &mut Synch) {
    Synch::give_up(it);
}

#[unsafe(no_mangle)]
pub fn synch_filter<'i>(it: &mut Synch, event: Event<'i>) -> Synched<'i> {
    Synch::filter(it, event)
}

#[unsafe(no_mangle)]
pub fn duty_of(command: Command) -> Duty {
    Duty::of(command)
}
