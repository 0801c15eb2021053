//! The servers: those of the examples, as they are, and what is held beside them.

use std::net::{SocketAddr, TcpStream};

use telnet_blocking::Telnet;
use telnet_mio::Door;
use telnet_testkit::host::{PASSWORD, PROMPT, USER};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::raw;
use super::visitor::{WAIT, reads};

#[expect(dead_code, reason = "its main is this program's")]
#[path = "../../crates/telnet-mio/examples/serve.rs"]
mod on_mio;
#[expect(dead_code, reason = "its main is this program's")]
#[path = "../../crates/telnet-tokio/examples/server.rs"]
mod on_tokio;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Server {
    /// `server` of telnet-tokio, on as many threads as there are cores.
    Tokio,
    /// `serve` of telnet-mio, on one.
    Mio,
    /// The same lines on tokio, without Telnet.
    RawTokio,
    /// The same lines on mio, without Telnet.
    RawMio,
}

impl Server {
    pub(crate) const ALL: [Self; 4] =
        [Self::Tokio, Self::RawTokio, Self::Mio, Self::RawMio];

    pub(crate) fn of(name: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|it| it.name() == name).expect("no such server")
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Tokio => "telnet-tokio",
            Self::Mio => "telnet-mio",
            Self::RawTokio => "tokio alone",
            Self::RawMio => "mio alone",
        }
    }

    /// Whether it lets in whoever comes.
    pub(crate) const fn has_no_door(self) -> bool {
        matches!(self, Self::RawTokio | Self::RawMio)
    }

    /// Serves until it is killed; says first where. The door lets in all who may
    /// come, or as many as the example itself.
    pub(crate) fn serve(self, door: &str) {
        let addr = SocketAddr::from(([127, 0, 0, 1], 0));
        let wide = (door == "wide").then_some((1 << 20, 1 << 20));
        match self {
            Self::Tokio => {
                let (most, of_one) = wide.unwrap_or(on_tokio::USERS);
                let runtime = Runtime::new().unwrap();
                runtime.block_on(async {
                    let listener = TcpListener::bind(addr).await.unwrap();
                    println!("{}", listener.local_addr().unwrap());
                    let door = Door::new(most, of_one);
                    on_tokio::run(listener, door).await.unwrap();
                });
            }
            Self::Mio => {
                let (most, of_one) = wide.unwrap_or(on_mio::USERS);
                let door = Door::new(most, of_one);
                let server = on_mio::Server::new(addr, door).unwrap();
                println!("{}", server.addr().unwrap());
                server.run().unwrap();
            }
            Self::RawTokio => Runtime::new().unwrap().block_on(async {
                let listener = TcpListener::bind(addr).await.unwrap();
                println!("{}", listener.local_addr().unwrap());
                raw::on_tokio(listener).await;
            }),
            Self::RawMio => {
                let listener =
                    telnet_mio::mio::net::TcpListener::bind(addr).unwrap();
                println!("{}", listener.local_addr().unwrap());
                raw::on_mio(listener).unwrap();
            }
        }
    }

    /// A good client comes in.
    pub(crate) fn enter(self, addr: &str) -> Telnet<TcpStream> {
        let mut tn = Telnet::connect(addr).unwrap();
        tn.set_timeout(Some(WAIT));
        match self {
            Self::Tokio | Self::RawTokio | Self::RawMio => {
                reads(&mut tn, "or bye.\r\n");
            }
            Self::Mio => {
                for (asked, told) in
                    [("login: ", USER), ("Password: ", PASSWORD)]
                {
                    reads(&mut tn, asked);
                    tn.send_line(told).unwrap();
                }
                reads(&mut tn, PROMPT);
            }
        }
        tn
    }

    /// It asks, and reads the answer.
    pub(crate) fn ask(self, tn: &mut Telnet<TcpStream>, number: usize) {
        match self {
            Self::Tokio | Self::RawTokio | Self::RawMio => {
                tn.send_line(format!("number {number}")).unwrap();
                reads(tn, &format!("You said: number {number}\r\n"));
            }
            Self::Mio => {
                tn.send_line(format!("echo number {number}")).unwrap();
                reads(tn, &format!("\nnumber {number}\r\n"));
                reads(tn, PROMPT);
            }
        }
    }
}
