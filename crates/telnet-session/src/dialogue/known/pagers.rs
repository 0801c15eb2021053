//! Pagers: what they ask, and the key that goes on.
//!
//! A row is searched for and has to reach the end of the line as shown. Text
//! of the output may stand in front of it, but for rows that are
//! [`alone`](Pager::alone). `q` is the key where the end has been reached:
//! any other key asks again, for ever.

use super::Pager;

const fn behind(
    regex: &'static str,
    key: &'static str,
    source: &'static str,
) -> Pager {
    Pager { regex, key, alone: false, source }
}

const fn alone(
    regex: &'static str,
    key: &'static str,
    source: &'static str,
) -> Pager {
    Pager { regex, key, alone: true, source }
}

pub(in super::super) const PAGERS: &[Pager] = &[
    // --More--  ---- More ----  <--- More --->  ---- more 80% ----
    behind(
        r"(?i)<?-{2,} {0,2}more {0,2}(?:\d{1,3}% {0,2})?-{2,}>?",
        " ",
        "IOS, VRP, ASA, NX-OS; Windows more; easyshell",
    ),
    // --More--(12%)  --More--(Next file: x)  --More-- (34% of 9 bytes)
    behind(
        r"(?i)-{2}more-{2} ?\((?:\d{1,3}%[^()]*|next file: [^()]+)\)",
        " ",
        "util-linux more(1), BusyBox; noc Eltex/LTP16N, \
         Raisecom/RCIOS",
    ),
    // ---(more)---  ---(more 41%)---  ---(less 3%)---  ---- (more 80%) ----
    behind(
        r"-{2,} ?\( ?(?:more|less)(?: \d{1,3}%)? ?\) ?-{2,}",
        " ",
        "Junos OS; gnetcli juniper; noc f5/BIGIP; easyshell",
    ),
    // --More-- or (q)uit  --More-- (q to quit)  --More-- (q) quit (u) pageup
    behind(
        r"(?i)-{2,5} ?more ?-{2,5} {0,2}(?:or )?\(\[?q[^\r\n]*",
        " ",
        "FASTPATH, Enterasys, ArubaOS; oxidized netgear.rb, \
         enterasys.rb; noc Aruba/ArubaOS",
    ),
    // ---- More ( Press 'Q' to break ) ----  --More(Enter: next line, ...)--
    behind(
        r"(?i)-{2,5} {0,2}more {0,2}\([^()\r\n]+\) {0,2}-{2,5}",
        " ",
        "Huawei SmartAX, Nortel BayStack; noc Huawei/MA5600T, \
         Huawei/VRP3, CData/xPON",
    ),
    // ----- more ----- Press Q or Ctrl+C to break -----
    behind(
        "(?i)-{2,5} ?more ?-{2,5} press q [^\r\n]+-{2,5}",
        " ",
        "noc ZTE/ZXR10",
    ),
    // --More-- Press <ENTER> to continue.
    behind(
        "(?i)-{2,5} ?more ?-{2,5} press <?enter>? to continue[.]?",
        "\r\n",
        "noc Raritan/DominionSX",
    ),
    // more, then a space, then how to end: --More--, next page: Space, next
    // line: Return key, quit: Control-c  More: <space>,  Quit: q
    // More? Enter - next line; Space - next page; Q - quit
    behind(
        concat!(
            "(?i)(?:-{2,5} {0,2}more {0,2}-{2,5}, next |-{2,5} {0,2})?",
            r"\b(?:more|page)\b[^\w\r\n]{1,6}",
            "(?:m,|next screen |enter - next line; )?<?(?:space|sp)",
            r"\b[^\r\n]+\b(?:q|quit|exit|stop|break)\b[^\r\n]*",
        ),
        " ",
        "ProCurve, IronWare, Cisco SMB, Dell, OmniSwitch; noc; netmiko; \
         rancid rivlogin",
    ),
    // a space, then what it does, then how to end: Press <SPACE> to continue
    // or <Q> to quit:  <SPACE> for next page, <CR> for next line, Q to quit
    behind(
        concat!(
            "(?i)(?:-{1,5} ?(?:more <)?)?(?:(?:press|hit|type) ",
            r"(?:<enter> for 1 line, )?[<\[(]?|[<\[(])space(?: ?bar)?[>\])]?",
            r"[^\r\n]{0,20}\b(?:continue|more|page)\b[^\r\n]+",
            r"\b(?:q|quit|exit|stop|break)\b[^\r\n]*",
        ),
        " ",
        "Extreme EXOS, Cisco VOS, Seiko SmartCS, Zhone, ECI; noc; unicon \
         mock data vos",
    ),
    // CTRL+C ESC q Quit SPACE n Next Page ENTER Next Entry a All
    behind(
        r"(?i)(?:ctrl\+c )?(?:esc )?q quit space n next page enter next entry a all",
        " ",
        "D-Link DES, DGS command line references",
    ),
    // Press any key to continue (Q to quit)
    behind(
        concat!(
            r"(?i)(?:\| )?press ?any ?key ?to ?continue(?: ?\(q ?to ?quit\)",
            r"|,? (?:or )?(?:'[a-z]'|esc) [^\r\n]+",
            r"| \| press .q. to exit \|)",
        ),
        " ",
        "TP-Link, Zyxel, Iskratel; oxidized tplink.rb; noc \
         Alcatel/7324RU, Iskratel/MSAN, Eltex/TAU",
    ),
    // Press q to quit, any other key to continue  Press CTRL+C to break,
    // other key to continue...  ....press ENTER to next line, Q to quit, other
    // key to next page....
    behind(
        concat!(
            r"(?i)[.]{0,6}press [^\r\n]+\b(?:quit|break), [^\r\n]{0,40}other key to ",
            "(?:continue|(?:print )?next page)[.]{0,6}"
        ),
        " ",
        "noc HP/GbE2, Huawei/UMG8900, Maipu/OS; oxidized gcombnps.rb",
    ),
    // -Press Any Key For More-
    behind("(?i)-press any key for more-+", " ", "oxidized asyncos.rb"),
    // --- Enter to next line, Others to exit ---
    behind(
        "-{3} Enter to next line, Others to exit -{3}",
        "\r\n",
        "oxidized br6910.rb",
    ),
    // Enter <CR> for more or 'q' to quit--:
    // Type <CR> to continue, Q<CR> to stop
    behind(
        concat!(
            "(?i)(?:-- )?(?:enter|type|press) <(?:cr|return)> ",
            r"(?:for more|to continue)\b[^\r\n]+\b(?:quit",
            r"|stop)\b[:-]{0,4}"
        ),
        "\r\n",
        "noc 3Com/SuperStack, ECI/HiFOCuS",
    ),
    // -- [Q quit|D dump|right|down]
    behind(
        r"-- \[Q quit\|D dump(?:\|[a-z]{1,8}){0,3}\|down\]",
        " ",
        "gnetcli ros; noc MikroTik/RouterOS",
    ),
    // -- [Q quit|D dump|up]
    behind(
        r"-- \[Q quit\|D dump(?:\|(?:up|left|right)){0,3}\]",
        "q",
        "MikroTik RouterOS, the last page",
    ),
    // lines 1-23  lines 1-23/40 57%  file.txt lines 4-7
    alone(
        concat!(
            r"(?:[^ \r\n]+ )?lines \d{1,9}-\d{1,9}(?:/\d{1,9})?",
            r"(?: \d{1,3}%)?"
        ),
        " ",
        "less(1); oxidized mlnxos.rb",
    ),
    // (END)  lines 20-40/40 (END)  --More-- with (END) drawn over it
    behind(
        concat!(
            r"(?:^ *(?:[^ \r\n]+ )?(?:lines \d{1,9}-\d{1,9}(?:/\d{1,9})? )?",
            r"|Manual page [^ \r\n]+ line \d{1,9}(?:/\d{1,9})? )?",
            r"\(END\)(?:e--| \([^()\r\n]+\))?",
        ),
        "q",
        "less(1); util-linux more(1); noc f5/BIGIP",
    ),
    // Manual page ls(1) line 1 (press h for help or q to quit)
    behind(
        concat!(
            r"(?:Manual page [^ \r\n]+ )?line \d{1,9}(?:/\d{1,9})?",
            r"(?: \d{1,3}%)? \(press h for help or q to quit\)",
        ),
        " ",
        "man-db, man(1)",
    ),
    // :
    alone(":", " ", "less(1), git; noc Vyatta/Vyatta"),
];
