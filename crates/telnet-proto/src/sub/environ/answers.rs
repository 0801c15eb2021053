//! What answers a SEND.

use core::iter::FusedIterator;

use super::parts::needs_esc;
use super::{
    Kind, MAX_REPLY, MAX_VARIABLES, Request, RequestIter, Requests, Text,
    Variable,
};

/// See [`Requests::answers`].
#[derive(Clone, Debug)]
pub struct Answers<'a> {
    told: &'a [Variable<'a>],
    requests: RequestIter<'a>,
    /// The variables still to give out where a request names none.
    all: core::slice::Iter<'a, Variable<'a>>,
    of: Option<Kind>,
    variables_left: usize,
    octets_left: usize,
}

impl<'a> Requests<'a> {
    /// The variables of an IS that answers, taken from those which may be
    /// told. `told` is all that the peer can ever learn: what is not in it is
    /// undefined.
    ///
    /// A name that is asked for by VAR, and is told as a USERVAR alone, is answered
    /// by VAR.
    ///
    /// They come "in the same order as the SEND request specified them"
    /// (RFC 1572, page 2). There are at most [`MAX_VARIABLES`], which fill
    /// [`MAX_REPLY`](super::MAX_REPLY) octets at most; the list ends before
    /// the first that is too many.
    ///
    /// ```
    /// use telnet_proto::sub::new_environ::{Environ, Kind, Variable};
    /// let told = [Variable::new(Kind::Var, b"USER", Some(b"guest"))];
    /// let Environ::Send(asked) = Environ::parse(b"\x01\x03PATH\0USER")? else {
    ///     panic!("it is a SEND");
    /// };
    /// let answers: Vec<_> = asked.answers(&told).collect();
    /// let unknown = Variable::new(Kind::UserVar, b"PATH", None);
    /// assert_eq!(answers, [unknown, told[0]]);
    /// # Ok::<(), telnet_proto::sub::PayloadError>(())
    /// ```
    #[must_use]
    pub fn answers(self, told: &'a [Variable<'a>]) -> Answers<'a> {
        Answers::new(self, told)
    }
}

impl<'a> Answers<'a> {
    pub(super) fn new(
        requests: Requests<'a>,
        told: &'a [Variable<'a>],
    ) -> Self {
        let all: &[Variable<'_>] = if requests.is_empty() { told } else { &[] };
        Self {
            told,
            requests: requests.iter(),
            all: all.iter(),
            of: None,
            variables_left: MAX_VARIABLES,
            // Less the IS.
            octets_left: MAX_REPLY - 1,
        }
    }

    /// That of the variable that was asked for. A name asked for by VAR may be
    /// that of a USERVAR: MUD servers ask so for all, as MNES has it.
    fn value_of(&self, request: Request<'a>) -> Option<Text<'a>> {
        let find = |kind| {
            let mut told = self.told.iter();
            told.find(|it| it.kind == kind && it.name == request.name)
        };
        let other = |kind| match kind {
            Kind::Var => find(Kind::UserVar),
            Kind::UserVar => None,
        };
        find(request.kind).or_else(|| other(request.kind))?.value
    }

    fn find(&mut self) -> Option<Variable<'a>> {
        loop {
            let of = self.of;
            let fits = |it: &&Variable<'_>| of.is_none_or(|of| it.kind == of);
            if let Some(it) = self.all.find(fits) {
                return Some(*it);
            }
            let request = self.requests.next()?;
            if !request.name.is_empty() {
                // "There must be a response for each "type ..." explicitly
                // requested" (RFC 1572, page 2).
                let value = self.value_of(request);
                return Some(Variable { value, ..request.into() });
            }
            self.all = self.told.iter();
            self.of = Some(request.kind);
        }
    }
}

impl<'a> Iterator for Answers<'a> {
    type Item = Variable<'a>;

    fn next(&mut self) -> Option<Variable<'a>> {
        self.variables_left = self.variables_left.checked_sub(1)?;
        let left = self.find().and_then(|it| {
            let octets =
                sent_len(it.name).saturating_add(it.value.map_or(0, sent_len));
            Some((it, self.octets_left.checked_sub(octets)?))
        });
        let Some((variable, octets_left)) = left else {
            self.variables_left = 0;
            return None;
        };
        self.octets_left = octets_left;
        Some(variable)
    }
}

impl FusedIterator for Answers<'_> {}

/// The octets that a text takes in a payload, with its mark and each ESC.
fn sent_len(text: Text<'_>) -> usize {
    text.slices().flatten().fold(1, |sum, &octet| {
        sum.saturating_add(1).saturating_add(usize::from(needs_esc(octet)))
    })
}
