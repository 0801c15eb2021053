//! The sockets of std as streams, and streams behind a pointer.

use std::io;
use std::net::TcpStream;
use std::time::Duration;

use telnet_adapter::tcp::socket::{self, Interest, Prepared, Ready};

use crate::Stream;

/// The methods that all sockets have in common.
macro_rules! socket {
    () => {
        fn set_read_timeout(
            &mut self,
            time: Option<Duration>,
        ) -> io::Result<()> {
            Self::set_read_timeout(self, time)
        }

        fn set_write_timeout(
            &mut self,
            time: Option<Duration>,
        ) -> io::Result<()> {
            Self::set_write_timeout(self, time)
        }

        #[cfg(unix)]
        fn wait(
            &mut self,
            interest: Interest,
            time: Option<Duration>,
        ) -> io::Result<Ready> {
            socket::wait(self, interest, time)
        }

        #[cfg(unix)]
        fn try_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            socket::recv_now(self, buffer)
        }

        #[cfg(unix)]
        fn try_read_behind(&mut self, text: &mut Vec<u8>) -> io::Result<usize> {
            socket::recv_behind(self, text)
        }

        #[cfg(unix)]
        fn try_write(&mut self, octets: &[u8]) -> io::Result<usize> {
            socket::send_now(self, octets)
        }

        fn finish(&mut self) -> io::Result<()> {
            socket::finish(self)
        }

        fn shutdown(&mut self) -> io::Result<()> {
            socket::shutdown(self)
        }
    };
}

impl Stream for TcpStream {
    socket!();

    #[cfg(unix)]
    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        // The call would wait for room.
        let now = Some(Duration::ZERO);
        if !socket::wait(&*self, Interest::Write, now)?.write {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        socket::send_urgent(self, octets)
    }

    #[cfg(not(unix))]
    fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
        socket::send_urgent(self, octets)
    }

    fn prepare(&mut self) -> io::Result<Prepared> {
        socket::prepare(self)
    }

    fn restore(&mut self, was: Prepared) -> io::Result<()> {
        // Elsewhere the timeouts were never set.
        #[cfg(not(unix))]
        {
            Self::set_write_timeout(self, None)?;
            Self::set_read_timeout(self, None)?;
        }
        socket::restore(self, was)
    }
}

#[cfg(unix)]
impl Stream for std::os::unix::net::UnixStream {
    socket!();

    fn restore(&mut self, _was: Prepared) -> io::Result<()> {
        Ok(())
    }
}

/// Hands every method on to what a pointer points to.
macro_rules! behind {
    ($pointer:ty) => {
        impl<S: Stream + ?Sized> Stream for $pointer {
            fn set_read_timeout(
                &mut self,
                time: Option<Duration>,
            ) -> io::Result<()> {
                (**self).set_read_timeout(time)
            }

            fn set_write_timeout(
                &mut self,
                time: Option<Duration>,
            ) -> io::Result<()> {
                (**self).set_write_timeout(time)
            }

            fn wait(
                &mut self,
                interest: Interest,
                time: Option<Duration>,
            ) -> io::Result<Ready> {
                (**self).wait(interest, time)
            }

            fn try_read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                (**self).try_read(buffer)
            }

            fn try_read_behind(
                &mut self,
                text: &mut Vec<u8>,
            ) -> io::Result<usize> {
                (**self).try_read_behind(text)
            }

            fn try_write(&mut self, octets: &[u8]) -> io::Result<usize> {
                (**self).try_write(octets)
            }

            fn try_flush(&mut self) -> io::Result<()> {
                (**self).try_flush()
            }

            fn is_urgent_ahead(&mut self) -> io::Result<bool> {
                (**self).is_urgent_ahead()
            }

            fn write_urgent(&mut self, octets: &[u8]) -> io::Result<usize> {
                (**self).write_urgent(octets)
            }

            fn prepare(&mut self) -> io::Result<Prepared> {
                (**self).prepare()
            }

            fn restore(&mut self, was: Prepared) -> io::Result<()> {
                (**self).restore(was)
            }

            fn finish(&mut self) -> io::Result<()> {
                (**self).finish()
            }

            fn shutdown(&mut self) -> io::Result<()> {
                (**self).shutdown()
            }
        }
    };
}

behind!(&mut S);
behind!(Box<S>);
