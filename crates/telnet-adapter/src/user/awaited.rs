//! A user in front of a connection whose methods are awaited.

/// Writes the methods for a user in front of the `Telnet` of
/// [`async_telnet`](crate::async_telnet).
///
/// `streams` is what a stream has to be, `outputs` what an output has to be; the
/// trait by which it has `write_all` and `flush` is in scope. `watch` is how
/// the runtime watches standard input: a [`Watch`](crate::user::Watch).
#[macro_export]
macro_rules! async_interact {
    (
        streams: [$($stream:tt)*];
        outputs: [$($output:tt)*];
        watch: $watch:ty;
    ) => {
        impl<S: $($stream)*> Telnet<S> {
            /// Connects the user at the terminal of standard input with the
            /// peer, until the peer ends, the user presses the key `escape`, or a
            /// line ends in `^D` where lines are typed
            /// ([`Ended::Input`]($crate::user::Ended::Input)).
            ///
            /// The terminal does what the peer says of ECHO and SGA, and is as
            /// before at the end, after an error, after a panic, and where the
            /// future is dropped. Line ends are those of Telnet; `^C` is sent as
            /// the command IP where lines are typed. A new size of the window is
            /// told before what is typed next, where
            /// [`Config::window_size`]($crate::session::Config::window_size) has
            /// told one. What a host must not do to a terminal is not shown:
            /// [`SafeFilter`]($crate::session::terminal::SafeFilter).
            ///
            /// Keys are read when the runtime says that there are some, and not
            /// before: no thread sits in a read, so that nothing holds up the end
            /// of the program, and what is typed after this is the program's.
            ///
            /// Signals are the program's: those that end it leave the terminal as
            /// it is then, unless it sees to that by
            /// [`restore_terminal`]($crate::user::restore_terminal).
            ///
            /// # Errors
            /// Those of the stream, the input and the output; standard input is
            /// no terminal.
            pub async fn interact_at_terminal(
                &mut self,
                output: impl $($output)*,
                escape: ::std::option::Option<u8>,
            ) -> ::std::io::Result<$crate::user::Ended> {
                let face = $crate::user::Face::at_terminal(escape)?;
                self.meet(face, output).await
            }

            /// Connects standard input, whatever it is, and an output with the
            /// peer, octet by octet, until one of them ends. Nothing is
            /// interpreted. When the input ends, all of it has been sent.
            ///
            /// It reads file descriptor 0 itself: what
            /// [`stdin`](::std::io::stdin) has buffered in an earlier read stays
            /// there.
            ///
            /// # Errors
            /// Those of the stream, the input and the output.
            pub async fn interact_to(
                &mut self,
                output: impl $($output)*,
            ) -> ::std::io::Result<$crate::user::Ended> {
                self.meet($crate::user::Face::transparent(), output).await
            }

            async fn meet(
                &mut self,
                mut face: $crate::user::Face,
                mut output: impl $($output)*,
            ) -> ::std::io::Result<$crate::user::Ended> {
                let ended = self.talk(&mut face, &mut output).await;
                output.write_all(&face.undo()).await?;
                output.flush().await?;
                ended
            }

            async fn talk(
                &mut self,
                face: &mut $crate::user::Face,
                output: &mut (impl $($output)*),
            ) -> ::std::io::Result<$crate::user::Ended> {
                use ::std::task::Poll::{Pending, Ready};
                use $crate::user::{Ended, Typed, is_gone};
                let mut keyboard = $crate::user::Keyboard::<$watch>::open()?;
                let mut buffer = vec![0; 4096];
                let mut is_writable = true;
                loop {
                    face.follow(self.session())?;
                    let mut listen = face.listen();
                    let mut drive = $crate::Drive::new(
                        &mut listen,
                        $crate::Purpose::Read,
                    );
                    let (heard, typed) = ::std::future::poll_fn(|cx| {
                        let heard = self.poll_drive(cx, &mut drive);
                        let is_on = matches!(heard, Pending | Ready(Ok(Some(_))));
                        // What is typed after the end is the program's.
                        let typed = if is_on && is_writable {
                            keyboard.poll_read(cx, &mut buffer)
                        } else {
                            Pending
                        };
                        match (heard, typed) {
                            (Pending, Pending) => Pending,
                            both => Ready(both),
                        }
                    })
                    .await;
                    if let Ready(heard) = heard {
                        let Some(text) = heard? else { return Ok(Ended::Peer) };
                        let shown = face.show(self.session(), &text)?;
                        output.write_all(&shown).await?;
                        output.flush().await?;
                    }
                    let Ready(n) = typed else { continue };
                    let typed = buffer.get(..n?).unwrap_or_default();
                    if typed.is_empty() {
                        return Ok(Ended::Input);
                    }
                    for it in face.take(self.session_mut(), typed) {
                        let sent = match it {
                            Typed::Data(data) => self.write(&data).await,
                            Typed::Interrupt => {
                                let ip = $crate::session::Command::IP;
                                self.send_command(ip).await
                            }
                            Typed::Leave => return Ok(Ended::Input),
                        };
                        match sent {
                            // Its last words may still be on their way to us.
                            Err(error) if is_gone(&error) => is_writable = false,
                            sent => sent?,
                        }
                    }
                }
            }
        }
    };
}
