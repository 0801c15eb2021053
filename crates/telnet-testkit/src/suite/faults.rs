//! A stream that does everything a stream may do.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use telnet_session::expect::Expect;
use telnet_session::{Command, Config, PatternSet, TelnetOption};

use super::{Adapter, Script, Scripted, Step, WAIT, Writes};
use crate::split;
use crate::transcript::{self, Direction};

/// Text, commands and negotiation, and what is sent in answer.
const STREAM: &[u8] = b"a\xFF\xFFb\xFF\xFB\x01\r\0\xFF\xFD\x18c\
      \xFF\xFA\x18\x01\xFF\xF0\xFF\xF1\xFF\xFD\x06d";
const TEXT: &[u8] = b"a\xFFb\rcd";
const ANSWERS: &[u8] = b"\xFF\xFD\x01\xFF\xFC\x18\xFF\xFC\x06";

fn open<A>(
    adapter: &impl Fn(Scripted, Config) -> A,
    reads: impl IntoIterator<Item = Step>,
    writes: Writes,
) -> (A, Script) {
    let (stream, script) = Scripted::new(reads, writes);
    (adapter(stream, Config::default()), script)
}

/// The octets one by one, each with failures before and behind it.
fn amid(failures: &[ErrorKind], stream: &[u8]) -> Vec<Step> {
    let mut steps = Vec::new();
    for octet in stream {
        steps.extend(failures.iter().map(|&kind| Step::Fails(kind)));
        steps.push(Step::octets([*octet]));
    }
    steps.extend(failures.iter().map(|&kind| Step::Fails(kind)));
    steps
}

/// Reads the stream to its end over every way of writing.
fn reads_all<A: Adapter>(
    adapter: &impl Fn(Scripted, Config) -> A,
    failures: &[ErrorKind],
) {
    let faults = failures.iter().map(|&kind| Writes::OneOctet(Some(kind)));
    for writes in faults.chain([Writes::OneOctet(None), Writes::All]) {
        let name = format!("{failures:?} {writes:?}");
        let steps = amid(failures, STREAM);
        let (mut tn, script) = open(adapter, steps, writes);
        assert_eq!(tn.read_all(WAIT).unwrap(), TEXT, "{name}");
        tn.close(WAIT).unwrap();
        assert_eq!(script.written(), ANSWERS, "{name}");
    }
}

/// Chunks of one octet, in and out, for each recorded conversation, too.
pub fn one_octet_at_a_time_is_as_good_as_all_at_once<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    reads_all(&adapter, &[]);
    for transcript in transcript::all() {
        let stream = transcript.stream(Direction::Server);
        let run = |steps, writes| {
            let (mut tn, script) = open(&adapter, steps, writes);
            let text = tn.read_all(WAIT).unwrap();
            tn.close(WAIT).unwrap();
            (text, script.written())
        };
        let whole = run(vec![Step::octets(&stream)], Writes::All);
        let cut = run(amid(&[], &stream), Writes::OneOctet(None));
        assert!(cut == whole, "{}", transcript.name);
    }
}

/// A signal came; one tries again.
pub fn interrupted_is_no_error_anywhere<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    reads_all(&adapter, &[ErrorKind::Interrupted]);
}

/// Not now; one tries again later, and nothing in between is lost.
pub fn would_block_is_no_error_anywhere<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    reads_all(&adapter, &[ErrorKind::WouldBlock]);
    let mixed =
        [ErrorKind::WouldBlock, ErrorKind::Interrupted, ErrorKind::WouldBlock];
    reads_all(&adapter, &mixed);
}

/// One octet for each write, and a failure before it.
pub fn short_writes_send_all_in_order<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let faults = [ErrorKind::Interrupted, ErrorKind::WouldBlock].map(Some);
    for fault in faults.into_iter().chain([None]) {
        let writes = Writes::OneOctet(fault);
        let (mut tn, script) = open(&adapter, [], writes);
        tn.write(b"a\xC3\xA9\xFF", WAIT).unwrap();
        tn.send_command(Command::AYT).unwrap();
        tn.send_line(b"x\ny").unwrap();
        tn.send_subnegotiation(TelnetOption::NAWS, &[0, 255, 0, 24]).unwrap();
        tn.close(WAIT).unwrap();
        assert_eq!(
            script.written(),
            b"a\xC3\xA9\xFF\xFF\xFF\xF6x\r\ny\r\n\
              \xFF\xFA\x1F\0\xFF\xFF\0\x18\xFF\xF0",
            "{fault:?}"
        );
    }
}

/// Wherever the stream is cut.
pub fn a_command_amid_what_is_waited_for_does_not_break_it<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let stream = b"\r\nlog\xFF\xF1i\xFF\xFB\x01n:\xFF\xF9 x";
    let set = PatternSet::new(["[Ll]ogin: "]).unwrap();
    split::every("login", stream, |chunks| {
        for searched in [false, true] {
            let steps = chunks.iter().filter(|chunk| !chunk.is_empty());
            let (mut tn, script) =
                open(&adapter, steps.map(Step::octets), Writes::All);
            let outcome = if searched {
                tn.wait(&mut Expect::new(&set, WAIT))
            } else {
                tn.read_until(b"login: ", WAIT)
            };
            let found = outcome.unwrap().matched().unwrap();
            assert_eq!(found.text(), &b"\r\nlogin: "[..]);
            assert_eq!(tn.read_all(WAIT).unwrap(), &b"x"[..]);
            assert_eq!(script.written(), b"\xFF\xFD\x01");
        }
    });
}

/// No progress and no reason: going on would be going round.
pub fn a_write_of_nothing_is_an_error<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let (mut tn, _script) = open(&adapter, [], Writes::Nothing);
    let error = tn.write(b"x", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WriteZero);
}

/// The peer's last words are often behind a broken pipe.
pub fn output_that_breaks_does_not_end_reading<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let reads = [Step::octets(b"before \xFF\xFD\x18"), Step::octets(b"after")];
    let writes = Writes::Fail(ErrorKind::BrokenPipe);
    let (mut tn, _script) = open(&adapter, reads, writes);
    assert_eq!(tn.read_all(WAIT).unwrap(), &b"before after"[..]);
    let error = tn.write(b"x", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BrokenPipe);
}

/// And the error is told once the text is short.
pub fn a_read_error_keeps_what_came_before_it<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let reads = [
        Step::octets(b"kept"),
        Step::Fails(ErrorKind::ConnectionReset),
        Step::octets(b" and more"),
    ];
    let (mut tn, _script) = open(&adapter, reads, Writes::All);
    let error = tn.read_all(WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(tn.read_very_lazy().unwrap(), &b"kept"[..]);
    // A stream that has failed has no orderly end, whatever still comes.
    let error = tn.read_all(WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert_eq!(tn.read_very_lazy().unwrap(), &b" and more"[..]);
}

/// A read that has what it wants does not fail for what comes after it.
pub fn what_was_asked_for_counts_for_more_than_an_error_behind_it<
    A: Adapter,
>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let reads =
        [Step::octets(b"one two"), Step::Fails(ErrorKind::ConnectionReset)];
    let (mut tn, _script) = open(&adapter, reads, Writes::All);
    assert!(tn.read_until(b"one ", WAIT).unwrap().is_match());
    assert!(tn.read_until(b"two", WAIT).unwrap().is_match());
    let error = tn.read_until(b"three", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    let error = tn.read_until(b"three", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
}

/// A peer that reads only when it has written all, over a pipe that takes so
/// much and not one octet more.
pub fn pipes_of_any_size_do_not_deadlock<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let data = vec![b'u'; 300_000];
    for size in [0, 1, 1000, 1 << 14, 1 << 15, 1 << 16, 1 << 17, 1 << 18] {
        let text = vec![b'p'; 1 << 20];
        let steps = text.chunks(5000).map(Step::octets);
        let (mut tn, script) = open(&adapter, steps, Writes::UpTo(size));
        tn.write(&data, WAIT).unwrap();
        assert!(script.written() == data, "{size}");
        assert_eq!(tn.read_all(WAIT).unwrap().len(), text.len(), "{size}");
    }
}

/// Its data was taken: that nothing more can be read is no matter of a write.
pub fn a_write_is_no_error_for_want_of_room_to_read<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let reads = [Step::octets(b"more than fits"), Step::octets(b"and more")];
    let (stream, script) = Scripted::new(reads, Writes::All);
    let config = Config::default().max_unread(4);
    let mut tn = adapter(stream, config);
    let full = tn.read_until(b"never", WAIT).unwrap_err();
    assert_eq!(full.kind(), ErrorKind::QuotaExceeded);
    for refused in [1, 3] {
        script.refuse_flushes(refused);
        tn.write(b"data", WAIT).unwrap();
        tn.send_line(b"line").unwrap();
    }
    assert_eq!(script.written(), b"dataline\r\n".repeat(2));
}

/// A stream with a buffer of its own, as TLS has one: nothing stays in it, of
/// writes and of answers, though a flush may be refused for a while.
pub fn what_the_stream_keeps_is_flushed<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    for refused in [0, 1, 3] {
        let reads = [
            Step::octets(b"\xFF\xFD\x18login: "),
            Step::Fails(ErrorKind::WouldBlock),
            Step::octets(b"welcome"),
        ];
        let (mut tn, script) = open(&adapter, reads, Writes::All);
        script.keep_until_flushed();
        script.refuse_flushes(refused);
        assert!(tn.read_until(b"login: ", WAIT).unwrap().is_match());
        assert!(tn.read_until(b"welcome", WAIT).unwrap().is_match());
        if refused == 0 {
            // The answer is out before it waits.
            assert_eq!(script.written(), b"\xFF\xFC\x18");
        }
        script.refuse_flushes(refused);
        tn.write(b"me", WAIT).unwrap();
        assert_eq!(script.written(), b"\xFF\xFC\x18me");
        script.refuse_flushes(refused);
        tn.send_command(Command::AYT).unwrap();
        tn.close(WAIT).unwrap();
        assert_eq!(script.written(), b"\xFF\xFC\x18me\xFF\xF6");
    }
}

/// Whatever the stream does.
pub fn a_close_that_never_ends_is_bounded<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let (mut tn, script) = open(&adapter, [], Writes::All);
    script.never_finish();
    tn.write(b"x", WAIT).unwrap();
    let start = Instant::now();
    let error = tn.close(Duration::from_millis(100)).unwrap_err();
    assert!(start.elapsed() < WAIT);
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    let error = tn.write(b"x", WAIT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotConnected);

    // What the stream has taken never goes out.
    let (mut tn, script) = open(&adapter, [], Writes::All);
    script.refuse_flushes(usize::MAX);
    let soon = Duration::from_millis(100);
    // Some tell already that it is not out.
    if let Err(error) = tn.write(b"x", soon) {
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }
    let start = Instant::now();
    let error = tn.close(soon).unwrap_err();
    assert!(start.elapsed() < WAIT);
    assert_eq!(error.kind(), ErrorKind::TimedOut);
}

/// Progress does not put off the end either.
pub fn a_deadline_holds_while_the_peer_takes_an_octet_at_a_time<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let data = vec![b'u'; 20_000];
    let slow = Writes::Slow(Duration::from_millis(1));
    let (mut tn, script) = open(&adapter, [], slow);
    let start = Instant::now();
    let error = tn.write(&data, Duration::from_millis(50)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(script.written().len() < data.len() / 2);
}

/// As long as something is there, its `expect` goes on though its time is over;
/// what it does not find is gone.
pub fn in_telnetlibs_profile_expect_reads_on_while_there_is_something<
    A: Adapter,
>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    let set = PatternSet::new(["abc"]).unwrap();
    let reads = [
        Step::octets(b"ab"),
        Step::octets(b"c"),
        Step::Fails(ErrorKind::WouldBlock),
    ];
    let (stream, _script) = Scripted::new(reads, Writes::All);
    let mut tn = adapter(stream, Config::telnetlib());
    let outcome = tn.wait(&mut Expect::new(&set, Duration::ZERO)).unwrap();
    assert_eq!(outcome.index(), Some(0));
}

/// Octets that give no text fill no buffer: something else has to end it.
pub fn a_flood_without_text_ends_no_read_that_does_not_wait<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    const READS: usize = 10_000;
    // NOP, AYT, and a request that is refused.
    for item in [&b"\xFF\xF1"[..], b"\xFF\xF6", b"\xFF\xFB\xC8"] {
        let flood = std::iter::repeat_n(Step::octets(item), READS);
        let (mut tn, script) = open(&adapter, flood, Writes::All);
        for _ in 0..10 {
            assert_eq!(tn.read_very_eager().unwrap(), &b""[..]);
            assert_eq!(tn.read_eager().unwrap(), &b""[..]);
        }
        assert!(script.reads_left() > READS / 2, "{}", script.reads_left());
    }
}

/// Each asks to drop what is queued, and is answered by a mark which stays.
pub fn a_flood_of_ao_costs_what_it_sends<A: Adapter>(
    adapter: impl Fn(Scripted, Config) -> A,
) {
    // AYT, whose answer is dropped by the AO behind it.
    let flood = Step::octets(b"\xFF\xF6\xFF\xF5".repeat(4000));
    let reads = std::iter::repeat_n(flood, 100).chain([Step::octets(b"done")]);
    let config = Config::server().max_output(8 << 20);
    // The peer reads nothing before it has written all.
    let (stream, _script) = Scripted::new(reads, Writes::UpTo(0));
    let mut tn = adapter(stream, config);
    assert!(tn.read_until(b"done", WAIT).unwrap().is_match());
}
