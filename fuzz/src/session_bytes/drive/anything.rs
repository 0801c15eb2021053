//! The rest of the API, called at any time.

use std::time::Duration;

use telnet_session::proto::sub::lflow::FlowControl;
use telnet_session::proto::sub::linemode::{
    Function, Level, Mode as Lines, Setting,
};
use telnet_session::wait::TimingMark;
use telnet_session::{Command, Side, WindowSize};

use super::{Driver, OPTIONS};

impl Driver<'_> {
    /// The rest of the API. Nothing of it may do harm at any time.
    pub(super) fn anything(&mut self, how: u8, n: u8) {
        let session = &mut self.session;
        let option = OPTIONS[usize::from(n) % OPTIONS.len()];
        match how {
            0 => {
                session.discard_output();
            }
            1 => {
                session.send_synch();
                self.extra_output += 2;
            }
            2 => session.receive_urgent(),
            3 => session.give_up_synch(),
            4 => {
                let size = WindowSize { columns: 255, rows: n.into() };
                session.set_window_size((n > 7).then_some(size));
                self.extra_output += 13;
                self.extra_events += 1;
            }
            5 => {
                let _ = session.send_line(b"a\nb\rc\r\n\xFF");
            }
            6 => {
                let command = Command::from(241 + n % 9);
                let _ = session.send_command(command);
            }
            7 => {
                let payload = [&b"a\xFF"[..], b"", b"b"];
                let _ = session.send_subnegotiation(option, payload);
            }
            8 => {
                session.answer(Side::Local, option, n & 1 == 0);
                self.extra_output += 13;
                self.extra_events += 1;
            }
            9 => {
                let policy = [
                    telnet_session::Policy::Ask,
                    telnet_session::Policy::Accept,
                    telnet_session::Policy::Refuse,
                ];
                let policy = policy[usize::from(n) % 3];
                session.set_policy(Side::Remote, option, policy);
                session.set_policy(Side::Local, option, policy);
            }
            10 => {
                self.now += Duration::from_millis(n.into());
                session.tick(self.now);
            }
            11 => {
                let max = session.config().max_subnegotiation;
                let data = session.read_sb_data();
                assert!(data.len() <= max + 1, "{} octets", data.len());
            }
            12 => {
                if let Ok(text) = session.read_very_lazy() {
                    self.gained(&text);
                }
            }
            13 if n == 255 => {
                session.close_output();
                self.outcome.is_cut = true;
            }
            14 => session.msg(format_args!("{n}")),
            _ if n == 0 => session.clear_trace(),
            _ => self.speak(n),
        }
    }

    /// What options are asked for by.
    fn speak(&mut self, n: u8) {
        let session = &mut self.session;
        let function = Function::from(n % 33);
        match n % 9 {
            0 => {
                let _ = session.request_mode(Lines::from(n));
            }
            1 => {
                let setting = Setting::new(Level::Value, n);
                let _ = session.request_character(function, setting);
            }
            2 => {
                let _ = session.export_characters();
            }
            3 => {
                let _ = session.import_characters();
            }
            4 => {
                let mask = [n];
                let mask = (n > 99).then_some(&mask[..]);
                let _ = session.request_forward_mask(mask);
            }
            5 => {
                let _ = session.send_function(function);
                self.extra_output += 5;
            }
            6 => {
                let _ = session.request_flow_control(FlowControl::RestartAny);
            }
            7 => {
                let _ = session.send_prompt(b"a\n\xFF> ");
            }
            _ => {
                let wait = TimingMark::new(Some(self.now));
                let _ = self.poll(wait);
                self.extra_output += 3;
            }
        }
        self.extra_events += 2;
    }
}
