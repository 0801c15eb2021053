#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Replay scripted conversations through CPython's telnetlib and record them.

    python3 record.py            rewrite the vector files beside this program
    python3 record.py --check    exit 1 if the vector files are not what this
                                 Python produces

The conversations are in scripts.py; the file format is in README.md. Socket,
selector and clock are stand-ins, so nothing sleeps and nothing is connected.
Needs Python 3.8 to 3.12.
"""

import os
import sys
import warnings

sys.dont_write_bytecode = True

HERE = os.path.dirname(os.path.abspath(__file__))

try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import telnetlib
except ImportError:
    sys.exit("record.py: this Python has no telnetlib (it left the standard"
             " library in 3.13); use Python 3.8 to 3.12")

import scripts

HOST, PORT = "host", 23
MICROS = 1000000
STEP_LIMIT = 20000      # socket, selector and clock uses in one script
KNOWN_ERRORS = (EOFError, ValueError, AttributeError)

HEAD = """\
# Recorded by record.py from CPython's telnetlib. Do not edit: change
# scripts.py and run record.py again. README.md explains every word.
#
# script NAME | unopened | peer HOST PORT | callback MODE | debug N | early
# arrive HEX | arrive each HEX | arrive quiet | arrive eof
# arrive after S | arrive slow S
# call METHOD [ARG ...] [timeout S], then what happened in it, in order:
#   sent HEX | cb CMD OPT | sb HEX | peek HEX | msg TEXT | line TEXT
#   match INDEX SPAN ...
# and how it ended: return HEX | raise NAME
# end
#
# HEX is upper case, two digits an octet, "-" for none. S is in seconds.
"""


def to_hex(octets):
    return octets.hex().upper() or "-"


def micros(text):
    """A decimal number of seconds, as text, in whole microseconds."""
    sign, text = (-1, text[1:]) if text[:1] == "-" else (1, text)
    whole, _, part = text.partition(".")
    return sign * (int(whole) * MICROS + int((part + "000000")[:6]))


class Link:
    """The arrivals of one script, its clock and its log."""

    def __init__(self, arrivals, tick):
        self.items = list(arrivals)
        self.now = 0
        self.tick = tick
        self.log = []
        self.steps = 0

    def step(self):
        self.steps += 1
        if self.steps > STEP_LIMIT:
            raise RuntimeError("telnetlib does not come to an end here")

    def time(self):
        """Every reading of the clock is one tick later than the last."""
        self.step()
        self.now += self.tick
        return self.now

    def head(self):
        return self.items[0] if self.items else "eof"

    def select(self, timeout):
        """Is there something to receive within timeout microseconds?"""
        self.step()
        while True:
            head = self.head()
            if head == "quiet":
                if timeout is None:
                    self.items.pop(0)
                    continue
                if timeout > 0:
                    self.items.pop(0)
                    self.now += timeout
                return False
            if head[0] == "after":
                wait = head[1]
                if timeout is not None and timeout < wait:
                    if timeout > 0:
                        self.now += timeout
                        self.items[0] = ("after", wait - timeout)
                    return False
                self.items.pop(0)
                self.now += wait
            return True

    def recv(self, size):
        self.select(None)
        head = self.head()
        if head[0] == "slow":
            self.items.pop(0)
            self.now += head[1]
            head = self.head()
        if head == "eof":
            return b""
        chunk = self.items.pop(0)
        if len(chunk) > size:
            self.items.insert(0, chunk[size:])
        return chunk[:size]


class Socket:
    def __init__(self, link):
        self.link = link

    def fileno(self):
        return 99

    def recv(self, size):
        return self.link.recv(size)

    def sendall(self, octets):
        self.link.log.append("sent " + to_hex(octets))

    def close(self):
        pass


class Selector:
    def __init__(self, link):
        self.link = link

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def register(self, thing, _events):
        # The real selectors turn a missing descriptor into ValueError.
        try:
            thing.fileno()
        except (AttributeError, TypeError, ValueError):
            raise ValueError("no descriptor") from None

    def select(self, timeout=None):
        return ["ready"] if self.link.select(timeout) else []


class Output:
    """Takes the place of stdout: whole debug lines go into the log."""

    def __init__(self, log, prefix):
        self.log = log
        self.prefix = prefix    # None: keep the line whole
        self.part = ""

    def write(self, text):
        self.part += text
        while "\n" in self.part:
            line, self.part = self.part.split("\n", 1)
            if self.prefix is None:
                self.log.append("line " + line)
            elif line.startswith(self.prefix):
                self.log.append("msg " + line[len(self.prefix):])
            else:
                raise RuntimeError("unexpected output: %r" % line)

    def flush(self):
        pass


def make_callback(mode, tn, log):
    if mode == "none":
        return None

    def callback(sock, cmd, opt):
        log.append("cb %d %d" % (cmd[0], opt[0]))
        if mode == "log" and cmd == telnetlib.SE:
            log.append("sb " + to_hex(tn.read_sb_data()))
        elif mode == "peek":
            log.append("peek " + to_hex(tn.cookedq))
        elif mode == "agree" and cmd == telnetlib.DO:
            sock.sendall(telnetlib.IAC + telnetlib.WILL + opt)
        elif mode == "agree" and cmd == telnetlib.WILL:
            sock.sendall(telnetlib.IAC + telnetlib.DO + opt)

    if mode not in ("log", "keep", "peek", "agree"):
        raise ValueError("unknown callback mode %r" % mode)
    return callback


# How each call is written and made. An entry takes the Telnet object, the log
# and the arguments of the script, and gives (text after the name, thunk). The
# thunk returns octets or None, or for expect the index and octets.

def plain(method):
    return lambda tn, log: ("", getattr(tn, method))


def call_read_until(tn, log, match, timeout=None):
    text = " " + to_hex(match)
    if timeout is None:
        return text, lambda: tn.read_until(match)
    return (text + " timeout " + timeout,
            lambda: tn.read_until(match, micros(timeout)))


def call_expect(tn, log, patterns, timeout=None):
    def thunk():
        limit = None if timeout is None else micros(timeout)
        index, match, text = tn.expect(list(patterns), limit)
        if match is None:
            assert index == -1
        else:
            assert match.string[:match.end()] == text
            spans = [match.span(group) for group in range(match.re.groups + 1)]
            log.append("match %d " % index + " ".join(
                "-" if at == (-1, -1) else "%d-%d" % at for at in spans))
        return index, text

    words = [" " + to_hex(pattern) for pattern in patterns]
    if timeout is not None:
        words.append(" timeout " + timeout)
    return "".join(words), thunk


def call_write(tn, log, octets):
    return " " + to_hex(octets), lambda: tn.write(octets)


def call_set_callback(tn, log, mode):
    return " " + mode, lambda: tn.set_option_negotiation_callback(
        make_callback(mode, tn, log))


def call_set_debuglevel(tn, log, level):
    return " %d" % level, lambda: tn.set_debuglevel(level)


CALLS = {name: plain(name) for name in (
    "read_all", "read_some", "read_eager", "read_very_eager", "read_lazy",
    "read_very_lazy", "read_sb_data", "close")}
CALLS.update(
    fill=plain("fill_rawq"),
    read_until=call_read_until,
    expect=call_expect,
    write=call_write,
    set_callback=call_set_callback,
    set_debuglevel=call_set_debuglevel,
)


def parse_arrivals(script):
    """Gives (lines, items for Link); refuses what the format does not allow."""
    lines, items = [], []
    waiting = False
    for item in script.arrive:
        if isinstance(item, bytes):
            assert item, script.name
            lines.append("arrive " + to_hex(item))
            items.append(item)
            waiting = False
        elif item[0] == "each":
            assert item[1], script.name
            lines.append("arrive each " + to_hex(item[1]))
            items += [item[1][i:i + 1] for i in range(len(item[1]))]
            waiting = False
        elif item == "eof":
            lines.append("arrive eof")
            items.append(item)
            waiting = False
        else:
            assert not waiting, script.name
            if item == "quiet":
                lines.append("arrive quiet")
                items.append(item)
            else:
                word, seconds = item
                assert word in ("after", "slow"), script.name
                lines.append("arrive %s %s" % (word, seconds))
                items.append((word, micros(seconds)))
                waiting = True
    assert not waiting, script.name
    return lines, items


def run(script, tick=1):
    """Plays one script; gives the lines of its record."""
    lines = []
    if script.note:
        lines.append("# " + script.note)
    lines.append("script " + script.name)
    if not script.opened:
        lines.append("unopened")
    if script.peer:
        lines.append("peer %s %s" % script.peer)
    if script.callback:
        lines.append("callback " + script.callback)
    if script.debug:
        lines.append("debug %d" % script.debug)
    if script.early:
        lines.append("early")
    arrivals, items = parse_arrivals(script)
    lines += arrivals

    link = Link(items, tick)
    telnetlib._time = link.time
    telnetlib._TelnetSelector = lambda: Selector(link)
    tn = telnetlib.Telnet()
    tn.host, tn.port = script.peer or (HOST, PORT)
    if script.opened:
        tn.sock = Socket(link)
    tn.set_debuglevel(script.debug)
    tn.set_option_negotiation_callback(
        make_callback(script.callback or "none", tn, link.log))
    prefix = None if script.peer else "Telnet(%s,%s): " % (HOST, PORT)

    ends = []
    for call in script.calls:
        name, args = (call, ()) if isinstance(call, str) else (call[0], call[1:])
        text, thunk = CALLS[name](tn, link.log, *args)
        lines.append("call " + name + text)
        stdout, sys.stdout = sys.stdout, Output(link.log, prefix)
        try:
            result = thunk() or b""
            ends.append(result)
            if isinstance(result, tuple):
                result = result[1]
            link.log.append("return " + to_hex(result))
        except KNOWN_ERRORS as error:
            ends.append(type(error).__name__)
            link.log.append("raise " + type(error).__name__)
        finally:
            sys.stdout = stdout
        lines += link.log
        del link.log[:]
    lines.append("end")

    # The outcomes the author of the script foresaw, where it says so.
    if script.want is not None and script.want != ends:
        raise AssertionError("%s: foreseen %r, recorded %r"
                             % (script.name, script.want, ends))
    return lines


def generate():
    """Gives {file name: text}."""
    files, seen = {}, set()
    for name, about, members in scripts.THEMES:
        out = [HEAD, "#\n"] + ["# %s\n" % line for line in about.split("\n")]
        for script in members:
            assert script.name not in seen, "two scripts named " + script.name
            seen.add(script.name)
            lines = run(script)
            # No outcome may hang on how fast the clock ticks.
            assert lines == run(script, tick=3000), script.name
            out.append("\n" + "\n".join(lines) + "\n")
        files[name + ".txt"] = "".join(out)
    return files


def main(args):
    if args not in ([], ["--check"]):
        sys.exit("usage: python3 record.py [--check]")
    files = generate()
    present = {name for name in os.listdir(HERE) if name.endswith(".txt")}
    stray = sorted(present - set(files))
    if not args:
        for name, text in sorted(files.items()):
            with open(os.path.join(HERE, name), "w", encoding="ascii",
                      newline="\n") as out:
                out.write(text)
            print("%-22s %4d scripts %7d octets"
                  % (name, text.count("\nscript "), len(text)))
        for name in stray:
            print("not written by this program: " + name)
        return 0
    bad = ["not written by this program: " + name for name in stray]
    for name, text in sorted(files.items()):
        if name not in present:
            bad.append("missing: " + name)
            continue
        with open(os.path.join(HERE, name), encoding="ascii") as old:
            old_lines = old.read().split("\n")
        new_lines = text.split("\n")
        if old_lines != new_lines:
            at = next((i for i, (a, b) in enumerate(zip(old_lines, new_lines))
                       if a != b), min(len(old_lines), len(new_lines)))
            bad.append("differs: %s, from line %d" % (name, at + 1))
    for line in bad:
        print(line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
