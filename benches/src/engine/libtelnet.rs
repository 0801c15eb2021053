//! libtelnet, the C library, as a proxy: it decodes and negotiates nothing.
#![expect(unsafe_code, reason = "it is a C library")]

use std::ffi::{c_char, c_int, c_uchar, c_void};
use std::ptr;

use super::{Engine, Sink};

#[repr(C)]
struct Telnet {
    _private: [u8; 0],
}

/// The head that all kinds of `telnet_event_t` share with `data_t`.
#[repr(C)]
struct Data {
    kind: c_int,
    buffer: *const c_char,
    size: usize,
}

/// `iac_t` and `negotiate_t`: kind, then the code.
#[repr(C)]
struct Code {
    kind: c_int,
    code: c_uchar,
}

/// `subnegotiate_t`.
#[repr(C)]
struct Sub {
    kind: c_int,
    buffer: *const c_char,
    size: usize,
    option: c_uchar,
}

#[repr(C)]
union Event {
    kind: c_int,
    data: std::mem::ManuallyDrop<Data>,
    code: std::mem::ManuallyDrop<Code>,
    sub: std::mem::ManuallyDrop<Sub>,
}

#[repr(C)]
struct Option_ {
    option: i16,
    us: c_uchar,
    him: c_uchar,
}

type Handler = unsafe extern "C" fn(*mut Telnet, *mut Event, *mut c_void);

#[link(name = "telnet")]
unsafe extern "C" {
    fn telnet_init(
        options: *const Option_,
        handler: Handler,
        flags: c_uchar,
        user: *mut c_void,
    ) -> *mut Telnet;
    fn telnet_free(telnet: *mut Telnet);
    fn telnet_recv(telnet: *mut Telnet, buffer: *const c_char, size: usize);
}

const PROXY: c_uchar = 1;
static NO_OPTIONS: Option_ = Option_ { option: -1, us: 0, him: 0 };

/// Where the events of one `feed` go: the sink behind a thin pointer.
struct Target {
    sink: *mut c_void,
    take: unsafe fn(*mut c_void, &Event),
}

/// A connection of libtelnet.
pub struct Libtelnet {
    telnet: *mut Telnet,
    target: Box<Target>,
}

unsafe fn take<S: Sink>(sink: *mut c_void, event: &Event) {
    // SAFETY: `feed` set the sink of this very type for the time of its call;
    // libtelnet fills the part of the union that the kind names.
    unsafe {
        let sink = &mut *sink.cast::<S>();
        match event.kind {
            0 => sink.data(octets(event.data.buffer, event.data.size)),
            2 => sink.command(event.code.code),
            kind @ 3..=6 => {
                sink.negotiation(248 + kind as u8, event.code.code);
            }
            7 => {
                sink.sub_begin(event.sub.option);
                sink.sub_data(octets(event.sub.buffer, event.sub.size));
            }
            _ => {}
        }
    }
}

unsafe fn octets<'a>(buffer: *const c_char, size: usize) -> &'a [u8] {
    if size == 0 {
        return &[];
    }
    // SAFETY: libtelnet says so many octets are there during the event.
    unsafe { std::slice::from_raw_parts(buffer.cast(), size) }
}

unsafe extern "C" fn on_event(
    _: *mut Telnet,
    event: *mut Event,
    user: *mut c_void,
) {
    // SAFETY: `user` is the target that `new` gave; events come only from
    // within `feed`, which has set it.
    unsafe {
        let target = &*user.cast::<Target>();
        (target.take)(target.sink, &*event);
    }
}

unsafe fn nobody(_: *mut c_void, _: &Event) {}

impl Engine for Libtelnet {
    const NAME: &'static str = "libtelnet";

    fn new() -> Self {
        let mut target =
            Box::new(Target { sink: ptr::null_mut(), take: nobody });
        let user = ptr::from_mut(&mut *target).cast();
        // SAFETY: the options are a list that ends with -1, and the target
        // lives as long as the connection.
        let telnet = unsafe { telnet_init(&NO_OPTIONS, on_event, PROXY, user) };
        assert!(!telnet.is_null());
        Self { telnet, target }
    }

    fn feed<S: Sink>(&mut self, chunk: &[u8], sink: &mut S) {
        self.target.sink = ptr::from_mut(sink).cast();
        self.target.take = take::<S>;
        // SAFETY: the chunk is not written to, and not kept.
        unsafe {
            telnet_recv(self.telnet, chunk.as_ptr().cast(), chunk.len());
        }
    }
}

impl Drop for Libtelnet {
    fn drop(&mut self) {
        // SAFETY: it was made by `telnet_init` and is freed once.
        unsafe { telnet_free(self.telnet) }
    }
}
