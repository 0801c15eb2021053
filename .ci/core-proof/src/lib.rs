//! Proves that telnet-proto needs neither std nor alloc and cannot panic.
//!
//! Every public function of telnet-proto is exported here under a name of its
//! own. All its arguments, the state it works on among them, come from an
//! unknown caller, so the optimizer can take nothing for granted. Whatever
//! panic it cannot rule out ends in `must_not_panic`, which no one defines;
//! `check` looks for that name in the library.
//!
//! * std would bring a second panic handler: error E0152.
//! * alloc would want a global allocator: an error, too.
//! * A reachable panic shows in `nm -D`.
//!
//! Each call is written with its full path, `Type::function` or
//! `module::function`, since `check` compares these with the functions that
//! telnet-proto has.
//!
//! Left out: the formatting impls (`Display`, `Debug`, `LowerHex`, `UpperHex`),
//! for `core::fmt` has panics of its own which no argument of ours rules out;
//! and derived impls, which do nothing but call those of the fields. Iterator
//! adapters are core's, and only call `next`.
#![no_std]

mod codes;
mod collect;
mod options;
mod payloads;
mod sub_charset;
mod sub_environ;
mod sub_linemode;
mod sub_mud;
mod sub_opaque;
mod sub_status;
mod sub_terminal;
mod synch;
mod text;
mod wire;

unsafe extern "C" {
    safe fn must_not_panic();
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    must_not_panic();
    loop {}
}
