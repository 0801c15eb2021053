//! The read buffer: one for each thread, not one for each connection.

use std::cell::Cell;

/// Most octets read from a stream at once.
const CHUNK: usize = 16 << 10;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Lends the thread's buffer. Whoever asks for it while it is lent, as a
/// callback may that reads another connection, gets a new one.
pub(crate) fn with<T>(read: impl FnOnce(&mut [u8]) -> T) -> T {
    let mut buffer = BUFFER.try_with(Cell::take).unwrap_or_default();
    buffer.resize(CHUNK, 0);
    let result = read(&mut buffer);
    // A thread that ends has no more use for it.
    let _gone = BUFFER.try_with(|place| place.set(buffer));
    result
}
