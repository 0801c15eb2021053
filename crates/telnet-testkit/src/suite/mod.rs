//! What every adapter is held to: one list of cases, run against each of them.
//!
//! A test file implements [`Adapter`] for its connection and passes three
//! functions that make one, over a TCP socket, over a [`Scripted`] stream, which
//! does everything that a stream may do, and over one of [`chaos`](crate::chaos):
//!
//! ```text
//! struct Mine<S>(Telnet<S>);
//! impl<S: Stream> Adapter for Mine<S> { … }
//!
//! telnet_testkit::contract! {
//!     tcp: |socket, config| Mine(Telnet::new(socket, config).unwrap()),
//!     scripted: |script, config| Mine(Telnet::new(script, config).unwrap()),
//!     chaos: |stream, config| Mine(Telnet::new(stream, config).unwrap()),
//! }
//! ```
//!
//! Each case becomes a test of its own name.

use std::io::{self, Read as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use telnet_session::bytes::Bytes;
use telnet_session::{Command, Outcome, Session, TelnetOption, Wait};

use crate::peer::Peer;

pub mod broken_off;
pub mod chaos;
pub mod closing;
pub mod deadlines;
pub mod dialogues;
pub mod ends;
pub mod faults;
pub mod floods;
pub mod heartbeats;
pub mod pipes;
pub mod reads;
pub mod requests;
pub mod searches;
#[cfg(feature = "tls")]
pub mod start_tls_client;
#[cfg(feature = "tls")]
pub mod start_tls_server;
mod stream;
pub mod transcripts;
pub mod users;
pub mod vectors;
pub mod writes;

pub use stream::{Memory, Script, Scripted, Step, Writes};

/// A time that is never up in a test which goes well.
pub const WAIT: Duration = Duration::from_secs(20);

/// A socket that is connected to the peer.
fn connect<T: Send + 'static>(peer: &Peer<T>) -> TcpStream {
    TcpStream::connect(peer.addr()).unwrap()
}

/// Ends a peer's side. Closing with octets unread would reset the connection,
/// and cost the adapter what it has not read yet.
fn finish(mut stream: TcpStream) {
    stream.shutdown(Shutdown::Write).unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
}

/// A connection of the adapter under test. Each method is the adapter's own of
/// that name, run to its end; a timeout is the deadline of the call, or the
/// adapter's way of setting one.
pub trait Adapter: Sized {
    /// The session beneath.
    fn session(&mut self) -> &mut Session;

    /// Runs any wait to its end.
    fn wait<W: Wait<Output: Send> + Send>(
        &mut self,
        wait: &mut W,
    ) -> io::Result<W::Output>;

    /// `read_until`.
    fn read_until(
        &mut self,
        expected: &[u8],
        timeout: Duration,
    ) -> io::Result<Outcome>;

    /// `read_all`.
    fn read_all(&mut self, timeout: Duration) -> io::Result<Bytes>;

    /// `read_some`.
    fn read_some(&mut self, timeout: Duration) -> io::Result<Bytes>;

    /// `read_very_eager`, which never waits.
    fn read_very_eager(&mut self) -> io::Result<Bytes>;

    /// `read_eager`, which never waits.
    fn read_eager(&mut self) -> io::Result<Bytes>;

    /// `read_lazy`, which does not look at the stream.
    fn read_lazy(&mut self) -> io::Result<Bytes>;

    /// `read_very_lazy`, which does not look at the stream.
    fn read_very_lazy(&mut self) -> io::Result<Bytes>;

    /// `read_sb_data`.
    fn read_sb_data(&mut self) -> Bytes;

    /// `write`, until all of it was handed to the stream.
    fn write(&mut self, data: &[u8], timeout: Duration) -> io::Result<()>;

    /// A write that is given up as soon as it would wait: how many octets of
    /// `data` were accepted, to be sent sooner or later, and not to be written
    /// again.
    fn try_write(&mut self, data: &[u8]) -> io::Result<usize>;

    /// `send_line`.
    fn send_line(&mut self, line: &[u8]) -> io::Result<()>;

    /// `send_prompt`.
    fn send_prompt(&mut self, prompt: &[u8]) -> io::Result<()>;

    /// `timing_mark`.
    fn timing_mark(&mut self) -> io::Result<()>;

    /// `logout`.
    fn logout(&mut self) -> io::Result<bool>;

    /// `send_command`.
    fn send_command(&mut self, command: Command) -> io::Result<()>;

    /// `send_subnegotiation`.
    fn send_subnegotiation(
        &mut self,
        option: TelnetOption,
        payload: &[u8],
    ) -> io::Result<()>;

    /// Begins a `read_until`, and gives it up where it would have to wait: the
    /// future is dropped, or the wait, or its deadline is over at once.
    fn abandon_read_until(&mut self, expected: &[u8]);

    /// `close`, until it is closed.
    fn close(&mut self, timeout: Duration) -> io::Result<()>;

    /// `into_parts`, and both of them dropped.
    fn take_apart(self);
}

/// Makes a test of each case: see [`suite`](crate::suite).
///
/// `tls` is called like `tcp`, with a socket whose other end speaks TLS, and
/// makes the handshake; the cases are those of a TCP socket but for urgent data
/// and for what is set on a socket.
///
/// `chaos` is called with a [`ChaosStream`](crate::chaos::ChaosStream) and a config.
///
/// `client` and `server` agree on `START_TLS` over a socket, within a time, and make
/// the handshake: both are called with a connected socket, the time and a config,
/// and give an `io::Result`. The certificate is that of
/// [`Identity::localhost`](crate::tls::Identity::localhost).
///
/// `tcp` is called with a connected [`TcpStream`](std::net::TcpStream) and a
/// [`Config`](telnet_session::Config), `scripted` with a
/// [`Scripted`](crate::suite::Scripted) and one.
#[macro_export]
macro_rules! contract {
    (
        tcp: $tcp:expr, scripted: $scripted:expr, chaos: $chaos:expr $(,)?
    ) => {
        $crate::contract! { @tests $chaos;
            chaos:
                every_transcript_comes_through_in_any_weather
                every_vector_comes_through_in_any_weather
                what_is_written_arrives_in_any_weather;
            broken_off:
                a_reset_at_every_octet_of_a_login_and_a_command
                an_end_at_every_octet_of_a_login_and_a_command;
        }
        $crate::contract! { @streams $tcp;
            closing:
                a_socket_is_handed_back_as_it_came;
            floods:
                a_synch_without_its_mark_is_given_up
                what_came_behind_a_mark_needs_nothing_more_to_come;
        }
        $crate::contract! { @tests $scripted;
            vectors:
                every_vector_comes_through_octet_by_octet;
            faults:
                one_octet_at_a_time_is_as_good_as_all_at_once
                interrupted_is_no_error_anywhere
                would_block_is_no_error_anywhere
                short_writes_send_all_in_order
                a_command_amid_what_is_waited_for_does_not_break_it
                a_write_of_nothing_is_an_error
                output_that_breaks_does_not_end_reading
                a_read_error_keeps_what_came_before_it
                what_was_asked_for_counts_for_more_than_an_error_behind_it
                pipes_of_any_size_do_not_deadlock
                a_write_is_no_error_for_want_of_room_to_read
                what_the_stream_keeps_is_flushed
                a_close_that_never_ends_is_bounded
                a_deadline_holds_while_the_peer_takes_an_octet_at_a_time
                in_telnetlibs_profile_expect_reads_on_while_there_is_something
                a_flood_without_text_ends_no_read_that_does_not_wait
                a_flood_of_ao_costs_what_it_sends;
        }
    };
    (client: $client:expr, server: $server:expr $(,)?) => {
        $crate::contract! { @tests $client;
            start_tls_client:
                tls_begins_at_the_exact_octet_of_every_cut
                what_was_negotiated_in_the_clear_does_not_count
                a_server_that_will_not_is_an_error_and_hears_nothing
                what_is_no_tls_behind_follows_is_no_text
                a_silent_server_is_given_up;
        }
        $crate::contract! { @tests $server;
            start_tls_server:
                a_hello_in_the_segment_of_follows_is_taken_at_every_cut
                a_client_that_will_not_is_an_error_and_hears_nothing
                what_is_no_tls_behind_follows_is_no_command
                a_silent_client_is_given_up;
        }
    };
    (tls: $tls:expr $(,)?) => {
        $crate::contract! { @streams $tls; closing: ; floods: ; }
    };
    // What every stream has to pass, and what some have to besides.
    (
        @streams $connect:expr;
        closing: $($closing:ident)*; floods: $($floods:ident)*;
    ) => {
        $crate::contract! { @tests $connect;
            reads:
                read_until_takes_the_match_and_nothing_after_it
                read_until_finds_what_comes_octet_by_octet
                read_until_of_nothing_is_there_at_once
                several_texts_of_one_segment_are_found_in_turn
                to_expect_nothing_gives_what_comes_by_the_end
                read_all_is_everything_up_to_the_end
                read_some_waits_for_text_and_not_for_commands
                eager_reads_give_what_is_there_and_never_wait
                lazy_reads_do_not_look_at_the_stream
                read_sb_data_is_the_last_subnegotiation
                escape_sequences_come_as_they_are_and_are_not_answered
                any_wait_can_be_run;
            searches:
                megabytes_without_a_prompt_end_at_the_cap_in_linear_time
                a_search_of_many_looks_finds_what_one_look_would
                a_pattern_with_endless_ways_to_match_is_searched_for_at_once;
            deadlines:
                a_timeout_consumes_nothing_and_the_next_read_goes_on
                a_read_that_was_given_up_loses_nothing
                a_deadline_of_zero_takes_what_is_there
                read_all_and_read_some_time_out_and_lose_nothing
                a_deadline_holds_while_the_peer_floods
                a_deadline_holds_while_nothing_comes
                a_deadline_counts_from_the_start_while_octets_trickle_in
                a_deadline_of_a_millisecond_is_no_eight;
            ends:
                the_end_before_a_match_is_told_and_leaves_the_text
                closed_and_empty_is_unexpected_eof
                after_the_peers_half_close_writes_go_on
                what_came_before_a_reset_can_be_read
                an_expect_that_meets_the_end_has_all_that_came
                a_write_to_a_peer_that_is_gone_is_a_broken_pipe_and_no_signal
                a_reset_behind_a_failed_answer_is_no_orderly_end
                the_last_words_of_a_host_that_hangs_up_at_once_are_read
                a_wait_behind_the_end_does_not_spin
                a_wait_behind_the_end_without_a_deadline_is_refused;
            closing:
                close_sends_what_is_queued_and_is_idempotent
                unread_text_outlives_close
                what_was_written_arrives_though_text_lies_unread
                what_comes_behind_our_close_is_dropped
                a_peer_that_never_stops_is_told_of
                a_silent_peer_is_left_alone
                our_own_close_is_told_as_ours
                $($closing)*;
            floods:
                a_peer_that_never_reads_holds_up_nobody_else
                input_stops_at_the_change_that_is_too_many
                $($floods)*;
            heartbeats:
                a_wait_wakes_for_the_heartbeat
                a_peer_that_does_not_answer_is_told_of;
            dialogues:
                a_dropped_dialogue_has_read_nothing;
            pipes:
                both_ends_write_megabytes_before_they_read
                both_ends_write_a_lot_before_they_read
                a_flood_of_requests_is_answered_in_order
                a_full_buffer_is_an_error_and_nothing_is_lost
                full_event_queues_stop_input_and_nothing_is_lost;
            writes:
                what_is_written_arrives_escaped
                answers_go_out_while_a_read_waits
                a_write_that_was_given_up_loses_and_doubles_nothing;
            requests:
                a_timing_mark_is_waited_for
                a_logout_is_asked_for
                a_prompt_ends_by_what_is_agreed
                who_has_nothing_to_tell_says_so;
            users:
                lines_are_asked_for
                a_user_logs_in
                a_silent_user_is_let_go;
            transcripts:
                servers_over_tcp
                clients_over_tcp;
        }
    };
    (@tests $connect:expr; $($file:ident: $($case:ident)*;)*) => {
        $(
            mod $file {
                #[allow(
                    unused_imports,
                    clippy::allow_attributes,
                    reason = "the caller may have written a closure"
                )]
                use super::*;

                $(
                    #[test]
                    fn $case() {
                        $crate::suite::$file::$case($connect);
                    }
                )*
            }
        )*
    };
}

#[cfg(test)]
mod tests {
    /// Every public function of a file of cases is named in the list.
    #[test]
    fn no_case_is_forgotten() {
        let list = include_str!("mod.rs");
        for cases in [
            include_str!("broken_off.rs"),
            include_str!("chaos.rs"),
            include_str!("closing.rs"),
            include_str!("deadlines.rs"),
            include_str!("dialogues.rs"),
            include_str!("ends.rs"),
            include_str!("faults.rs"),
            include_str!("floods.rs"),
            include_str!("heartbeats.rs"),
            include_str!("pipes.rs"),
            include_str!("reads.rs"),
            include_str!("requests.rs"),
            include_str!("searches.rs"),
            include_str!("start_tls_client.rs"),
            include_str!("start_tls_server.rs"),
            include_str!("transcripts.rs"),
            include_str!("users.rs"),
            include_str!("vectors.rs"),
            include_str!("writes.rs"),
        ] {
            let mut found = 0;
            for line in cases.lines() {
                let Some(rest) = line.strip_prefix("pub fn ") else { continue };
                let case = rest.split(['<', '(']).next().unwrap();
                let named = list
                    .lines()
                    .any(|l| l.trim().trim_end_matches(';') == case);
                assert!(named, "{case} is not in the list");
                found += 1;
            }
            assert!(found > 0);
        }
    }
}
