//! Clients that nobody here wrote, at a server of ours that offers to echo.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;

use telnet_blocking::{Config, Telnet};

use super::{WAIT, in_prefix};

/// Lines that the server sends, more than a pipe holds.
const LINES: usize = 20_000;

/// A client that does not outlive its test.
struct Client(Child);

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The arguments have PORT where the port is.
fn reads_all_lines_and_types_a_name(command: &[&str]) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let mut words = command.iter().map(|it| it.replace("PORT", &port));
    let program = words.next().unwrap();
    let child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut client = Client(child);
    let mut typed = client.0.stdin.take().unwrap();
    let mut shown = client.0.stdout.take().unwrap();
    let (sender, all) = mpsc::channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let _ = shown.read_to_end(&mut text);
        let _ = sender.send(text);
    });

    let (stream, _) = listener.accept().unwrap();
    let mut tn = Telnet::new(stream, Config::server()).unwrap();
    tn.set_timeout(Some(WAIT));
    tn.write("name: ").unwrap();
    typed.write_all(b"fred\n").unwrap();
    let name = tn.read_until("fred", WAIT).unwrap();
    assert!(name.is_match(), "{name:?}");
    let mut sent = String::new();
    for nth in 1..=LINES {
        sent.push_str(&format!("{nth} is a number\r\n"));
    }
    tn.write(&sent).unwrap();
    tn.write("end\r\n").unwrap();
    tn.close().unwrap();
    drop(typed);

    let text = all.recv_timeout(WAIT).unwrap();
    let text = String::from_utf8_lossy(&text).replace('\r', "");
    let lines = sent.replace('\r', "") + "end\n";
    assert!(text.contains("name: "), "{:.200}", text);
    assert!(text.contains(&lines), "{} of {}", text.len(), lines.len());
}

#[test]
fn busybox_telnet() {
    let busybox = in_prefix("busybox-static/bin/busybox");
    let command = [&busybox, "telnet", "127.0.0.1", "PORT"];
    reads_all_lines_and_types_a_name(&command);
}

/// With another input it hears nothing between two lines that are typed.
#[test]
fn curl() {
    let url = "telnet://127.0.0.1:PORT";
    reads_all_lines_and_types_a_name(&["curl", "-sN", "-T", ".", url]);
}

#[test]
fn plink_of_putty() {
    let command = ["plink", "-batch", "-telnet", "-P", "PORT", "127.0.0.1"];
    reads_all_lines_and_types_a_name(&command);
}

#[test]
fn net_telnet_of_perl() {
    let script = "$| = 1; my $host = Net::Telnet->new(Host => '127.0.0.1', \
                  Port => PORT, Timeout => 30, Errmode => 'return'); \
                  print $host->waitfor('/name: /'); $host->print(scalar <STDIN>); \
                  while (defined(my $text = $host->get)) { print $text }";
    reads_all_lines_and_types_a_name(&["perl", "-MNet::Telnet", "-e", script]);
}

#[test]
fn telnetlib_of_python() {
    let script = "import sys, telnetlib\n\
                  host = telnetlib.Telnet('127.0.0.1', PORT)\n\
                  sys.stdout.buffer.write(host.read_until(b'name: '))\n\
                  host.write(sys.stdin.readline().encode())\n\
                  sys.stdout.buffer.write(host.read_all())";
    let python = ["/usr/bin/python3", "-W", "ignore", "-c", script];
    reads_all_lines_and_types_a_name(&python);
}

#[test]
fn net_telnet_of_ruby() {
    let script = "host = Net::Telnet.new('Host' => '127.0.0.1', \
                  'Port' => PORT, 'Timeout' => 30); \
                  print host.waitfor(/name: /); host.puts($stdin.gets.chomp); \
                  while text = host.waitfor(/end\\n/) do print text end";
    reads_all_lines_and_types_a_name(&["ruby", "-rnet/telnet", "-e", script]);
}

#[test]
fn telnet_of_netkit() {
    let telnet = in_prefix("netkit/usr/bin/telnet-ssl");
    reads_all_lines_and_types_a_name(&[&telnet, "127.0.0.1", "PORT"]);
}

#[test]
fn ncat_and_netcat() {
    for program in ["ncat", "nc.openbsd"] {
        reads_all_lines_and_types_a_name(&[program, "-t", "127.0.0.1", "PORT"]);
    }
}
