//! How a host refuses a login: a row is searched for in a line.
//!
//! A greeting may say the same (`access denied to the unauthorized`), so a
//! row counts only if a question for the login or the end of the stream
//! follows.

use super::{Known, known};

pub(in super::super) const REFUSALS: &[Known] = &[
    // Login incorrect  % Login invalid  Authentication fail  Error: The
    // password is invalid.  Username or password error.
    known(
        concat!(
            "(?i)(?:log ?[io]n|authenti[a-z]{1,6}|authorization",
            "|password|passcode|user ?name|user)",
            "(?: is| was| has| attempt)? ?(?:incorrect",
            "|invalid|failed|failure|fail|error|denied",
            "|rejected|refused|wrong|unsuccessful)",
            r"(?:\W|$)",
        ),
        "login(1), IOS, VRP, EOS; scrapli, netmiko, gnetcli",
    ),
    // % Bad secrets  Incorrect User/Password  Invalid username or password
    known(
        concat!(
            "(?i)(?:incorrect|invalid|bad|wrong|unknown) ",
            "(?:log ?[io]n|password|passcode|passwd",
            "|user|secret|credential",
            r"|authentication|pin\b)",
        ),
        "IOS, Eltex, TP-Link, ProCurve; exscript; gnetcli eltex",
    ),
    // Access denied  Permission denied
    known(
        "(?i)(?:access|permission) (?:is )?denied",
        "OpenSSH; Cisco; ScreenOS",
    ),
    // Error: Failed to authenticate.  Unable to verify password
    known(
        concat!(
            "(?i)(?:failed|unable|not able) to (?:authenticate",
            "|log ?in|verify password)|(?:could|can) ?not ",
            "(?:authenticate|log ?in)"
        ),
        "H3C, ProCurve; exscript hp_pro_curve.py",
    ),
    // % Error in authentication.
    known("(?i)error in authentication|not authenticated", "Cisco IOS, enable"),
    // Password required, but none set  % No password set
    known(
        "(?i)password required, but none set|no password set",
        "Cisco IOS; recog, nmap-service-probes",
    ),
    // Authorization failed after trying 5 times
    // Too many authentication failures
    known(
        concat!(
            "(?i)too many (?:invalid |incorrect |failed ",
            "|bad |wrong |unsuccessful )?(?:authentication",
            "|log ?in|password|attempt|tr(?:y|ies)|failure",
            "|user log)",
            "|maximum number of (?:incorrect|login|failed)",
            "|failed after trying",
            r"|(?:wait|after) (?:for )?\d{1,6} (?:seconds?|minutes?)",
        ),
        "recog telnet_banners.xml; nmap-service-probes; noc \
         ZTE/ZXDSL98xx",
    ),
    // Account locked  User is disabled
    known(
        concat!(
            "(?i)(?:account|user)(?: is| has been| was)? ",
            "(?:locked|disabled|blocked|suspended|expired",
            "|barred)"
        ),
        "Solaris, AIX login(1); VRP",
    ),
    // No more connections are allowed  All user interfaces are used
    known(
        concat!(
            "(?i)no more (?:connections|sessions|users)",
            "|too many (?:users|connections|sessions)",
            "|all (?:user interfaces|vtys?|lines) are ",
            "(?:used|in use|busy)|(?:port|console|device",
            "|line) is (?:already )?(?:in use|busy|locked)",
        ),
        "Windows telnetd, VRP; nmap-service-probes",
    ),
];
