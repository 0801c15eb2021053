//! What clients are told besides text: GMCP, MSDP, MSSP.
#![expect(clippy::wildcard_enum_match_arm, reason = "all else is ignored")]

use std::io;

use serde_json::json;
use telnet_tokio::gmcp::GmcpJson as _;
use telnet_tokio::proto::sub::gmcp::Gmcp;
use telnet_tokio::proto::sub::msdp::{self, Msdp};
use telnet_tokio::proto::sub::mssp;
use telnet_tokio::{Event, Side, TelnetOption};

use super::User;
use super::room::Said;

/// The variables of MSDP.
const VARIABLES: &[&str] =
    &["CHARACTER_NAME", "PLAYERS", "ROOM_NAME", "SERVER_ID"];
/// What MSDP can be asked to do.
const COMMANDS: &[&str] = &["LIST", "REPORT", "SEND", "UNREPORT"];
/// Most questions that are answered of one message.
const QUESTIONS: usize = 16;

impl User {
    fn is_on(&self, option: TelnetOption) -> bool {
        self.tn.session().is_enabled(Side::Local, option)
    }

    // ---- GMCP ----

    /// Where the user is, and how.
    pub(crate) async fn tell_gmcp(&mut self) -> io::Result<()> {
        let Some(name) = self.name.clone() else { return Ok(()) };
        if !self.is_on(TelnetOption::GMCP) {
            return Ok(());
        }
        let vitals = json!({ "name": name, "hp": 20, "maxhp": 20 });
        self.tn.send_gmcp("Char.Vitals", &vitals).await?;
        let room = json!({ "num": 1, "name": "The caf\u{e9} at the gate" });
        self.tn.send_gmcp("Room.Info", &room).await
    }

    pub(crate) async fn tell_said(&mut self, said: &Said) -> io::Result<()> {
        if !self.is_on(TelnetOption::GMCP) {
            return Ok(());
        }
        let said =
            json!({ "channel": "say", "talker": said.by, "text": said.words });
        self.tn.send_gmcp("Comm.Channel.Text", &said).await
    }

    /// A ping is answered; who greets is shown what there is. All else is no fault.
    pub(crate) async fn answer_gmcp(
        &mut self,
        event: &Event,
    ) -> io::Result<()> {
        let Some(Ok(said)) = event.payload::<Gmcp<'_>>() else { return Ok(()) };
        if said.is("Core.Ping") {
            return self.tn.send_payload(said).await;
        }
        if said.is("Core.Supports.Set") {
            if let Err(why) = said.json::<Vec<String>>() {
                self.say(&why.to_string()).await?;
            }
            return self.tell_gmcp().await;
        }
        Ok(())
    }

    // ---- MSDP ----

    /// Answers each pair of a command and a name.
    pub(crate) async fn answer_msdp(
        &mut self,
        event: &Event,
    ) -> io::Result<()> {
        let Some(Ok(asked)) = event.payload::<Msdp<'_>>() else {
            return Ok(());
        };
        let mut command: &[u8] = b"";
        for token in asked.tokens().take(QUESTIONS) {
            match token {
                msdp::Token::Var(name) => command = name,
                msdp::Token::Val(name) => {
                    self.answer_msdp_of(command, name).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn answer_msdp_of(
        &mut self,
        command: &[u8],
        name: &[u8],
    ) -> io::Result<()> {
        let known = VARIABLES.iter().find(|it| it.as_bytes() == name);
        match (command, known) {
            (b"LIST", _) => {
                let list = match name {
                    b"COMMANDS" => COMMANDS,
                    b"REPORTABLE_VARIABLES" | b"SENDABLE_VARIABLES" => {
                        VARIABLES
                    }
                    _ => return Ok(()),
                };
                self.tell_list(name, list).await
            }
            (b"REPORT", Some(name)) => {
                if !self.reported.contains(name) {
                    self.reported.push(name);
                }
                self.tell_variable(name).await
            }
            (b"UNREPORT", Some(name)) => {
                self.reported.retain(|it| it != name);
                Ok(())
            }
            (b"SEND", Some(name)) => self.tell_variable(name).await,
            _ => Ok(()),
        }
    }

    async fn tell_list(
        &mut self,
        name: &[u8],
        list: &[&str],
    ) -> io::Result<()> {
        let mut tokens = vec![msdp::Token::Var(name), msdp::Token::ArrayOpen];
        tokens.extend(list.iter().map(|it| msdp::Token::Val(it.as_bytes())));
        tokens.push(msdp::Token::ArrayClose);
        self.tell_msdp(&tokens).await
    }

    async fn tell_variable(&mut self, name: &str) -> io::Result<()> {
        let value = match name {
            "CHARACTER_NAME" => self.name.clone().unwrap_or_default(),
            "PLAYERS" => self.room.names().len().to_string(),
            "ROOM_NAME" => "The caf\u{e9} at the gate".into(),
            _ => "telnet mud-server".into(),
        };
        let tokens = [
            msdp::Token::Var(name.as_bytes()),
            msdp::Token::Val(value.as_bytes()),
        ];
        self.tell_msdp(&tokens).await
    }

    /// Somebody has come or gone.
    pub(crate) async fn tell_changes(&mut self) -> io::Result<()> {
        if self.reported.contains(&"PLAYERS") {
            self.tell_variable("PLAYERS").await?;
        }
        Ok(())
    }

    async fn tell_msdp(
        &mut self,
        tokens: &[msdp::Token<'_>],
    ) -> io::Result<()> {
        if !self.is_on(TelnetOption::MSDP) {
            return Ok(());
        }
        let parts =
            msdp::encode(tokens.iter().copied()).map_err(io::Error::other)?;
        let payload = parts.collect::<Vec<_>>().concat();
        self.tn.send_subnegotiation(TelnetOption::MSDP, payload).await
    }

    // ---- MSSP ----

    /// What lists of MUDs want to know.
    pub(crate) async fn tell_mssp(&mut self) -> io::Result<()> {
        let players = self.room.names().len().to_string();
        let variables = [
            ("NAME", "telnet mud-server"),
            ("PLAYERS", &players),
            ("UPTIME", "-1"),
            ("CODEBASE", "telnet-tokio"),
            ("CHARSET", "UTF-8"),
            ("GMCP", "1"),
            ("MSDP", "1"),
            ("MCCP", "1"),
        ];
        let tokens = variables.into_iter().flat_map(|(name, value)| {
            [
                mssp::Token::Var(name.as_bytes()),
                mssp::Token::Val(value.as_bytes()),
            ]
        });
        let parts = mssp::encode(tokens).map_err(io::Error::other)?;
        let payload = parts.collect::<Vec<_>>().concat();
        self.tn.send_subnegotiation(TelnetOption::MSSP, payload).await
    }
}
