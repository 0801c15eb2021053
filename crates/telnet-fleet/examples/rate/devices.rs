//! Devices with a login and one command, which cost as little as can be.

use std::io::Write as _;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::{End, SECRET};

pub(crate) const PASSWORD: &str = "let me in";

/// Listens on so many ports, and prints an inventory of them.
pub(crate) async fn serve(count: usize, think: Duration) -> End {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "[credentials.demo]\nuser = \"admin\"\n\
         password = {{ env = \"{SECRET}\" }}\n\
         [sites.main]\nsessions = 100000\n[defaults]\ncredential = \"demo\""
    )?;
    for nth in 0..count {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        writeln!(
            out,
            "[[devices]]\nname = \"demo{nth}\"\nhost = \"127.0.0.1\"\n\
             port = {port}"
        )?;
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    // One that leaves in the middle concerns nobody else.
                    let _left = visit(stream, think).await;
                });
            }
        });
    }
    writeln!(out)?;
    out.flush()?;
    std::future::pending().await
}

async fn visit(stream: TcpStream, think: Duration) -> End {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::with_capacity(128, stream);
    stream.write_all(b"\r\nUsername: ").await?;
    let mut line = Vec::new();
    for prompt in ["\r\nPassword: ", "\r\nR1#"] {
        hear(&mut stream, &mut line).await?;
        if prompt.contains("Pass") {
            stream.write_all(&line).await?;
        }
        stream.write_all(prompt.as_bytes()).await?;
    }
    let output = "a line of what a device says of its version\r\n".repeat(8);
    loop {
        hear(&mut stream, &mut line).await?;
        if !think.is_zero() {
            sleep(think).await;
        }
        line.extend_from_slice(b"\r\n");
        line.extend_from_slice(output.as_bytes());
        line.extend_from_slice(b"R1#");
        stream.write_all(&line).await?;
    }
}

/// A line without its end: the octet behind CR is no part of the next one.
async fn hear(stream: &mut BufReader<TcpStream>, line: &mut Vec<u8>) -> End {
    line.clear();
    if stream.read_until(b'\r', line).await? == 0 {
        return Err("it has left".into());
    }
    line.retain(|it| it.is_ascii_graphic() || *it == b' ');
    Ok(())
}
