# SPDX-License-Identifier: MIT OR Apache-2.0
"""The conversations that record.py plays.

A script is what arrives, the calls made, and (`want`) what its author foresaw
as the end of each call: octets, for expect the index and octets, or the name
of an exception. record.py stops when telnetlib ends a call otherwise.
"""


class Script:
    def __init__(self, name, arrive, calls, want=None, note="", callback=None,
                 debug=0, peer=None, opened=True, early=False):
        self.name = name
        self.arrive = arrive
        self.calls = calls
        self.want = want
        self.note = note
        self.callback = callback
        self.debug = debug
        self.peer = peer
        self.opened = opened
        self.early = early


THEMES = []


def theme(name, about):
    """Starts a file; gives the function that adds scripts to it."""
    members = []
    THEMES.append((name, about, members))

    def add(*args, **keys):
        members.append(Script(*args, **keys))

    return add


IAC, DONT, DO, WONT, WILL = b"\xff", b"\xfe", b"\xfd", b"\xfc", b"\xfb"
SB, GA, EL, EC, AYT, AO = b"\xfa", b"\xf9", b"\xf8", b"\xf7", b"\xf6", b"\xf5"
IP, BRK, DM, NOP, SE = b"\xf4", b"\xf3", b"\xf2", b"\xf1", b"\xf0"
NUL, XON, XOFF = b"\x00", b"\x11", b"\x13"

ISB, ISE, INOP = IAC + SB, IAC + SE, IAC + NOP
EOF, EMPTY = "EOFError", b""
QUIET = "quiet"


def until(match, timeout=None):
    return ("read_until", match, timeout)


def expect(*patterns, timeout=None):
    return ("expect", patterns, timeout)


def each(octets):
    """They arrive one by one."""
    return ("each", octets)


def after(seconds):
    return ("after", seconds)


def slow(seconds):
    return ("slow", seconds)


def octets(chunk):
    return [chunk[i:i + 1] for i in range(len(chunk))]


# ---------------------------------------------------------------- read family

s = theme("read_family", "The read methods on plain data.")

s("until-in-one-chunk", [b"xxmatchyy"],
  [until(b"match"), "read_very_lazy", "read_all"],
  [b"xxmatch", b"yy", EMPTY])
s("until-over-50-5-50", [b"a" * 50, b"match", b"b" * 50],
  [until(b"match"), "read_very_lazy", "read_all"],
  [b"a" * 50 + b"match", EMPTY, b"b" * 50])
s("until-one-chunk-of-105", [b"a" * 50 + b"match" + b"b" * 50],
  [until(b"match"), "read_very_lazy", "read_all"],
  [b"a" * 50 + b"match", b"b" * 45, b"b" * 5],
  "The second recv takes the match and 45 octets behind it.")
s("until-match-cut-at-50", [b"a" * 48 + b"match" + b"b" * 7],
  [until(b"match"), "read_all"], [b"a" * 48 + b"match", b"b" * 7])
s("until-match-octet-by-octet", octets(b"mamatch!"),
  [until(b"match"), "read_all"], [b"mamatch", b"!"])
s("until-longer-than-what-came", octets(b"abcdef"),
  [until(b"bcde"), "read_all"], [b"abcde", b"f"])
s("until-first-of-two", [b"a.b.c"], [until(b"."), until(b"."), "read_all"],
  [b"a.", b"b.", b"c"])
s("until-found-without-reading", [b"one two", b"three"],
  [until(b"one"), until(b"two"), "read_very_lazy", "read_all"],
  [b"one", b" two", EMPTY, b"three"])
s("until-whole-match-only", [b"match"], [until(b"match"), until(b"match")],
  [b"match", EOF])
s("until-no-match-gives-all", [b"abc", b"def"],
  [until(b"match"), until(b"match")], [b"abcdef", EOF])
s("until-skips-quiet", [b"ma", QUIET, QUIET, b"tch"], [until(b"match")],
  [b"match"], "Without a timeout the call waits as long as it takes.")
s("until-empty-match", [b"abc"],
  [until(b""), "read_very_lazy", "fill", until(b""), "read_very_lazy",
   "read_all"],
  [EMPTY, EMPTY, EMPTY, EMPTY, b"abc", EMPTY],
  "Nothing is received for an empty match.")
s("until-empty-match-works-on-raw", [b"abc" + IAC + DO + b"\x01"],
  ["fill", until(b""), "read_very_lazy"], [EMPTY, EMPTY, b"abc"])
s("until-empty-match-after-eof", [], ["read_all", until(b""), until(b"x")],
  [EMPTY, EMPTY, EOF])
s("until-match-across-command", [b"ma" + INOP + b"tc" + IAC + WILL + b"\x03h."],
  [until(b"match"), "read_all"], [b"match", b"."])
s("until-match-with-iac", [b"a" + IAC, IAC + b"b"],
  [until(b"a\xffb")], [b"a\xffb"], "The match is compared with cooked data.")
s("until-match-holding-nul", [b"a\x00b", b"c"], [until(b"a\x00b"), until(b"x")],
  [b"abc", EOF], "A match that holds a NUL is never found.")
s("until-crlf", [b"user\r", b"\nhost\r\n"], [until(b"\r\n"), until(b"\r\n")],
  [b"user\r\n", b"host\r\n"])
s("all-in-three-chunks", [b"a" * 70, b"b" * 70, b"c" * 10], ["read_all"],
  [b"a" * 70 + b"b" * 70 + b"c" * 10])
s("all-skips-quiet", [b"a", QUIET, after("3"), b"b", "eof"],
  ["read_all", "read_all"], [b"ab", EMPTY])
s("all-after-until", [b"one two", b" three"], [until(b"one"), "read_all"],
  [b"one", b" two three"])
s("some-takes-one-recv", [b"a" * 60, b"b"],
  ["read_some", "read_some", "read_some", "read_some"],
  [b"a" * 50, b"a" * 10, b"b", EMPTY])
s("some-takes-what-is-cooked", [b"one two", b"three"],
  [until(b"one"), "read_some", "read_some"], [b"one", b" two", b"three"])
s("some-reads-past-commands", [INOP, IAC + DO + b"\x03", NUL + XON, b"a", b"b"],
  ["read_some", "read_some"], [b"a", b"b"])
s("some-skips-quiet", [QUIET, b"a"], ["read_some"], [b"a"])
s("eager-50-then-70", [b"x" * 120], ["read_eager", "read_very_eager"],
  [b"x" * 50, b"x" * 70])
s("eager-50-50-20", [b"x" * 120],
  ["read_eager", "read_eager", "read_eager", "read_eager"],
  [b"x" * 50, b"x" * 50, b"x" * 20, EOF])
s("eager-one-chunk-a-call", [b"a", b"b"],
  ["read_eager", "read_eager", "read_eager"], [b"a", b"b", EOF])
s("eager-takes-what-is-cooked", [b"a b", b"c"],
  [until(b"a"), "read_eager", "read_eager"], [b"a", b" b", b"c"])
s("eager-while-quiet", [QUIET, b"abc"],
  ["read_eager", "read_eager", "read_some"], [EMPTY, EMPTY, b"abc"])
s("eager-reads-past-commands", [INOP, IAC + WILL + b"\x01", b"a", b"b"],
  ["read_eager", "read_eager"], [b"a", b"b"])
s("eager-commands-then-quiet", [INOP, QUIET, b"a"],
  ["read_eager", "read_eager", "read_some"], [EMPTY, EMPTY, b"a"])
s("eager-after-50-command-octets", [INOP * 30 + b"a", b"b"],
  ["read_eager", "read_eager"], [b"a", b"b"],
  "The first recv holds commands alone, so a second is made.")
s("very-eager-drains", [b"x" * 120, b"y" * 3, QUIET, b"z"],
  ["read_very_eager", "read_very_eager", "read_all"],
  [b"x" * 120 + b"yyy", EMPTY, b"z"])
s("very-eager-while-quiet", [QUIET, b"abc"],
  ["read_very_eager", "read_some"], [EMPTY, b"abc"])
s("very-eager-commands-only", [INOP, IAC + DONT + b"\x01", QUIET, b"a"],
  ["read_very_eager", "read_all"], [EMPTY, b"a"])
s("eager-not-yet-due", [after("0.2"), b"abc"],
  ["read_eager", "read_very_eager", "read_some"], [EMPTY, EMPTY, b"abc"])
s("lazy-before-and-after-fill", [b"abc", b"def"],
  ["read_lazy", "read_very_lazy", "fill", "read_very_lazy", "read_lazy",
   "read_lazy", "fill", "read_lazy"],
  [EMPTY, EMPTY, EMPTY, EMPTY, b"abc", EMPTY, EMPTY, b"def"],
  "Only read_lazy works on raw data.")
s("lazy-takes-what-is-cooked", [b"a b"],
  [until(b"a"), "read_lazy", "read_lazy"], [b"a", b" b", EMPTY])
s("very-lazy-takes-what-is-cooked", [b"a b"],
  [until(b"a"), "read_very_lazy", "read_very_lazy"], [b"a", b" b", EMPTY])
s("two-fills-then-lazy", [b"x" * 60],
  ["fill", "fill", "read_lazy"], [EMPTY, EMPTY, b"x" * 60])
s("fill-then-each-method", [b"a;", b"b;", b"c;", b"d;", b"e"],
  ["fill", until(b";"), "fill", "read_some", "fill", "read_eager", "fill",
   "read_very_eager"],
  [EMPTY, b"a;", EMPTY, b"b;", EMPTY, b"c;", EMPTY, b"d;e"],
  "Raw data is worked on before anything is received.")

# ------------------------------------------------------------------- commands

s = theme("commands", "Commands without an option, and IAC IAC, in data.")

for label, cmd in (("eor", b"\xef"), ("eof", b"\xec"), ("susp", b"\xed"),
                   ("abort", b"\xee"), ("se", SE), ("nop", NOP), ("dm", DM),
                   ("brk", BRK), ("ip", IP), ("ao", AO), ("ayt", AYT),
                   ("ec", EC), ("el", EL), ("ga", GA)):
    s("command-" + label, [b"a" + IAC + cmd + b"b"],
      ["read_all"], [b"ab"], callback="log")
for label, cmd in (("letter", b"X"), ("nul", NUL), ("xon", XON), ("cr", b"\r"),
                   ("lf", b"\n"), ("low", b"\x01"), ("ef-minus", b"\xeb")):
    s("unknown-command-" + label, [b"a" + IAC + cmd + b"b"],
      ["read_all"], [b"ab"], callback="log",
      note="Any octet behind IAC is a command; it never shows as data.")
s("commands-without-callback", [b"a" + INOP + b"b" + IAC + AYT + b"c" + IAC
                                + b"X" + b"d"],
  ["read_all"], [b"abcd"], "Nothing is sent, not even for AYT.")
s("commands-in-a-row", [INOP + IAC + GA + IAC + b"\x00" + INOP],
  ["read_all"], [EMPTY], callback="log")
s("iac-iac", [b"a" + IAC + IAC + b"b" + IAC * 4 + b"c"], ["read_all"],
  [b"a\xffb\xff\xffc"], callback="log")
s("iac-iac-cut", [b"a" + IAC, IAC + b"b"], ["read_some", "read_some"],
  [b"a", b"\xffb"])
s("iac-iac-alone-cut", [IAC, IAC], ["read_some", "read_some"],
  [b"\xff", EMPTY])
s("iac-iac-then-command", [IAC * 3 + NOP + IAC * 3 + DO + b"\x01" + b"z"],
  ["read_all"], [b"\xff\xffz"], callback="log")
s("iac-iac-is-not-a-command", [IAC + IAC + NOP + IAC + IAC + b"\xfd\x01"],
  ["read_all"], [b"\xff\xf1\xff\xfd\x01"], callback="log")
s("command-octets-as-data", [DO + WILL + SB + SE + NOP + b"\x80\xfe"],
  ["read_all"], [b"\xfd\xfb\xfa\xf0\xf1\x80\xfe"], callback="log",
  note="Without IAC they are data.")
s("command-at-50-octet-edge", [b"a" * 49 + INOP + b"b"],
  ["read_some", "read_some"], [b"a" * 49, b"b"], callback="log")
s("option-at-50-octet-edge", [b"a" * 48 + IAC + DO + b"\x03" + b"b"],
  ["read_some", "read_some"], [b"a" * 48, b"b"])
s("iac-held-over-calls", [b"a" + IAC, QUIET, NOP + b"b"],
  ["read_very_eager", "read_very_eager", "read_some"], [b"a", EMPTY, b"b"],
  callback="log", note="A half command blocks no eager read.")
s("verb-held-over-calls", [b"a" + IAC + DO, QUIET, b"\x01b"],
  ["read_very_eager", "read_very_eager", "read_some"], [b"a", EMPTY, b"b"])
s("iac-held-over-lazy", [b"a" + IAC, NOP + b"b"],
  ["fill", "read_lazy", "read_lazy", "fill", "read_lazy"],
  [EMPTY, b"a", EMPTY, EMPTY, b"b"], callback="log")

# ----------------------------------------------------------------------- cuts

s = theme("cuts", "One stream cut in two at every place, and octet by octet.\n"
          "What is read before the cut and what is read after it.")

MIXED = (b"a" + INOP + b"b" + IAC + DO + b"\x01" + b"c" + ISB + b"\x18\x01"
         + IAC + IAC + ISE + b"d" + IAC + IAC + b"e" + IAC + WONT + b"\x00"
         + b"\x00f")
STEP = ["fill", "read_lazy", "read_sb_data"]
for mode in (None, "log"):
    tag = mode or "plain"
    for at in range(1, len(MIXED)):
        s("cut-%s-%02d" % (tag, at), [MIXED[:at], MIXED[at:]],
          ["read_some", "read_all", "read_sb_data"], callback=mode)
    s("cut-%s-everywhere" % tag, octets(MIXED),
      ["read_all", "read_sb_data"], callback=mode)
s("cut-steps-verb", octets(IAC + WILL + b"\x05" + b"z"), STEP * 4)
s("cut-steps-sb", octets(ISB + b"a" + ISE), STEP * 5,
  [EMPTY, EMPTY, EMPTY] * 2 + [EMPTY, EMPTY, b"a"] + [EMPTY] * 6,
  "An open SB can be read as it comes.")

# ---------------------------------------------------------------- negotiation

s = theme("negotiation", "DO, DONT, WILL and WONT.\n"
          "Without a callback each is refused, and nothing is remembered.")

for label, verb in (("do", DO), ("dont", DONT), ("will", WILL), ("wont", WONT)):
    s("refuse-" + label, [b"a" + IAC + verb + b"\x18" + b"b"],
      ["read_all"], [b"ab"])
    s("callback-" + label, [b"a" + IAC + verb + b"\x18" + b"b"],
      ["read_all"], [b"ab"], callback="log",
      note="With a callback nothing is sent.")
s("refuse-the-same-thrice", [(IAC + DO + b"\x01") * 3], ["read_all"], [EMPTY])
s("refuse-a-refusal", [IAC + WONT + b"\x01" + IAC + DONT + b"\x01",
                       IAC + WONT + b"\x01" + IAC + DONT + b"\x01"],
  ["read_all"], [EMPTY], "Even WONT and DONT are answered, every time.")
s("refuse-in-order", [b"a" + IAC + DO + b"\x01" + b"b" + IAC + WILL + b"\x03"
                      + IAC + DONT + b"\x1f" + b"c" + IAC + WONT + b"\x05"],
  ["read_all"], [b"abc"])
for label, opt in (("nul", NUL), ("xon", XON), ("iac", IAC), ("se", SE),
                   ("sb", SB), ("do", DO), ("lf", b"\n"), ("eight-bit", b"\x8a")):
    s("refuse-option-" + label, [b"a" + IAC + DO + opt + b"b" + IAC + WILL + opt
                                 + b"c"],
      ["read_all"], [b"abc"],
      note={"nul": "An option octet is never dropped.",
            "iac": "Option 255 is taken as it is and not doubled in the reply.",
            }.get(label, ""))
s("callback-odd-options", [IAC + DO + NUL + IAC + WILL + XON + IAC + DONT + IAC
                           + IAC + WONT + SE + b"z"],
  ["read_all"], [b"z"], callback="log")
s("replies-wait-for-processing", [b"a" + IAC + DO + b"\x01"],
  ["fill", "read_very_lazy", ("write", b"x"), "read_lazy", ("write", b"y")],
  [EMPTY, EMPTY, EMPTY, b"a", EMPTY],
  "Replies leave when raw data is worked on, not when it is received.")
s("replies-in-the-call-that-reads", [IAC + DO + b"\x01", QUIET,
                                     IAC + WILL + b"\x01" + b"a"],
  ["read_very_eager", "read_some"], [EMPTY, b"a"])
s("replies-behind-the-match", [b"a." + IAC + DO + b"\x01" + b"b"],
  [until(b"."), "read_all"], [b"a.", b"b"],
  "Everything received is worked on, also what lies behind the match.")
s("verb-inside-verb", [IAC + DO + IAC + DO + b"\x01" + b"z"],
  ["read_all"], [b"\xfd\x01z"],
  "The second IAC is the option; the rest is data.")
s("negotiation-octet-by-octet", octets(IAC + WILL + b"\x01" + IAC + DO + b"\x18"),
  ["read_all"], [EMPTY])
s("callback-agrees", [b"a" + IAC + DO + b"\x18" + IAC + WILL + b"\x01"
                      + IAC + DONT + b"\x18" + b"b"],
  ["read_all"], [b"ab"], callback="agree",
  note="The callback may send on the socket it is given.")

# ------------------------------------------------------------- subnegotiation

s = theme("subnegotiation", "SB ... SE, with and without a callback.")

TTYPE = ISB + b"\x18\x01" + ISE
s("sb-with-callback", [b"a" + TTYPE + b"b"], ["read_all", "read_sb_data"],
  [b"ab", EMPTY], callback="log")
s("sb-without-callback", [b"a" + TTYPE + b"b"],
  ["read_all", "read_sb_data", "read_sb_data"], [b"ab", b"\x18\x01", EMPTY],
  "The data waits; nothing is sent.")
s("sb-callback-that-does-not-read", [TTYPE + b"a"],
  ["read_some", "read_sb_data", "read_sb_data"], [b"a", b"\x18\x01", EMPTY],
  callback="keep")
s("sb-data-when-none", [b"a"],
  ["read_sb_data", "read_some", "read_sb_data"], [EMPTY, b"a", EMPTY])
s("sb-new-one-discards-old", [ISB + b"old" + ISE, ISB + b"new" + ISE],
  ["read_all", "read_sb_data"], [EMPTY, b"new"], callback="keep")
s("sb-start-discards-old", [ISB + b"old" + ISE, ISB],
  ["read_all", "read_sb_data"], [EMPTY, EMPTY], callback="keep")
s("sb-read-between", [ISB + b"one" + ISE + b".", ISB + b"two" + ISE + b"."],
  ["read_some", "read_sb_data", "read_some", "read_sb_data"],
  [b".", b"one", b".", b"two"])
s("sb-empty", [ISB + ISE + b"a"], ["read_all", "read_sb_data"],
  [b"a", EMPTY], callback="log", note="No option octet is asked for.")
s("sb-only-an-iac", [ISB + IAC + IAC + ISE + b"a"], ["read_all"], [b"a"],
  callback="log")
s("sb-iac-iac", [ISB + b"\x1f\x00P" + IAC + IAC + b"z" + ISE], ["read_all"],
  [EMPTY], callback="log", note="IAC IAC is one octet; the NUL is gone.")
s("sb-naws-loses-nul-and-xon", [ISB + b"\x1f\x00\x50\x00\x11" + ISE],
  ["read_all", "read_sb_data"], [EMPTY, b"\x1f\x50"], callback="keep")
s("sb-option-nul-is-dropped", [ISB + b"\x00\x01" + ISE + ISB + b"\x11z" + ISE],
  ["read_all"], [EMPTY], callback="log",
  note="An option octet 0 or 17 behind SB counts as payload here.")
s("sb-xoff-cr-lf-kept", [ISB + b"\x22\x13\r\x00\n" + ISE], ["read_all"],
  [EMPTY], callback="log")
s("sb-high-octets", [ISB + b"\x80\xef\xf0\xfa\xfd\xfe" + ISE + b"a"],
  ["read_all"], [b"a"], callback="log",
  note="Command octets without IAC are payload.")
s("sb-two-in-a-chunk", [ISB + b"one" + ISE + b"a" + ISB + b"two" + ISE + b"b"],
  ["read_all"], [b"ab"], callback="log")
s("sb-cut-over-chunks", [b"a" + ISB + b"\x18", b"\x01" + IAC, SE + b"b"],
  ["read_some", "read_some", "read_sb_data"], [b"a", b"b", EMPTY],
  callback="log")
s("sb-octet-by-octet", octets(ISB + b"\x18" + IAC + IAC + b"x" + ISE + b"z"),
  ["read_all"], [b"z"], callback="log")
s("sb-longer-than-recv", [ISB + b"q" * 120 + ISE + b"z"],
  ["read_all"], [b"z"], callback="log")
s("sb-half-is-readable", [ISB + b"ab", b"cd" + ISE + b"z"],
  ["fill", "read_lazy", "read_sb_data", "fill", "read_lazy", "read_sb_data"],
  [EMPTY, EMPTY, b"ab", EMPTY, b"z", b"cd"],
  "What is read early is missing at the end.")
s("sb-text-does-not-show", [ISB + b"match" + ISE + b"match."],
  [until(b"match"), "read_all"], [b"match", b"."])
s("sb-nested-one-chunk", [ISB + b"a" + ISB + b"b" + ISE + b"z"],
  ["read_all"], [b"z"], callback="log",
  note="An SB in an SB of the same recv: both parts run together.")
s("sb-nested-two-chunks", [ISB + b"a", ISB + b"b" + ISE + b"z"],
  ["read_all"], [b"z"], callback="log",
  note="The same octets in two chunks: the first part is discarded.")
s("sb-nested-cut-behind-second-sb", [ISB + b"a" + ISB, b"b" + ISE + b"z"],
  ["read_all"], [b"z"], callback="log")
s("sb-nested-cut-inside-second-sb", [ISB + b"a" + IAC, SB + b"b" + ISE + b"z"],
  ["read_all"], [b"z"], callback="log")
s("sb-nested-cut-in-first-part", [ISB + b"a", b"c" + ISB + b"b" + ISE + b"z"],
  ["read_all"], [b"z"], callback="log")
s("sb-nested-without-callback", [ISB + b"a" + ISB + b"b" + ISE, b"z"],
  ["read_all", "read_sb_data"], [b"z", b"ab"])
s("sb-two-fills-one-run", [ISB + b"a", ISB + b"b" + ISE + b"z"],
  ["fill", "fill", "read_lazy"], [EMPTY, EMPTY, b"z"], callback="log",
  note="What counts is what is worked on together, not how it was received.")
s("sb-command-inside", [ISB + b"a" + INOP + b"b" + IAC + b"X" + b"c" + ISE + b"z"],
  ["read_all"], [b"z"], callback="log",
  note="A command in SB is carried out; SB goes on.")
s("sb-negotiation-inside", [ISB + b"a" + IAC + DO + b"\x01" + b"b" + ISE + b"z"],
  ["read_all", "read_sb_data"], [b"z", b"ab"])
s("sb-negotiation-inside-callback", [ISB + b"a" + IAC + WONT + b"\x11" + b"b"
                                     + ISE + b"z"],
  ["read_all"], [b"z"], callback="log")
s("se-stray", [b"a" + ISE + b"b"], ["read_all", "read_sb_data"],
  [b"ab", EMPTY], callback="log")
s("se-twice", [ISB + b"a" + ISE + b"x" + ISE + b"y"],
  ["read_all"], [b"xy"], callback="log")
s("se-stray-keeps-data", [ISB + b"a" + ISE, ISE],
  ["read_all", "read_sb_data"], [EMPTY, b"a"], callback="keep")
s("sb-unfinished-at-eof", [b"x" + ISB + b"\x18ab"],
  ["read_all", "read_sb_data", "read_sb_data"], [b"x", b"\x18ab", EMPTY],
  callback="log")
s("sb-swallows-until-se", [ISB + b"a", b"login: ", b"more"],
  ["read_all", "read_sb_data"], [EMPTY, b"alogin: more"],
  "A peer that never sends SE is never heard again.")
s("sb-some-waits-for-data", [ISB + b"a", b"b", ISE, b"z"],
  ["read_some"], [b"z"], callback="log")

# ---------------------------------------------------------------- nul and xon

s = theme("nul_xon", "NUL and XON (17) are dropped, XOFF (19) is not.")

s("nul-in-data", [b"a\x00b\x00\x00c"], ["read_all"], [b"abc"])
s("xon-in-data", [b"a\x11b\x11\x11c"], ["read_all"], [b"abc"])
s("xoff-kept", [b"a\x13b"], ["read_all"], [b"a\x13b"])
s("cr-nul-becomes-cr", [b"a\r\x00b\r\nc\rd\ne"], ["read_all"],
  [b"a\rb\r\nc\rd\ne"])
s("cr-nul-cut", [b"a\r", b"\x00b"], ["read_some", "read_some"], [b"a\r", b"b"])
s("cr-nul-lf", [b"\r\x00\n"], ["read_all"], [b"\r\n"],
  "The dropped NUL makes a line end of what was none.")
s("nul-only-eager", [b"\x00\x00", QUIET, b"a"],
  ["read_eager", "read_eager", "read_some"], [EMPTY, EMPTY, b"a"])
s("nul-only-then-eof", [b"\x00\x11"], ["read_very_eager"], [EOF])
s("other-controls-kept", [bytes(range(32)) + b"\x7f\x80\xfe"],
  ["read_all"], [bytes(i for i in range(32) if i not in (0, 17)) + b"\x7f\x80\xfe"])
s("nul-behind-iac", [b"a" + IAC + NUL + NUL + b"b"], ["read_all"], [b"ab"],
  callback="log", note="The first NUL is a command, the second is dropped.")
s("nul-as-option", [IAC + WILL + NUL + NUL + b"a"], ["read_all"], [b"a"])
s("nul-between-iac-and-iac", [IAC + NUL + IAC + IAC], ["read_all"], [b"\xff"],
  callback="log")
s("nul-in-sb", [ISB + b"\x27\x00A\x01B\x11" + ISE + b"z"], ["read_all"], [b"z"],
  callback="log")

# ------------------------------------------------------------------- callback

s = theme("callback", "The option callback: when it comes and what it gets.")

s("callback-order", [b"a" + IAC + DO + b"\x01" + TTYPE + INOP + b"b" + IAC
                     + WILL + b"\x03"],
  ["read_all"], [b"ab"], callback="log")
s("callback-over-calls", [b"a" + INOP, b"b" + IAC + GA],
  ["read_some", "read_some", "read_some"], [b"a", b"b", EMPTY], callback="log",
  note="Each comes in the call that works on the command.")
s("callback-not-for-data", [b"abc" + IAC + IAC + b"\x00"], ["read_all"],
  [b"abc\xff"], callback="log")
s("callback-before-data-is-cooked", [b"ab", b"cd" + INOP + b"ef" + INOP],
  ["fill", "read_lazy", "fill", "read_lazy"], [EMPTY, b"ab", EMPTY, b"cdef"],
  callback="peek",
  note="The data in front of a command is not yet to be had in the callback.")
s("callback-sees-earlier-recv", [b"ab", b"cd" + INOP + b"ef" + INOP],
  ["read_all"], [b"abcdef"], callback="peek",
  note="But what an earlier recv brought is.")
s("callback-set-later", [b"a" + IAC + DO + b"\x01", b"b" + IAC + DO + b"\x01",
                         b"c" + IAC + DO + b"\x01"],
  ["read_some", ("set_callback", "log"), "read_some",
   ("set_callback", "none"), "read_some", "read_some"],
  [b"a", EMPTY, b"b", EMPTY, b"c", EMPTY], note="None brings refusal back.")
s("callback-replaced", [TTYPE + b"a", TTYPE + b"b"],
  ["read_some", ("set_callback", "keep"), "read_some", "read_sb_data"],
  [b"a", EMPTY, b"b", b"\x18\x01"], callback="log")
s("callback-set-inside-verb", [IAC + DO, b"\x01a"],
  ["fill", "read_lazy", ("set_callback", "log"), "read_some"],
  [EMPTY, EMPTY, EMPTY, b"a"], note="It gets what is finished from then on.")
s("callback-set-inside-sb", [ISB + b"a", b"b" + ISE + b"z"],
  ["fill", "read_lazy", ("set_callback", "log"), "read_some"],
  [EMPTY, EMPTY, EMPTY, b"z"])
s("callback-taken-away-inside-sb", [ISB + b"a", b"b" + ISE + b"z"],
  ["fill", "read_lazy", ("set_callback", "none"), "read_some", "read_sb_data"],
  [EMPTY, EMPTY, EMPTY, b"z", b"ab"], callback="log")
s("callback-after-raw-arrived", [IAC + DO + b"\x01" + b"a"],
  ["fill", ("set_callback", "log"), "read_lazy"], [EMPTY, EMPTY, b"a"])
s("callback-agree-and-sb", [IAC + DO + b"\x18" + TTYPE + b"a"],
  ["read_some", "read_sb_data"], [b"a", b"\x18\x01"], callback="agree")

# ------------------------------------------------------------------------ eof

s = theme("eof", "The end of the stream, as each method tells it.")

for label, call, end in (
        ("until", until(b"x"), EOF), ("some", "read_some", EMPTY),
        ("all", "read_all", EMPTY), ("eager", "read_eager", EOF),
        ("very-eager", "read_very_eager", EOF), ("lazy", "read_lazy", EMPTY),
        ("very-lazy", "read_very_lazy", EMPTY)):
    s("eof-unseen-" + label, ["eof"], [call], [end])
    seen = EMPTY if label in ("some", "all") else EOF
    s("eof-seen-" + label, [], ["read_all", call, call], [EMPTY, seen, seen])
    s("eof-after-commands-" + label, [INOP + IAC + DO + b"\x01" + NUL],
      ["fill", "fill", call], [EMPTY, EMPTY,
                               EMPTY if label == "very-lazy" else seen])
    s("eof-with-data-" + label, [b"ab"], [call, call],
      {"lazy": [EMPTY, EMPTY], "very-lazy": [EMPTY, EMPTY],
       "some": [b"ab", EMPTY], "all": [b"ab", EMPTY]}.get(label, [b"ab", EOF]))
    s("eof-with-raw-" + label, [b"ab"], ["fill", "fill", call, "read_lazy"],
      [EMPTY, EMPTY] + ([EMPTY, b"ab"] if label == "very-lazy"
                        else [b"ab", EOF]))
s("eof-ends-the-stream", [b"a", "eof", b"b"], ["read_all", "read_all"],
  [b"a", EMPTY])
s("eof-until-leftovers", [b"abcd"],
  [until(b"b"), until(b"x"), until(b"x")], [b"ab", b"cd", EOF])
s("eof-until-still-searches", [b"a.b.c"],
  [until(b"a"), "fill", until(b"b."), until(b"b.")], [b"a", EMPTY, b".b.", b"c"],
  "A match in what is left is found after the end of the stream.")
s("eof-until-timeout", [b"ab"], [until(b"x", "0.5"), until(b"x", "0.5")],
  [b"ab", EOF])
s("eof-very-eager-sees-it-early", [b"ab"],
  ["read_very_eager", "read_very_eager"], [b"ab", EOF])
s("eof-eager-behind-quiet", [b"ab", QUIET, "eof"],
  ["read_very_eager", "read_very_eager", "read_some", "read_very_eager"],
  [b"ab", EMPTY, EMPTY, EOF])
s("eof-some-then-eager", [b"ab"],
  ["read_some", "read_some", "read_eager", "read_lazy"],
  [b"ab", EMPTY, EOF, EOF])
s("eof-fill-again", [], ["fill", "fill", "read_lazy"], [EMPTY, EMPTY, EOF])
s("eof-very-lazy-with-raw", [b"ab"],
  ["fill", "fill", "read_very_lazy", "read_very_lazy", "read_lazy",
   "read_very_lazy"], [EMPTY] * 4 + [b"ab", EOF],
  "Raw data not worked on holds the error back.")
s("eof-very-lazy-with-raw-nul", [b"\x00"],
  ["fill", "fill", "read_very_lazy", "read_lazy"], [EMPTY] * 3 + [EOF])
s("eof-dangling-iac", [b"a" + IAC],
  ["read_all", "read_all", "read_very_lazy"], [b"a", EMPTY, EOF],
  callback="log", note="A half command at the end is lost without a word.")
s("eof-dangling-verb", [b"a" + IAC + DO],
  ["read_all", "read_all", "read_very_lazy"], [b"a", EMPTY, EOF])
s("eof-dangling-iac-only", [IAC], ["read_very_eager"], [EOF])
s("eof-dangling-iac-in-sb", [ISB + b"ab" + IAC],
  ["read_very_eager", "read_sb_data"], [EOF, b"ab"], callback="log")
s("eof-write-after", [], ["read_all", ("write", b"bye")], [EMPTY, EMPTY])
s("eof-read-sb-data-never-raises", [TTYPE],
  ["read_very_eager", "read_sb_data", "read_sb_data"],
  [EOF, b"\x18\x01", EMPTY])

# -------------------------------------------------------------------- timeout

s = theme("timeout", "read_until with a timeout.")

M = b"match"
s("timeout-nothing-came", [QUIET], [until(M, "0.5"), until(M, "0.5")],
  [EMPTY, EOF])
s("timeout-takes-what-came", [b"ab", QUIET, M],
  [until(M, "0.5"), "read_very_lazy", until(M, "0.5")], [b"ab", EMPTY, M],
  "What came before the timeout is given out and gone.")
s("timeout-breaks-a-match", [b"mat", QUIET, b"ch"],
  [until(M, "0.5"), until(M, "0.5")], [b"mat", b"ch"])
s("timeout-one-quiet-each", [QUIET, QUIET, M],
  [until(M, "0.5"), until(M, "0.5"), until(M, "0.5")], [EMPTY, EMPTY, M])
s("timeout-found-at-once", [b"a" + M + b"b"],
  [until(M, "0.5"), "read_all"], [b"a" + M, b"b"])
s("timeout-in-time", [b"a", after("0.3"), M, b"b"],
  [until(M, "0.5"), "read_all"], [b"a" + M, b"b"])
s("timeout-too-late", [after("1.2"), M],
  [until(M, "0.5"), until(M, "0.5"), until(M, "0.5")], [EMPTY, EMPTY, M],
  "The wait goes on over the calls.")
s("timeout-flood", [b"a", after("0.2"), b"b", after("0.2"), b"c",
                    after("0.2"), b"d", after("0.2"), M],
  [until(M, "0.5"), until(M, "0.5")], [b"abc", b"d" + M],
  "Data that keeps coming does not put the end off.")
s("timeout-flood-of-commands", [after("0.2"), INOP, after("0.2"), INOP,
                                after("0.2"), INOP + M],
  [until(M, "0.5"), until(M, "0.5")], [EMPTY, M])
s("timeout-flood-always-ready", [slow("0.2"), b"a", slow("0.2"), b"b",
                                 slow("0.2"), b"c", slow("0.2"), b"d", M],
  [until(M, "0.5"), until(M, "0.5")], [b"abc", b"d" + M],
  "Ready each time, but reading takes time: stops after the late one.")
s("timeout-match-wins-when-late", [slow("2"), b"a" + M + b"b", b"c"],
  [until(M, "0.5"), "read_all"], [b"a" + M, b"bc"],
  "A match that a late read brings still counts.")
s("timeout-late-eof", [b"ab", slow("2"), "eof"],
  [until(M, "0.5"), until(M, "0.5")], [b"ab", EOF])
s("timeout-zero-quiet", [QUIET, M],
  [until(M, "0"), until(M, "0"), until(M, "0.1"), until(M, "0")],
  [EMPTY, EMPTY, EMPTY, M], "Looks once and does not wait.")
s("timeout-zero-one-recv", [b"a", b"b", M],
  [until(M, "0"), until(M, "0"), until(M, "0")], [b"a", b"b", M],
  "Takes one recv, though more is there.")
s("timeout-zero-50-octets", [b"x" * 60 + M],
  [until(M, "0"), until(M, "0")], [b"x" * 50, b"x" * 10 + M])
s("timeout-zero-without-recv", [b"a" + M, b"b"],
  ["fill", until(M, "0"), until(M, "0")], [EMPTY, b"a" + M, b"b"])
s("timeout-zero-at-eof", ["eof"], [until(M, "0")], [EOF])
s("timeout-negative", [QUIET, b"a", M],
  [until(M, "-1"), until(M, "0.1"), until(M, "-1"), until(M, "-1")],
  [EMPTY, EMPTY, b"a", M], "As with 0.")
s("timeout-commands-only", [b"x." + IAC + DO + b"\x01", INOP, QUIET, b"y"],
  [until(b"x."), until(M, "0.5"), until(b"y", "0.5")], [b"x.", EMPTY, b"y"])
s("timeout-half-command", [b"a" + IAC, QUIET, DO, QUIET, b"\x01b"],
  [until(M, "0.5"), until(M, "0.5"), until(M, "0.5")], [b"a", EMPTY, b"b"])
s("timeout-inside-sb", [ISB + b"ma", QUIET, b"tch" + ISE + M],
  [until(M, "0.5"), until(M, "0.5")], [EMPTY, M], callback="log")
s("timeout-empty-match", [QUIET, b"a"], [until(b"", "0.5"), until(b"a", "0")],
  [EMPTY, EMPTY], "An empty match does not wait.")
s("timeout-leaves-later-data", [b"a", QUIET, b"b" + M + b"c"],
  [until(M, "0.5"), "read_some"], [b"a", b"b" + M + b"c"])
s("timeout-fresh-for-each-call", [after("0.4"), b"a.", after("0.4"), b"b.",
                                  after("0.4"), b"c."],
  [until(b".", "0.5"), until(b".", "0.5"), until(b".", "0.5")],
  [b"a.", b"b.", b"c."])
s("timeout-none-waits", [b"ma", after("1000"), b"tch"], [until(M)], [M])

# --------------------------------------------------------------------- expect

s = theme("expect", "expect on what is buffered: the first pattern of the list"
          " that is anywhere\nin it wins, wherever in it that is.")

LOGIN, PASS = b"login: ", b"Password: "

s("expect-one", [b"xx login: yy"], [expect(LOGIN), "read_all"],
  [(0, b"xx login: "), b"yy"])
s("expect-second-of-list", [b"Password: "], [expect(LOGIN, PASS)],
  [(1, b"Password: ")])
s("expect-list-order-beats-position", [b"one two three"],
  [expect(b"three", b"two"), "read_all"], [(0, b"one two three"), EMPTY],
  "What comes first in the list wins, though it begins later.")
s("expect-list-order-beats-position-2", [b"one two three"],
  [expect(b"two", b"three"), "read_all"], [(0, b"one two"), b" three"])
s("expect-list-order-and-length", [b"abcd"], [expect(b"abc", b"ab", b"abcd")],
  [(0, b"abc")])
s("expect-order-where-chunks-part-them", [b"one two", b" three"],
  [expect(b"three", b"two"), "read_all"], [(1, b"one two"), b" three"],
  "The same text, but the first of the list has not come yet.")
s("expect-leftmost-of-one-pattern", [b"a1b2"],
  [expect(b"[0-9]"), expect(b"[0-9]"), "read_all"],
  [(0, b"a1"), (0, b"b2"), EMPTY])
s("expect-leftover-is-searched-first", [b"login: Password: "],
  [expect(LOGIN), expect(PASS)], [(0, b"login: "), (0, b"Password: ")],
  "The second call receives nothing.")
s("expect-leftover-without-match-stays", [b"a b", b"c d"],
  [expect(b"a"), expect(b"bc"), "read_all"],
  [(0, b"a"), (0, b" bc"), b" d"])
s("expect-over-chunks", [b"log", b"in", b": x"], [expect(LOGIN), "read_all"],
  [(0, b"login: "), b"x"])
s("expect-over-50", [b"x" * 48 + b"login: " + b"y" * 9],
  [expect(LOGIN), "read_very_lazy", "read_all"],
  [(0, b"x" * 48 + b"login: "), b"y" * 9, EMPTY])
s("expect-skips-quiet", [b"log", QUIET, b"in: "], [expect(LOGIN)],
  [(0, b"login: ")])
s("expect-across-command", [b"log" + INOP + b"in" + IAC + WILL + b"\x01: "],
  [expect(LOGIN)], [(0, b"login: ")])
s("expect-in-cooked-data", [b"a\x00b" + IAC + IAC + b"c"],
  [expect(b"ab\\xffc")], [(0, b"ab\xffc")])
s("expect-any-octet", [bytes(range(1, 17)) + b"\x80\x9b\xc3\xa9\xfe"],
  [expect(b"\\x80[\\x90-\\xa0].\\xa9[^a]")],
  [(0, bytes(range(1, 17)) + b"\x80\x9b\xc3\xa9\xfe")])
s("expect-callback", [b"a" + INOP + b"b"], [expect(b"b")], [(0, b"ab")],
  callback="log")
s("expect-debug", [b"ab" + INOP], [expect(b"b")], [(0, b"ab")], debug=1)

s("expect-groups", [b"inet 192.0.2.7/24 up"],
  [expect(b"([0-9.]+)/([0-9]+) ")], [(0, b"inet 192.0.2.7/24 ")])
s("expect-group-names", [b"user=me;"], [expect(b"(?P<key>\\w+)=(?P<value>\\w+);")],
  [(0, b"user=me;")])
s("expect-group-not-taken", [b"ac", b"abc"],
  [expect(b"a(b)?(c)"), expect(b"a(b)?(c)")], [(0, b"ac"), (0, b"abc")])
s("expect-group-alternatives", [b"x=1 y=2 "],
  [expect(b"(x)=|(y)="), expect(b"(x)=|(y)=")], [(0, b"x="), (0, b"1 y=")])
s("expect-group-last-round", [b"abc;"], [expect(b"(?:([abc]))+;")],
  [(0, b"abc;")], "A group in a repetition is that of the last round.")
s("expect-group-nested", [b"1.2.3 "], [expect(b"((\\d)\\.)+(\\d) ")],
  [(0, b"1.2.3 ")])
s("expect-group-empty", [b"[]"], [expect(b"\\[(\\w*)\\]")], [(0, b"[]")])

s("expect-first-alternative", [b"foobar"], [expect(b"foo|foobar"), "read_all"],
  [(0, b"foo"), b"bar"], "Leftmost-first, not longest.")
s("expect-greedy-takes-what-is-there", [b"N=12", b"34;"],
  [expect(b"N=(\\d+)"), "read_all"], [(0, b"N=12"), b"34;"],
  "As many digits as one recv brought.")
s("expect-greedy-any", [b"a.b.c", b".d"], [expect(b".*\\."), "read_all"],
  [(0, b"a.b."), b"c.d"])
s("expect-lazy", [b"a.b.c"], [expect(b".*?\\."), "read_all"],
  [(0, b"a."), b"b.c"])
s("expect-counted", [b"aaaaa"], [expect(b"a{2,3}"), "read_all"],
  [(0, b"aaa"), b"aa"])
s("expect-dot-is-no-lf", [b"a\nb a\rb"], [expect(b"a.b")],
  [(0, b"a\nb a\rb")])
s("expect-dot-all", [b"a\nb"], [expect(b"(?s)a.b")], [(0, b"a\nb")])
s("expect-ignore-case", [b"LoGiN: "], [expect(b"(?i)login: ")],
  [(0, b"LoGiN: ")])
s("expect-start-of-line", [b"x#\r\ny#"], [expect(b"(?m)^y#", b"^x")],
  [(0, b"x#\r\ny#")])
s("expect-start-is-the-unread", [b"ab"], [expect(b"a"), expect(b"\\Ab")],
  [(0, b"a"), (0, b"b")], "What was read before is not looked at.")
s("expect-start-of-word-is-the-unread", [b"ab"],
  [expect(b"a"), expect(b"\\bb")], [(0, b"a"), (0, b"b")])
s("expect-end-of-line", [b"a\nb\n"], [expect(b"(?m)b$")], [(0, b"a\nb")])
s("expect-end-is-what-is-buffered", [b"router#", b" show"],
  [expect(b"(?m)#$"), "read_all"], [(0, b"router#"), b" show"],
  "The end of what has come is taken for the end.")
s("expect-end-not-yet", [b"a# ", b"b#"], [expect(b"(?m)#$")],
  [(0, b"a# b#")])
s("expect-end-of-word", [b"routers router"], [expect(b"router\\b")],
  [(0, b"routers router")])
s("expect-not-end-of-word", [b"router", b"s"], [expect(b"router\\B")],
  [(0, b"router")], "The s is looked at, and stays.")

s("expect-empty-matches-at-once", [b"abc"],
  [expect(b""), expect(b"x*"), "fill", expect(b"b*"), "read_all"],
  [(0, EMPTY), (0, EMPTY), EMPTY, (0, EMPTY), b"abc"])
s("expect-empty-behind-another", [b"ab"], [expect(b"b", b"a*")],
  [(1, EMPTY)], "Nothing has come when the patterns are tried first.")

s("expect-eof-gives-all", [b"abc", b"def"],
  [expect(b"x", b"y"), expect(b"x")], [(-1, b"abcdef"), EOF])
s("expect-eof-at-once", [], [expect(b"x"), expect(b"x")], [EOF, EOF])
s("expect-eof-only-where-nothing-is-left", [b"ab"],
  [expect(b"a"), expect(b"x"), expect(b"x")], [(0, b"a"), (-1, b"b"), EOF])
s("expect-match-then-eof", [b"ab"], [expect(b"ab"), expect(b"ab")],
  [(0, b"ab"), EOF])
s("expect-eof-known-leftover-is-no-match", [b"match me"],
  [expect(b"match"), "fill", expect(b"me"), expect(b"me")],
  [(0, b"match"), EMPTY, (-1, b" me"), EOF],
  "The end is known when the call begins: no pattern is tried.")
s("expect-timeout-consumes", [b"ab", QUIET, b"c"],
  [expect(b"abc", timeout="0.5"), "read_all"], [(-1, b"ab"), b"c"])
s("expect-timeout-empty", [QUIET, b"c"],
  [expect(b"c", timeout="0.5"), expect(b"c", timeout="0.5")],
  [(-1, EMPTY), (0, b"c")])
s("expect-timeout-after-a-while", [b"a", after("0.4"), b"b", after("0.4"), b"c"],
  [expect(b"c", timeout="0.5"), "read_all"], [(-1, b"ab"), b"c"],
  "It holds from the start of the call.")
s("expect-in-time", [b"a", after("0.4"), b"b", after("0.4"), b"c"],
  [expect(b"c", timeout="1")], [(0, b"abc")])
s("expect-timeout-0", [b"ab", QUIET],
  [expect(b"b", timeout="0"), expect(b"c", timeout="0"), "read_all"],
  [(0, b"ab"), (-1, EMPTY), EMPTY])
s("expect-timeout-0-gives-what-is-there", [b"ab", QUIET, b"c"],
  [expect(b"c", timeout="0"), "read_all"], [(-1, b"ab"), b"c"])
s("expect-timeout-below-0", [b"ab", QUIET],
  [expect(b"b", timeout="-1")], [(0, b"ab")])
s("expect-timeout-0-reads-on-while-there-is-something", [b"ab", b"c", QUIET],
  [expect(b"abc", timeout="0")], [(0, b"abc")],
  "Nothing ends it but that nothing is there.")
s("expect-past-its-time-while-there-is-something",
  [b"a", slow("1"), b"b", b"c", b"d", QUIET],
  [expect(b"abcd", timeout="0.5")], [(0, b"abcd")])
s("expect-past-its-time-until-nothing-is-there",
  [b"a", slow("1"), b"b", b"c", QUIET, b"d"],
  [expect(b"abcd", timeout="0.5"), "read_all"], [(-1, b"abc"), b"d"])
s("expect-nothing", [b"ab", b"c"], [expect(), expect()],
  [(-1, b"abc"), EOF], "No pattern: all that comes.")
s("expect-nothing-in-time", [b"ab", QUIET, b"c"],
  [expect(timeout="0.5"), "read_all"], [(-1, b"ab"), b"c"])
s("expect-timeout-leaves-the-list-alone", [b"a", QUIET, b"b"],
  [expect(b"b", b"c", timeout="0.5"), expect(b"c", b"b")],
  [(-1, b"a"), (1, b"b")])
s("expect-timeout-eof", [b"a"],
  [expect(b"b", timeout="0.5"), expect(b"b", timeout="0.5")],
  [(-1, b"a"), EOF])
s("expect-login-dialogue",
  [b"\r\nRouter\r\n\r\nUsername: ", b"me\r\nPassword: ", b"\r\n\r\nr1>",
   b"exit\r\n"],
  [expect(b"[Uu]sername: ", b"[Pp]assword: ", b"[>#]"), ("write", b"me\r\n"),
   expect(b"[Uu]sername: ", b"[Pp]assword: ", b"[>#]"), ("write", b"se\r\n"),
   expect(b"[Uu]sername: ", b"[Pp]assword: ", b"[>#]"), ("write", b"exit\r\n"),
   "read_all"],
  [(0, b"\r\nRouter\r\n\r\nUsername: "), EMPTY,
   (1, b"me\r\nPassword: "), EMPTY, (2, b"\r\n\r\nr1>"), EMPTY, b"exit\r\n"])

# ------------------------------------------------------ expect, octet by octet

s = theme("expect_octets", "expect where each recv brings one octet, with"
          " patterns that need not see\nwhat follows: nothing is left to"
          " chance here.")

TEXT = b"\r\nfoo 12 bar 345\r\nrouter1> "
LINE = b"error: x=17 y=ab;\n"

for label, text, patterns, ends in (
        ("literal", TEXT, (b"bar",), [(0, b"\r\nfoo 12 bar")]),
        ("earliest-end-wins", b"one two three", (b"three", b"two"),
         [(1, b"one two"), (0, b" three")]),
        ("earliest-end-not-start", b"abcd", (b"abcd", b"bc"),
         [(1, b"abc"), (-1, b"d")]),
        ("list-order-at-one-end", b"xabc", (b"c", b"bc", b"abc"),
         [(0, b"xabc")]),
        ("leftmost-start", b"xabab", (b"(?:ab)+|b",), [(0, b"xab")]),
        ("greedy-is-one", b"N=123;", (b"\\d+",),
         [(0, b"N=1"), (0, b"2"), (0, b"3")]),
        ("greedy-with-an-end", b"N=123;", (b"(\\d+);",), [(0, b"N=123;")]),
        ("start-goes-left", b"aaab", (b"a+b",), [(0, b"aaab")]),
        ("lazy-start-goes-left", b"aaab", (b"a+?b",), [(0, b"aaab")]),
        ("any-greedy", b"a.b.c", (b".*\\.",), [(0, b"a."), (0, b"b.")]),
        ("groups", LINE, (b"(\\w+)=(\\w+);",),
         [(0, b"error: x=17 y=ab;")]),
        ("groups-not-taken", LINE, (b"x=(?:(a)|(1))|y=(?:(a)|(1))",),
         [(0, b"error: x=1"), (0, b"7 y=a")]),
        ("group-of-repetition", b"a1b2c3;", (b"(?:([a-z])(\\d))+;",),
         [(0, b"a1b2c3;")]),
        ("group-greedy-or-lazy", b"aaa;", (b"(a*?)(a*);",), [(0, b"aaa;")]),
        ("group-greedy-first", b"aaa;", (b"(a*)(a*);",), [(0, b"aaa;")]),
        ("first-alternative", b"foobar", (b"(foobar)|(foo)",),
         [(0, b"foo"), (-1, b"bar")]),
        ("alternatives-of-one-end", b"xfoo", (b"(xfoo)|(foo)",),
         [(0, b"xfoo")]),
        ("alternatives-leftmost", b"xfoo", (b"(foo)|(xfoo)",),
         [(0, b"xfoo")]),
        ("counted", b"aaaaa", (b"a{2,3}",), [(0, b"aa"), (0, b"aa"),
                                             (-1, b"a")]),
        ("start-of-line", b"x#\r\nr#", (b"(?m)^r#",), [(0, b"x#\r\nr#")]),
        ("start-of-text", b"abab", (b"\\Aab",), [(0, b"ab"), (0, b"ab")]),
        ("start-of-word", b"xab ab", (b"\\bab",), [(0, b"xab ab")]),
        ("inside-word", b"ab xab", (b"\\Bab",), [(0, b"ab xab")]),
        ("dot-is-no-lf", b"a\nb a\rb", (b"a.b",), [(0, b"a\nb a\rb")]),
        ("dot-all", b"a\nb", (b"(?s)a.b",), [(0, b"a\nb")]),
        ("ignore-case", b"LoGiN: ", (b"(?i)login: ",), [(0, b"LoGiN: ")]),
        ("negated-class", b"ab\r\nc", (b"[^ab]",),
         [(0, b"ab\r"), (0, b"\n"), (0, b"c")]),
        ("high-octets", b"\x80\xc3\xa9\xfe", (b"\\xc3.",),
         [(0, b"\x80\xc3\xa9")]),
        ("crlf", b"a\r\nb\r\n", (b"\\r\\n",), [(0, b"a\r\n"),
                                                 (0, b"b\r\n")]),
        ("prompts", TEXT, (b"[Ll]ogin: ", b"[Pp]assword: ", b"[>#] "),
         [(2, TEXT)])):
    s("octets-" + label, [each(text)], [expect(*patterns)] * len(ends), ends,
      early=True)
s("octets-timeout-goes-on", [each(b"ro"), QUIET, each(b"uter1> ")],
  [expect(b"router", timeout="0.5"), expect(b"> ", timeout="0.5")],
  [(-1, b"ro"), (0, b"uter1> ")], early=True)
s("octets-in-time", [each(b"ro"), after("0.4"), each(b"uter1> ")],
  [expect(b"router", timeout="0.5"), expect(b"> ", timeout="0.5")],
  [(0, b"router"), (0, b"1> ")], early=True)
s("octets-eof", [each(b"abc")], [expect(b"b"), expect(b"b"), expect(b"b")],
  [(0, b"ab"), (-1, b"c"), EOF], early=True)

# ---------------------------------------------------------------------- write

s = theme("write", "write doubles IAC and changes nothing else.")

for label, data in (
        ("plain", b"hello"), ("empty", b""), ("lone-iac", IAC),
        ("two-iacs", IAC + IAC), ("iac-amid", b"one" + IAC + b"two"),
        ("iacs-all-over", IAC + b"a" + IAC + IAC + b"b" + IAC),
        ("looks-like-command", IAC + DO + b"\x01"),
        ("line-ends", b"a\rb\nc\r\nd\r\x00e"),
        ("controls", b"\x00\x11\x13\x7f\x80\xf0\xfe"),
        ("long", b"0123456789" * 12 + IAC)):
    s("write-" + label, [], [("write", data)], [EMPTY],
      note="It is sent all the same, as nothing." if label == "empty" else "")
s("write-many", [], [("write", b"a"), ("write", IAC), ("write", b""),
                     ("write", b"b\r\n")], [EMPTY] * 4)
s("write-between-reads", [b"login: ", IAC + WILL + b"\x01" + b"password: "],
  [until(b": "), ("write", b"me\n"), until(b": "), ("write", b"se\xffret\n")],
  [b"login: ", EMPTY, b"password: ", EMPTY])
s("write-does-not-read", [b"a" + IAC + DO + b"\x01"],
  [("write", b"x"), "read_very_lazy", "read_all"], [EMPTY, EMPTY, b"a"])
s("write-inside-peer-sb", [ISB + b"a", ISE],
  ["fill", "read_lazy", ("write", b"x" + IAC), "read_all"],
  [EMPTY, EMPTY, EMPTY, EMPTY])

# ---------------------------------------------------------------------- debug

s = theme("debug", "The lines of debug output, in their place among the rest.")

s("debug-recv", [b"abc", QUIET], ["read_some", "read_some"], [b"abc", EMPTY],
  debug=1)
s("debug-recv-of-50", [b"x" * 60], ["read_all"], [b"x" * 60], debug=1)
s("debug-recv-printing", [b"tab\tcr\rlf\nnul\x00del\x7fbel\x07", b"back\\slash",
                          b"it's", b'say "x"', b"it's \"x\"", b"\x80\xfe~ "],
  ["read_all"], debug=1,
  note="The octets are shown as a Python literal; see README.md.")
s("debug-every-octet-0-127", [bytes(range(i, i + 32)) for i in (0, 32, 64, 96)],
  ["read_all"], debug=1)
s("debug-send", [], [("write", b"xyz"), ("write", b"a" + IAC), ("write", b"")],
  [EMPTY] * 3, debug=1, note="The line shows the octets already doubled.")
s("debug-negotiation", [IAC + DO + b"\x01" + IAC + DONT + b"\x02"
                        + IAC + WILL + b"\x03" + IAC + WONT + b"\x04"],
  ["read_all"], [EMPTY], debug=1,
  note="The replies have no line of their own.")
s("debug-negotiation-callback", [IAC + DO + b"\x01" + IAC + DONT + b"\x02"
                                 + IAC + WILL + b"\xff" + IAC + WONT + b"\x00"],
  ["read_all"], [EMPTY], debug=1, callback="log",
  note="The line comes before the callback.")
s("debug-unknown-command", [IAC + b"X" + INOP + IAC + NUL + IAC + b"\xef"],
  ["read_all"], [EMPTY], debug=1,
  note="Known commands are called unrecognized too.")
s("debug-commands-callback", [IAC + b"X" + INOP + TTYPE], ["read_all"], [EMPTY],
  debug=1, callback="log", note="No line for them with a callback.")
s("debug-sb", [b"a" + TTYPE + b"b"], ["read_all", "read_sb_data"],
  [b"ab", b"\x18\x01"], debug=1, note="Also SB and SE are unrecognized.")
s("debug-iac-iac", [IAC + IAC], ["read_all"], [b"\xff"], debug=1)
s("debug-off", [IAC + DO + b"\x01" + INOP], ["read_all", ("write", b"x")],
  [EMPTY, EMPTY])
s("debug-level-2", [b"a"], ["read_all"], [b"a"], debug=2)
s("debug-level-below-0", [b"a"], ["read_all"], [b"a"], debug=-1)
s("debug-switched", [b"a", b"b", b"c"],
  ["read_some", ("set_debuglevel", 1), "read_some", ("set_debuglevel", 0),
   "read_some"], [b"a", EMPTY, b"b", EMPTY, b"c"])
s("debug-whole-line", [IAC + DO + b"\x01"], ["read_all", ("write", b"x")],
  [EMPTY, EMPTY], debug=1, peer=("example", 23))
s("debug-port-as-text", [b"a"], ["read_all"], [b"a"], debug=1,
  peer=("example", "telnet"), note="A port may be text.")
s("debug-lazy-has-no-recv", [b"a" + INOP],
  ["read_lazy", "fill", "read_very_lazy", "read_lazy"],
  [EMPTY, EMPTY, EMPTY, b"a"], debug=1)

# ---------------------------------------------------------------------- close

s = theme("close", "After close, and before a connection (unopened).\n"
          "ValueError and AttributeError are how telnetlib fails for want of\n"
          "a socket; a port may well have one error for both.")

s("close-leaves-cooked", [b"a b"],
  [until(b"a"), "close", "read_very_lazy", "read_very_lazy"],
  [b"a", EMPTY, b" b", EOF])
s("close-leaves-raw", [b"ab"],
  ["fill", "close", "read_very_lazy", "read_lazy", "read_lazy"],
  [EMPTY, EMPTY, EMPTY, b"ab", EOF])
s("close-leaves-sb-data", [TTYPE + b"a"],
  ["read_some", "close", "read_sb_data", "read_sb_data"],
  [b"a", EMPTY, b"\x18\x01", EMPTY])
s("close-ends-half-sb", [ISB + b"ab" + IAC, SE + b"c"],
  ["fill", "read_lazy", "close", "read_sb_data", "read_lazy"],
  [EMPTY, EMPTY, EMPTY, b"ab", EOF])
s("close-raw-behind-half-sb", [ISB + b"ab", b"cd"],
  ["fill", "read_lazy", "fill", "close", "read_lazy", "read_sb_data"],
  [EMPTY, EMPTY, EMPTY, EMPTY, b"cd", b"ab"],
  "close leaves SB, so raw data behind it turns into text.")
s("close-raw-behind-half-command", [b"a" + IAC, NOP + b"b"],
  ["fill", "read_lazy", "fill", "close", "read_lazy"],
  [EMPTY, b"a", EMPTY, EMPTY, b"\xf1b"],
  "The half command is forgotten, and its rest is text.")
s("close-twice", [b"a"], ["close", "close", "read_very_lazy"],
  [EMPTY, EMPTY, EOF])
s("close-then-each-read", [b"ab"],
  ["close", "read_some", "read_all", "read_lazy", "read_very_lazy",
   "read_eager", "read_very_eager", "read_sb_data"],
  [EMPTY, EMPTY, EMPTY, EOF, EOF, EOF, EOF, EMPTY])
s("close-then-until", [b"a b c"],
  [until(b"a"), "close", until(b"b"), until(b"x"), "read_very_lazy", until(b"")],
  [b"a", EMPTY, b" b", "ValueError", b" c", EMPTY],
  "What is at hand is found; otherwise the call fails and keeps it.")
s("close-then-until-timeout", [], ["close", until(b"x", "0.5")],
  [EMPTY, "ValueError"])
s("close-then-write", [], ["close", ("write", b"x"), ("write", b"")],
  [EMPTY, "AttributeError", "AttributeError"])
s("close-then-write-debug", [], ["close", ("write", b"x")],
  [EMPTY, "AttributeError"], debug=1)
s("close-then-fill", [], ["close", "fill"], [EMPTY, "AttributeError"])
s("close-then-callback", [INOP + b"a" + IAC + DO + b"\x01" + b"b"],
  ["fill", "close", "read_lazy"], [EMPTY, EMPTY, b"ab"], callback="log",
  note="Raw data still reaches the callback (which gets no socket).")
s("close-then-refusal-fails", [b"a" + IAC + DO + b"\x01" + b"b"],
  ["fill", "close", "read_lazy", "read_lazy", "read_lazy"],
  [EMPTY, EMPTY, "AttributeError", b"b", EOF],
  "No socket for the reply: the text before it is lost with the error.")
s("close-after-eof", [b"a"], ["read_all", "close", "read_very_lazy"],
  [b"a", EMPTY, EOF])
s("unopened-reads", [],
  ["read_very_lazy", "read_lazy", "read_sb_data", until(b""), until(b"x"),
   until(b"x", "0.5"), "read_eager", "read_very_eager", "read_some",
   "read_all", "fill", ("write", b"x")],
  [EMPTY] * 4 + ["ValueError"] * 4 + ["AttributeError"] * 4, opened=False)
s("unopened-close", [], ["close", "read_very_lazy", "read_all"],
  [EMPTY, EOF, EMPTY], opened=False)

# -------------------------------------------------------------- cpython tests

s = theme("cpython_tests", "What CPython's own tests of telnetlib hold it to,"
          " in scripts of our own.\nLeft out: opening sockets, their timeouts,"
          " get_socket, fileno and expect.")

s("cpython-until-1", [b"pppmatchqqq"], [until(M), "read_all"],
  [b"pppmatch", b"qqq"])
s("cpython-until-2", [b"p" * 50, M, b"q" * 50], [until(M), "read_all"],
  [b"p" * 50 + M, b"q" * 50])
s("cpython-all", [b"p" * 500, b"q" * 500, b"r" * 500], ["read_all", "read_all"],
  [b"p" * 500 + b"q" * 500 + b"r" * 500, EMPTY])
s("cpython-some", [b"p" * 500], ["read_some"], [b"p" * 50])
s("cpython-some-eof", [], ["read_some"], [EMPTY])
s("cpython-eager", [QUIET, b"p" * 100],
  ["read_eager", until(M, "0.1"), "read_eager", "read_eager", "read_eager"],
  [EMPTY, EMPTY, b"p" * 50, b"p" * 50, EOF],
  "The read_until only lets the quiet pass.")
s("cpython-very-eager", [QUIET, b"p" * 100],
  ["read_very_eager", until(M, "0.1"), "read_very_eager", "read_very_eager"],
  [EMPTY, EMPTY, b"p" * 100, EOF])
s("cpython-lazy", [b"p" * 100],
  ["read_lazy", "fill", "read_lazy", "fill", "read_lazy", "fill", "read_lazy"],
  [EMPTY, EMPTY, b"p" * 50, EMPTY, b"p" * 50, EMPTY, EOF])
s("cpython-very-lazy", [b"p" * 100],
  ["read_very_lazy", "fill", "read_very_lazy", "fill", "read_very_lazy",
   "fill", "read_very_lazy", "read_lazy", "read_very_lazy"],
  [EMPTY] * 7 + [b"p" * 100, EOF],
  "CPython has a test of this that never runs; this is what happens.")
for i, data in enumerate((b"no such octet in here", b"just one " + IAC + b" here",
                          b"some " + IAC + IAC + b" of " + b"them" + IAC,
                          IAC, b"")):
    s("cpython-write-%d" % (i + 1), [], [("write", data)], [EMPTY])
COMMANDS = (("ao", AO), ("ayt", AYT), ("brk", BRK), ("ec", EC), ("el", EL),
            ("ga", GA), ("ip", IP), ("nop", NOP))
for label, cmd in COMMANDS:
    s("cpython-command-%s-alone" % label, [IAC, cmd], ["read_all", "read_sb_data"],
      [EMPTY, EMPTY], callback="log")
    s("cpython-command-%s-amid" % label, [b"p" * 100, IAC + cmd, b"q" * 100],
      ["read_all", "read_sb_data"], [b"p" * 100 + b"q" * 100, EMPTY],
      callback="log")
s("cpython-commands-together",
  [b"p" * 10] + [IAC + cmd for _, cmd in COMMANDS] + [b"q" * 10],
  ["read_all", "read_sb_data"], [b"p" * 10 + b"q" * 10, EMPTY], callback="log")
s("cpython-sb",
  [ISB + ISE, ISB + IAC + IAC + ISE, ISB + IAC + IAC + b"pp" + ISE,
   ISB + b"qq" + IAC + IAC + ISE, ISB + b"rr" + IAC + IAC + b"ss" + ISE],
  ["read_all", "read_sb_data"], [EMPTY, EMPTY], callback="log")
for label, data in (("eof", None), ("unknown", IAC + b"X"),
                    ("do", IAC + DO + b"\x01"), ("dont", IAC + DONT + b"\x01"),
                    ("will", IAC + WILL + b"\x01"),
                    ("wont", IAC + WONT + b"\x01")):
    s("cpython-debug-" + label, [data] if data else [], ["read_all"], [EMPTY],
      debug=1)
s("cpython-debug-send", [], [("write", b"xxx")], [EMPTY], debug=1)
s("cpython-debug-text-port", [], ["read_all"], [EMPTY], debug=1,
  peer=("dummy", "0"))


# --------------------------------------------------------------------- random

class Lcg:
    """A 64-bit linear congruential generator; its upper bits are used."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005
                      + 1442695040888963407) % 2 ** 64
        return (self.state >> 33) % n

    def pick(self, things):
        return things[self.below(len(things))]


ALPHABET = [b"a", b"b", NUL, XON, b"\r", b"\n", IAC, SB, SE, WILL, DO, WONT,
            DONT, NOP, b"\x58", b"\x01"]


def random_stream(lcg):
    out = b""
    for _ in range(4 + lcg.below(24)):
        kind = lcg.below(8)
        if kind < 2:
            out += lcg.pick((b"a", b"b"))
        elif kind < 3:
            out += lcg.pick((NUL, XON, b"\r", b"\n", b"a", b"b"))
        elif kind < 5:
            out += IAC + lcg.pick((IAC, SB, SE, WILL, DO, WONT, DONT, NOP))
        elif kind < 6:
            out += IAC
        else:
            out += lcg.pick(ALPHABET)
    return out


def random_arrivals(lcg, stream):
    out = []
    while stream:
        pause = lcg.below(10)
        if pause == 0:
            out.append(QUIET)
        elif pause == 1:
            out.append(after("0.2"))
        size = 1 + lcg.below(lcg.pick((2, 6, 20)))
        out.append(stream[:size])
        stream = stream[size:]
    return out


def random_call(lcg):
    name = lcg.pick(("read_until", "read_until", "read_some", "read_eager",
                     "read_very_eager", "read_lazy", "read_very_lazy",
                     "read_sb_data", "fill"))
    if name != "read_until":
        return name
    match = lcg.pick((b"a", b"b", b"ab", b"ba", b"\xff", b"\r", b""))
    return until(match, lcg.pick((None, "0", "0.5", "0.5")))


for mode in (None, "log"):
    tag = mode or "plain"
    s = theme("random_" + tag, "Pseudo-random streams and calls, %s callback."
              % ("with a" if mode else "without a"))
    for number in range(1, 81):
        lcg = Lcg(number * 2 + (1 if mode else 0))
        for _ in range(8):
            lcg.below(2)
        arrivals = random_arrivals(lcg, random_stream(lcg))
        calls = [random_call(lcg) for _ in range(1 + lcg.below(7))]
        s("random-%s-%03d" % (tag, number), arrivals,
          calls + ["read_all", "read_sb_data"], callback=mode)


POOL = (b"a", b"ab", b"b+c", b"(a|b)c", b"a(b)?c", b"(?:ab)+c", b"[ab]{2,3}",
        b"a.*c", b"a(.*?)c", b"(a+)(b+)", b"(?m)^b", b"(?i)AB", b"\\d+",
        b"(\\d+)\\s", b"[^a]b", b"(?s)a.b", b"c|ab|(b)(1)", b"\\bc", b"\\Bc",
        b"\\Ac", b"\\r\\n", b"(\\w+) (\\w+)", b"xyz")
LATE = (b"(?m)b$", b"ab\\b", b"c\\B", b"(?m)\\w+$")


def random_expect(lcg, pool):
    patterns = [lcg.pick(pool) for _ in range(1 + lcg.below(3))]
    return expect(*patterns, timeout=lcg.pick((None, None, "0.5")))


def random_text(lcg):
    return b"".join(lcg.pick((b"a", b"b", b"c", b"ab", b"abc", b"1", b"23",
                              b" ", b"\r\n", b"bbc"))
                    for _ in range(4 + lcg.below(20)))


for tag in ("expect", "octets"):
    s = theme("random_" + tag, "Pseudo-random text and calls of expect, %s."
              % ("each octet alone" if tag == "octets" else "in chunks"))
    for number in range(1, 101):
        lcg = Lcg(number * 2 + 1001)
        for _ in range(8):
            lcg.below(2)
        early = tag == "octets"
        text = random_text(lcg)
        arrivals = random_arrivals(lcg, text)
        if early:
            arrivals = [each(item) if isinstance(item, bytes) else item
                        for item in arrivals]
        calls = [random_expect(lcg, POOL if early else POOL + LATE)
                 for _ in range(1 + lcg.below(7))]
        s("random-%s-%03d" % (tag, number), arrivals, calls + ["read_all"],
          early=early)
