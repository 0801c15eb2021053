//! From words to statements.

use std::iter::Peekable;
use std::sync::Arc;
use std::time::Duration;
use std::vec;

use super::source::{Fault, Place, Source};
use super::statement::{Branch, Kind, Origin, Statement, When};
use super::template::Template;
use super::token::{Token, is_name, tokens};

/// What a text says.
pub(crate) fn parse(source: &Arc<Source>) -> Result<Vec<Statement>, Fault> {
    let tokens = tokens(source)?.into_iter().peekable();
    let end = Place::new(Arc::clone(source), source.text.len());
    Parser { tokens, end, depth: 0 }.statements(false)
}

/// `expect` in `expect` in `expect`: so deep.
const DEEPEST: usize = 16;

/// All that a statement can begin with, for a message.
const WORDS: &str = "expect, send, sendline, secret, timeout, prompt, \
                     platform, login, enable, run, log, interact, continue, exit";

struct Parser {
    tokens: Peekable<vec::IntoIter<(Token, Place)>>,
    end: Place,
    depth: usize,
}

impl Parser {
    /// Statements up to the end, or to the `}` of their block.
    fn statements(&mut self, in_block: bool) -> Result<Vec<Statement>, Fault> {
        let mut all = Vec::new();
        loop {
            match self.peek() {
                None if in_block => {
                    return Err(self.wrong("a `}` is missing"));
                }
                None => return Ok(all),
                Some(Token::End) => {
                    self.next();
                }
                Some(Token::Close) if in_block => return Ok(all),
                Some(_) => {
                    all.push(self.statement()?);
                    self.end_of_statement()?;
                }
            }
        }
    }

    fn statement(&mut self) -> Result<Statement, Fault> {
        let place = self.place();
        let Some(Token::Word(word)) = self.next() else {
            let what = format!("a statement begins with one of: {WORDS}");
            return Err(Fault::new(&place, what));
        };
        let mut within = None;
        let kind = match word.as_str() {
            "expect" => {
                within = self.within()?;
                self.expect()?
            }
            "send" => Kind::Send(self.text("what to send")?),
            "sendline" if self.is_at_end() => {
                Kind::SendLine(Template::default())
            }
            "sendline" => Kind::SendLine(self.text("the line to send")?),
            "secret" => self.secret()?,
            "timeout" => Kind::Timeout(self.time()?),
            "prompt" => Kind::Prompt(self.regex()?),
            "platform" => Kind::Platform(self.word("the name of a platform")?),
            "login" => {
                let user = self.text("the name of the user")?;
                Kind::Login(user, self.text("the password, as $PASSWORD")?)
            }
            "enable" if self.is_at_end() => Kind::Enable(Template::default()),
            "enable" => Kind::Enable(self.text("the password, as $ENABLE")?),
            "run" => Kind::Run(self.text("the command")?),
            "log" => Kind::Log(self.text("the name of a file, or -")?),
            "interact" => Kind::Interact,
            "continue" => Kind::Continue,
            "exit" => self.exit()?,
            _ => {
                let what =
                    format!("`{word}` is no statement; there are: {WORDS}");
                return Err(Fault::new(&place, what));
            }
        };
        if matches!(kind, Kind::Login(..) | Kind::Enable(_) | Kind::Run(_))
            || matches!(&kind, Kind::Expect(_) if within.is_none())
        {
            within = self.within()?;
        }
        Ok(Statement { place, kind, within })
    }

    // ---- the parts of statements ----

    /// What is expected: one thing, or branches.
    fn expect(&mut self) -> Result<Kind, Fault> {
        let place = self.place();
        if !matches!(self.peek(), Some(Token::Open)) {
            let when = self.when()?;
            if matches!(when, When::Timeout) {
                let what = "a timeout alone is nothing to expect; it is a \
                            branch, as in expect { /a/ => ...; timeout => ... }";
                return Err(Fault::new(&place, what));
            }
            return Ok(Kind::Expect(vec![Branch {
                place,
                when,
                body: Vec::new(),
            }]));
        }
        self.next();
        self.depth += 1;
        if self.depth > DEEPEST {
            let what = format!("no more than {DEEPEST} in each other");
            return Err(Fault::new(&place, what));
        }
        let mut branches = Vec::new();
        loop {
            match self.peek() {
                Some(Token::End) => {
                    self.next();
                }
                Some(Token::Close) => break,
                None => return Err(Fault::new(&place, "its `}` is missing")),
                Some(_) => branches.push(self.branch()?),
            }
        }
        self.next();
        self.depth -= 1;
        Ok(Kind::Expect(branches))
    }

    /// `WHEN => STATEMENT`, or `WHEN => { STATEMENTS }`, or `WHEN` alone.
    fn branch(&mut self) -> Result<Branch, Fault> {
        let place = self.place();
        let when = self.when()?;
        let mut body = Vec::new();
        if matches!(self.peek(), Some(Token::Arrow)) {
            self.next();
            if matches!(self.peek(), Some(Token::Open)) {
                self.next();
                body = self.statements(true)?;
                self.next();
            } else {
                body.push(self.statement()?);
            }
        }
        self.end_of_statement()?;
        Ok(Branch { place, when, body })
    }

    fn when(&mut self) -> Result<When, Fault> {
        let place = self.place();
        match self.next() {
            Some(Token::Regex(regex)) => Ok(When::Regex(regex)),
            Some(Token::Text(text)) => Ok(When::Text(text)),
            Some(Token::Word(it)) if it == "timeout" => Ok(When::Timeout),
            Some(Token::Word(it)) if it == "eof" => Ok(When::Eof),
            _ => {
                let what = "here comes what is expected: /a regular \
                            expression/, \"a text\", timeout or eof";
                Err(Fault::new(&place, what))
            }
        }
    }

    /// `NAME`, `NAME file FILE`, `NAME command LINE`.
    fn secret(&mut self) -> Result<Kind, Fault> {
        let place = self.place();
        let name = self.word("the name of a variable")?;
        if !is_name(&name) {
            let what = "a name is of letters, digits and `_`; of a secret only \
                        the name is in a script, and no `$`";
            return Err(Fault::new(&place, what));
        }
        if self.is_at_end() {
            return Ok(Kind::Secret(name, Origin::Environment));
        }
        let place = self.place();
        let origin = match self.word("file or command")?.as_str() {
            "file" => Origin::File(self.text("the name of the file")?),
            "command" => Origin::Command(self.text("the command, in quotes")?),
            _ => {
                let what = format!(
                    "a secret is from the environment (secret {name}), from a \
                     file (secret {name} file \"FILE\") or by a command \
                     (secret {name} command \"LINE\")"
                );
                return Err(Fault::new(&place, what));
            }
        };
        Ok(Kind::Secret(name, origin))
    }

    /// A code, and a message maybe.
    fn exit(&mut self) -> Result<Kind, Fault> {
        if self.is_at_end() {
            return Ok(Kind::Exit(0, None));
        }
        let place = self.place();
        let code = self.word("a code from 0 to 255")?.parse();
        let code = code.map_err(|_| {
            Fault::new(&place, "a code is a number from 0 to 255")
        })?;
        if self.is_at_end() {
            return Ok(Kind::Exit(code, None));
        }
        Ok(Kind::Exit(code, Some(self.text("a message")?)))
    }

    fn within(&mut self) -> Result<Option<Duration>, Fault> {
        match self.peek() {
            Some(Token::Word(it)) if it == "within" => {
                self.next();
                self.time().map(Some)
            }
            _ => Ok(None),
        }
    }

    fn time(&mut self) -> Result<Duration, Fault> {
        let place = self.place();
        let wrong = "a time, as 10s, 500ms or 2m";
        let text = self.word(wrong)?;
        time(&text).ok_or_else(|| {
            let what =
                format!("`{text}` is no time: give one above 0, as 10s, 500ms");
            Fault::new(&place, what)
        })
    }

    fn regex(&mut self) -> Result<String, Fault> {
        let place = self.place();
        match self.next() {
            Some(Token::Regex(regex)) => Ok(regex),
            _ => Err(Fault::new(&place, "here comes /a regular expression/")),
        }
    }

    fn word(&mut self, what: &str) -> Result<String, Fault> {
        let place = self.place();
        match self.next() {
            Some(Token::Word(word)) => Ok(word),
            _ => Err(Fault::new(&place, format!("here comes {what}"))),
        }
    }

    fn text(&mut self, what: &str) -> Result<Template, Fault> {
        let place = self.place();
        match self.next() {
            Some(Token::Text(text)) => Ok(text),
            Some(Token::Word(word)) => {
                let mut text = Template::default();
                word.bytes().for_each(|it| text.push(it));
                Ok(text)
            }
            Some(Token::Regex(_)) => Err(Fault::new(
                &place,
                "a text that begins with `/` is in quotes here",
            )),
            _ => Err(Fault::new(&place, format!("here comes {what}"))),
        }
    }

    // ---- words ----

    fn peek(&mut self) -> Option<&Token> {
        self.tokens.peek().map(|(token, _)| token)
    }

    fn next(&mut self) -> Option<Token> {
        self.tokens.next().map(|(token, _)| token)
    }

    fn place(&mut self) -> Place {
        let next = self.tokens.peek();
        next.map_or_else(|| self.end.clone(), |(_, place)| place.clone())
    }

    fn wrong(&mut self, what: &str) -> Fault {
        Fault::new(&self.place(), what)
    }

    fn is_at_end(&mut self) -> bool {
        matches!(self.peek(), None | Some(Token::End | Token::Close))
    }

    fn end_of_statement(&mut self) -> Result<(), Fault> {
        if self.is_at_end() {
            return Ok(());
        }
        Err(self.wrong(
            "the statement has ended before this: a text with blanks is in \
             quotes, another statement on a line of its own or behind `;`",
        ))
    }
}

/// A time: a number, and a unit where it is not seconds.
fn time(text: &str) -> Option<Duration> {
    let (number, per_second) = if let Some(it) = text.strip_suffix("ms") {
        (it, 0.001)
    } else if let Some(it) = text.strip_suffix('m') {
        (it, 60.0)
    } else {
        (text.strip_suffix('s').unwrap_or(text), 1.0)
    };
    let number: f64 = number.parse().ok()?;
    let time = Duration::try_from_secs_f64(number * per_second).ok()?;
    (!time.is_zero() && time.as_secs() < 1 << 31).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::plan::plan;
    use crate::script::variables::Variables;

    const SCRIPT: &str = "# \u{e4}\nsecret S command \"x\"; timeout 2m\n\
        expect within 1.5s { /a\\/b/ => send 'a\\x41$HOME'; \"t\\r\" => {\n\
        continue }; timeout; eof => exit 7 \"w\" }\n\
        expect /x/ within 5\nlogin u ${S}\nrun 'c' # c\nlog -\ninteract";

    fn check(text: &str) {
        let name = "s".to_owned();
        let source = Arc::new(Source { name, text: text.to_owned() });
        let parsed = parse(&source);
        let none = Variables::default();
        let fault = match parsed {
            Ok(script) => plan(&script, &none).map(drop),
            Err(fault) => Err(fault),
        };
        if let Err(fault) = fault {
            // A fault has a place, which can be shown.
            assert!(fault.to_string().starts_with("s:"), "{text:?}");
        }
    }

    #[test]
    fn no_text_is_too_strange() {
        for (at, _) in SCRIPT.char_indices() {
            let (before, behind) = SCRIPT.split_at(at);
            check(before);
            check(behind);
            for sign in "\"'/\\{}=>;#$ \n\u{4e00}a0".chars() {
                check(&format!("{before}{sign}{behind}"));
                let rest = behind.chars().skip(1).collect::<String>();
                check(&format!("{before}{sign}{rest}"));
            }
        }
    }

    #[test]
    fn times_have_units() {
        for (text, millis) in
            [("3", 3000), ("3s", 3000), ("250ms", 250), ("1.5m", 90_000)]
        {
            let wanted = Duration::from_millis(millis);
            assert_eq!(time(text), Some(wanted), "{text}");
        }
        for text in
            ["", "s", "0", "-1", "1h", "inf", "nan", "1e99", "3000000000"]
        {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
