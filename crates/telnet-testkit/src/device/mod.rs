//! Devices that are logged in to and run commands, played from transcripts.
//!
//! A [`Transcript`] is a file of `vectors/devices`, written by hand: what the
//! device says, what it must hear before it goes on, and what the user is to
//! get of it. [`play`] lets a [`Login`](telnet_session::dialogue::Login) and one
//! [`Run`](telnet_session::dialogue::Run) after the other talk to it, in
//! virtual time and without sockets; how its octets come is said by [`Cuts`]
//! and [`Pauses`]. Nothing but the time that it takes may depend on those two.
//! [`Devices`] are the same on TCP ports, for clients of any kind.
//!
//! # The form of a file
//!
//! One directive a line; empty lines, and lines with `#`, are comments.
//!
//! ```text
//! device "Cisco IOS 15, a router"
//! source capture OWNER/REPOSITORY:PATH (what is from there)
//! login "admin" "secret"
//! say "\r\nUsername: "
//! hear "admin"
//! say "admin\r\nPassword: "
//! hear "secret"
//! say "\r\n"
//! prompt "R1#"
//!
//! run "show run"
//! echo
//! line "hostname R1"
//! pager " --More-- " " " "\x08"*9 + " "*8 + "\x08"*9
//! line "end"
//! prompt "R1#"
//! ```
//!
//! | directive | meaning |
//! |---|---|
//! | `device TITLE` | which device it is, the first line |
//! | `source KIND WHERE` | where this comes from, once at least: see [`Source`] |
//! | `eol OCTETS` | how the device ends its lines, `"\r\n"` if not said |
//! | `login USER PASSWORD` | what the user types; what is said next is for the login |
//! | `say OCTETS` | the device says this |
//! | `show TEXT` | the reply has this text, lines ended by LF |
//! | `line TEXT` | both: the device says it and `eol`, the reply has it and LF |
//! | `echo` | the device says the command and `eol` |
//! | `echo OCTETS` | the command comes back in another form |
//! | `hear LINE` | the device goes on when it has heard this line |
//! | `key OCTETS` | the same for keys without Enter |
//! | `pager QUESTION KEY ERASURE` | says, hears the key, says: nothing of it is in the reply |
//! | `prompt TEXT` | says the prompt, and the reply is to have it |
//! | `prompt TEXT OCTETS` | the same for one that is drawn in another form |
//! | `wait MS` | the device takes this long before it says what follows |
//! | `idle MS OCTETS` | behind a prompt: said so long after the reply was taken |
//! | `run LINE` | the next command; it is heard, then what follows is said |
//!
//! What is quoted has the escapes of Rust's byte strings, `\r \n \t \0 \\ \"`
//! and `\xFF`; `"x"*3` is `"xxx"`, and `+` joins two. The text of `line` has
//! no control characters. The whole prompt is given, its last space and the
//! lines that belong to it included, joined by LF: `"[edit]\nadmin@mx1# "`.

mod answer;
mod files;
mod parse;
mod play;
mod player;
mod screen;
mod serve;
mod transcript;

pub use answer::{Answer, Cuts, Numbers, Pauses};
pub use files::{all, named};
pub use play::{Client, LIMIT, Played, play};
pub use player::Device;
pub use screen::Screen;
pub use serve::Devices;
pub use transcript::{Command, Does, Fault, Kind, Source, Step, Transcript};
