//! The language of scripts, for `--help` and the manual.

/// What `--help` and the page of the manual say at their end.
pub(crate) const LANGUAGE: &str = "\
Scripts: -x STATEMENT and -f FILE. A statement stands on a line of its own, or
behind a `;`; # begins a comment. They are checked before the host is called.

  expect /REGEX/ [within TIME]      waits until it comes; also \"TEXT\" and eof
  expect [within TIME] {            waits for the first of several
      /REGEX/ => STATEMENT
      \"TEXT\" => { STATEMENTS }
      timeout => STATEMENT          in the place of a failure, as is eof
  }
  continue                          in a branch: waits again
  send \"TEXT\"                       sends as it is; \\r is Enter
  sendline \"TEXT\"                   sends a line
  secret NAME [file \"FILE\" | command \"LINE\"]
                                    $NAME is secret: from the environment, or
                                    the first line of a file or of an output
  login $USER $PASSWORD             logs in; the password is a secret
  enable $PASSWORD                  asks for more rights
  run \"COMMAND\" [within TIME]       runs a command, prints what it puts out
  platform NAME, prompt /REGEX/     for these three, where they need it
  timeout TIME                      how long each of these waits; 30s at first
  log \"FILE\"                        writes what a person would see; - is
                                    standard output
  interact                          gives the connection to the user
  exit [CODE [\"MESSAGE\"]]           ends the script

TIME is 10s, 500ms or 2m. In texts there are the variables $NAME and ${NAME},
of --set, $HOST and $PORT, or of the environment, and \\r \\n \\t \\e \\xHH \\\\ \\\" \\'
\\$; quotes, of either kind, are needed where there are blanks.

Many hosts: --hosts FILE has a host on a line, as HOST or HOST:PORT, or is an
inventory, where its name ends with .toml: tables [[host]] with host, and maybe
name, port, platform, user and vars, and [defaults] with all but the first two.

Exit codes: 0 closed in order, or the script is done; 1 no connection or a
broken one; 2 wrong usage, or a wrong script; 3 TLS; 4 what a script expects
did not come in time, or was refused; 5 the host closed before it came; 128 and
n signal n; any by the exit of a script; with --hosts how many have failed, at
most 100.";
