//! `Collector`, with a borrowed buffer of any length and with an array.

use telnet_proto::{Collected, Collector, Event};

type Borrowed<'b> = Collector<&'b mut [u8]>;
type Owned = Collector<[u8; 16]>;

#[unsafe(no_mangle)]
pub fn borrowed_new(buffer: &mut [u8]) -> Borrowed<'_> {
    Collector::new(buffer)
}

#[unsafe(no_mangle)]
pub fn borrowed_push<'c>(
    it: &'c mut Borrowed<'_>,
    event: Event<'_>,
) -> Option<Collected<'c>> {
    Collector::push(it, event)
}

#[unsafe(no_mangle)]
pub fn borrowed_len(it: &Borrowed<'_>) -> usize {
    Collector::len(it)
}

#[unsafe(no_mangle)]
pub fn borrowed_is_empty(it: &Borrowed<'_>) -> bool {
    Collector::is_empty(it)
}

#[unsafe(no_mangle)]
pub fn borrowed_buffer_mut<'c, 'b>(
    it: &'c mut Borrowed<'b>,
) -> &'c mut &'b mut [u8] {
    Collector::buffer_mut(it)
}

#[unsafe(no_mangle)]
pub fn borrowed_into_buffer(it: Borrowed<'_>) -> &mut [u8] {
    Collector::into_buffer(it)
}

#[unsafe(no_mangle)]
pub fn owned_new(buffer: [u8; 16]) -> Owned {
    Collector::new(buffer)
}

#[unsafe(no_mangle)]
pub fn owned_push<'c>(
    it: &'c mut Owned,
    event: Event<'_>,
) -> Option<Collected<'c>> {
    Collector::push(it, event)
}

#[unsafe(no_mangle)]
pub fn owned_len(it: &Owned) -> usize {
    Collector::len(it)
}

#[unsafe(no_mangle)]
pub fn owned_is_empty(it: &Owned) -> bool {
    Collector::is_empty(it)
}

#[unsafe(no_mangle)]
pub fn owned_buffer_mut(it: &mut Owned) -> &mut [u8; 16] {
    Collector::buffer_mut(it)
}

#[unsafe(no_mangle)]
pub fn owned_into_buffer(it: Owned) -> [u8; 16] {
    Collector::into_buffer(it)
}
