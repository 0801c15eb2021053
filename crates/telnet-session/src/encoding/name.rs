//! The encodings there are, and their names.

use std::fmt;

use oem_cp::code_table::DECODING_TABLE_CP_MAP;

/// How the characters of a text are octets.
///
/// UTF-8, US-ASCII and ISO-8859-1; the code pages of DOS, as 437; and the
/// encodings of the Encoding Standard of the WHATWG but for UTF-16, among them
/// KOI8-R, windows-1252, Big5, GBK, `Shift_JIS` and EUC-KR.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(pub(super) Kind);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// UTF-8; what is none is Latin-1.
    Mixed,
    Ascii,
    Latin1,
    /// A code page of DOS, by its number.
    Page(u16),
    Web(&'static encoding_rs::Encoding),
}

/// The code pages, and their names in the registry of IANA, or the usual ones
/// where that has none.
const PAGES: &[(u16, &str)] = &[
    (437, "IBM437"),
    (720, "CP720"),
    (737, "CP737"),
    (775, "IBM775"),
    (850, "IBM850"),
    (852, "IBM852"),
    (855, "IBM855"),
    (857, "IBM857"),
    (858, "IBM00858"),
    (860, "IBM860"),
    (861, "IBM861"),
    (862, "IBM862"),
    (863, "IBM863"),
    (864, "IBM864"),
    (865, "IBM865"),
    (866, "IBM866"),
    (869, "IBM869"),
    (874, "CP874"),
];

const ASCII: &[&str] =
    &["US-ASCII", "ASCII", "ANSI_X3.4-1968", "ISO646-US", "ISO_646.irv:1991"];

const LATIN_1: &[&str] = &[
    "ISO-8859-1",
    "ISO8859-1",
    "ISO_8859-1",
    "ISO_8859-1:1987",
    "LATIN1",
    "LATIN-1",
    "L1",
];

impl Encoding {
    /// UTF-8. What is none is U+FFFD.
    pub const UTF_8: Self = Self(Kind::Web(&encoding_rs::UTF_8_INIT));

    /// UTF-8, and each octet that is no part of it is the character of
    /// ISO-8859-1, for hosts that mix the two. What is sent is UTF-8. The
    /// default.
    ///
    /// Each sequence is judged for itself, as soon as it is known: nothing but
    /// the begin of a character, of three octets at most, has to wait. So the
    /// two letters of ISO-8859-1 that happen to be a character of UTF-8 are
    /// taken for that.
    pub const UTF_8_OR_LATIN_1: Self = Self(Kind::Mixed);

    /// US-ASCII. An octet above 127 is U+FFFD.
    pub const ASCII: Self = Self(Kind::Ascii);

    /// ISO-8859-1: each octet is the character of the same number, 128 to 159
    /// too, which are controls. (The Web reads that name as windows-1252.)
    pub const LATIN_1: Self = Self(Kind::Latin1);

    /// Code page 437, that of the first PCs, in which many a BBS draws its
    /// boxes. Octets below 32 are controls.
    pub const CP437: Self = Self(Kind::Page(437));

    /// The encoding of a name of the IANA registry, as CHARSET has it (RFC
    /// 2066), or of a label of the Encoding Standard, as `latin2`, or of a code
    /// page, as `cp437`. Upper and lower case are the same. `None` for one that
    /// is not known, and for UTF-16, in which no line end of Telnet is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let is_of = |names: &[&str]| {
            names.iter().any(|it| it.eq_ignore_ascii_case(name))
        };
        if is_of(ASCII) {
            return Some(Self::ASCII);
        }
        if is_of(LATIN_1) {
            return Some(Self::LATIN_1);
        }
        if let Some(page) = page(name) {
            return Some(Self(Kind::Page(page)));
        }
        let of_web =
            encoding_rs::Encoding::for_label_no_replacement(name.as_bytes())?;
        let is_text = of_web != encoding_rs::UTF_16BE
            && of_web != encoding_rs::UTF_16LE
            && of_web != encoding_rs::X_USER_DEFINED;
        is_text.then_some(Self(Kind::Web(of_web)))
    }

    /// Its name: that of the IANA registry where it has one. That of
    /// [`UTF_8_OR_LATIN_1`](Self::UTF_8_OR_LATIN_1) is `UTF-8`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Mixed => "UTF-8",
            Kind::Ascii => "US-ASCII",
            Kind::Latin1 => "ISO-8859-1",
            Kind::Page(page) => {
                let named = PAGES.iter().find(|(it, _)| *it == page);
                named.map_or("", |(_, name)| name)
            }
            Kind::Web(it) => it.name(),
        }
    }
}

/// The code page of a name, as `IBM437`, `cp437`, `437`.
fn page(name: &str) -> Option<u16> {
    let is_prefix = |it: &&str| {
        name.get(..it.len()).is_some_and(|of| of.eq_ignore_ascii_case(it))
    };
    let prefix = ["IBM", "CP"].into_iter().find(is_prefix);
    let number = name.get(prefix.map_or(0, str::len)..)?;
    let is_digits = number.bytes().all(|it| it.is_ascii_digit());
    let page = number.parse().ok().filter(|_| is_digits)?;
    let is_known = PAGES.iter().any(|(it, _)| *it == page)
        && DECODING_TABLE_CP_MAP.contains_key(&page);
    is_known.then_some(page)
}

impl Default for Encoding {
    fn default() -> Self {
        Self::UTF_8_OR_LATIN_1
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Mixed => f.write_str("UTF-8 or ISO-8859-1"),
            Kind::Ascii | Kind::Latin1 | Kind::Page(_) | Kind::Web(_) => {
                f.write_str(self.name())
            }
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
