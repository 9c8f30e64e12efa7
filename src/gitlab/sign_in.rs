//! Signing in with GitLab: OAuth 2.0, authorization code with PKCE (RFC 6749, RFC 7636), for a public
//! application, which has no secret.
//!
//! A [`Trip`] leads to GitLab and back: it makes the address that the person is sent to, and is the
//! only one that can take the code out of the answer. A [`Grant`] is what the code is exchanged for.
//! Randomness, time and storage are handed in; `docs/sign-in.md` has the facts and their sources.

mod error;

pub use error::{Form, SignInError, judged};

use super::address::{Host, Scope};
use super::encode::{decoded, segment};
use super::token::Token;
use crate::json;
use sha2::{Digest, Sha256};
use std::rc::Rc;

/// Where tokens are given and renewed, below the host's address.
pub const TOKEN_PATH: &str = "/oauth/token";
/// Where tokens are revoked, below the host's address.
pub const REVOKE_PATH: &str = "/oauth/revoke";

/// What the page is to GitLab: a public application that somebody registered there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its application id (`client_id`). No secret: it stands in the address of every sign-in.
    pub id: String,
    /// The page's own address, to which GitLab sends people back; registered to the letter.
    pub redirect: String,
}

/// What goes on by itself after the sign-in, because the person had asked for it before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Intent {
    /// The roster is fetched.
    pub roster: bool,
    /// The issue whose address stands in `Earlier notes` is fetched.
    pub issue: bool,
}

/// A sign-in under way: the secrets that tie GitLab's answer to this tab. Never shown (no `Debug`), and
/// used up by the answer, whatever it is.
pub struct Trip {
    state: String,
    verifier: String,
    intent: Intent,
}

/// The code that GitLab sent back, with the verifier that belongs to it: good for one exchange.
pub struct Code {
    letters: String,
    verifier: String,
    /// What goes on after the exchange.
    pub intent: Intent,
}

impl Trip {
    /// How many random bytes a trip is made from: half for its state, half for its verifier.
    pub const RANDOM: usize = 64;

    /// Begins a trip from random bytes, which nobody else may know.
    pub fn new(random: &[u8; Self::RANDOM], intent: Intent) -> Self {
        let (state, verifier) = random.split_at(Self::RANDOM / 2);
        Self { state: base64url(state), verifier: base64url(verifier), intent }
    }

    /// Returns GitLab's address at which the person allows the page to read for them. It holds the
    /// challenge, never the verifier.
    pub fn authorize_url(&self, host: &Host, application: &Application) -> String {
        let url = form(&[
            ("client_id", &application.id),
            ("redirect_uri", &application.redirect),
            ("response_type", "code"),
            ("state", &self.state),
            ("scope", Scope::ReadApi.name()),
            ("code_challenge", &challenge(&self.verifier)),
            ("code_challenge_method", "S256"),
        ]);
        format!("{}/oauth/authorize?{url}", host.url())
    }

    /// Writes the trip as a line of text, for the tab to hold while the person is at GitLab.
    pub fn to_text(&self) -> String {
        let flag = |is, letter| if is { letter } else { "" };
        let intent = [flag(self.intent.roster, "r"), flag(self.intent.issue, "i")].concat();
        [&*self.state, &self.verifier, &intent].join(".")
    }

    /// Reads what [`Trip::to_text`] wrote; `None` for anything else.
    pub fn from_text(text: &str) -> Option<Self> {
        let (state, rest) = text.split_once('.')?;
        let (verifier, intent) = rest.split_once('.')?;
        let sound =
            |text: &str| text.len() == 43 && text.bytes().all(|byte| BASE64URL.contains(&byte));
        (sound(state) && sound(verifier)).then(|| Self {
            state: state.to_owned(),
            verifier: verifier.to_owned(),
            intent: Intent { roster: intent.contains('r'), issue: intent.contains('i') },
        })
    }

    /// Takes the code out of GitLab's answer, `query`: what stood behind the `?` of the page's address.
    ///
    /// # Errors
    /// [`SignInError::Stray`] where its state is not the trip's, whatever else it holds; otherwise
    /// what GitLab says in place of a code.
    pub fn returned(self, query: &str) -> Result<Code, SignInError> {
        if parameter(query, "state").is_none_or(|state| state != self.state) {
            return Err(SignInError::Stray);
        }
        match (parameter(query, "error"), parameter(query, "code")) {
            (None, Some(code)) if !code.is_empty() => {
                Ok(Code { letters: code, verifier: self.verifier, intent: self.intent })
            }
            (Some(error), _) => {
                let said = parameter(query, "error_description").unwrap_or_default();
                Err(SignInError::answered(&error, &said, Form::Code))
            }
            _ => Err(SignInError::NoAnswer),
        }
    }
}

impl Code {
    /// Returns the form that exchanges the code at [`TOKEN_PATH`], once.
    pub fn exchange(self, application: &Application) -> String {
        form(&[
            ("client_id", &application.id),
            ("grant_type", "authorization_code"),
            ("code", &self.letters),
            ("redirect_uri", &application.redirect),
            ("code_verifier", &self.verifier),
        ])
    }
}

/// What GitLab gave for a code: a token to ask with, and one to renew both.
#[derive(Debug)]
pub struct Grant {
    /// The token to ask with. Whoever asks holds it meanwhile.
    pub access: Rc<Token>,
    /// The token that renews both; empty where GitLab gave none.
    refresh: Token,
    /// How long the access token lasts, in seconds, from the answer on: 7,200 at GitLab.
    pub lasts: u32,
}

impl Grant {
    /// The longest time that is counted, in seconds. A browser's timer knows none beyond 24 days.
    const LONGEST: u32 = 24 * 60 * 60;

    /// Reads the body of an answer that [`judged`] let pass.
    ///
    /// # Errors
    /// [`SignInError::Clock`] where the token has ended before it came; an answer that is no grant of
    /// this kind is not GitLab's.
    pub fn read(body: &str) -> Result<Self, SignInError> {
        let answer = json::whole(body.as_bytes()).map_err(|_| SignInError::not_gitlab())?;
        let text = |name| answer.member(name).and_then(json::Node::text);
        let kind = text("token_type").unwrap_or_default();
        let access = text("access_token")
            .and_then(Token::bearer)
            .map(Rc::new)
            .filter(|_| kind.eq_ignore_ascii_case("bearer"))
            .ok_or_else(SignInError::not_gitlab)?;
        let refresh = text("refresh_token").and_then(Token::bearer).unwrap_or_default();
        // GitLab always says it; where it does not, two hours are what its documentation promises.
        let lasts =
            answer.member("expires_in").map_or(Some(7_200), json::Node::number::<i64>).unwrap_or(0);
        match u32::try_from(lasts) {
            Ok(lasts @ 1..) => Ok(Self { access, refresh, lasts: lasts.min(Self::LONGEST) }),
            Ok(0) => Err(SignInError::Clock),
            Err(_) if lasts < 0 => Err(SignInError::Clock),
            Err(_) => Ok(Self { access, refresh, lasts: Self::LONGEST }),
        }
    }

    /// Returns after how many seconds the tokens are to be renewed: a tenth of their time before it is
    /// over, so twelve minutes at GitLab.
    pub fn renewed_after(&self) -> u32 {
        (self.lasts - self.lasts / 10).max(1)
    }

    /// Returns the form that renews both tokens at [`TOKEN_PATH`]; `None` where GitLab gave nothing to
    /// renew them with.
    pub fn renewal(&self, application: &Application) -> Option<String> {
        (!self.refresh.is_empty()).then(|| {
            form(&[
                ("client_id", &application.id),
                ("grant_type", "refresh_token"),
                ("refresh_token", self.refresh.bare()),
                ("redirect_uri", &application.redirect),
            ])
        })
    }

    /// Returns the form that ends both tokens at [`REVOKE_PATH`]: GitLab holds them in one record.
    pub fn revocation(&self, application: &Application) -> String {
        form(&[("client_id", &application.id), ("token", self.access.bare())])
    }
}

/// The challenge of a verifier: RFC 7636, method S256.
fn challenge(verifier: &str) -> String {
    base64url(&Sha256::digest(verifier))
}

/// A form, or the query of an address: `a=b&c=d`, percent-encoded.
fn form(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> =
        pairs.iter().map(|(name, value)| [name, "=", &*segment(value)].concat()).collect();
    pairs.join("&")
}

/// The value of a parameter of a query, decoded; the first one where it stands there several times.
fn parameter(query: &str, wanted: &str) -> Option<String> {
    query.trim_start_matches('?').split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name == wanted).then(|| decoded(&value.replace('+', " ")))
    })
}

const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for addresses, without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0, |group, byte| group << 8 | usize::from(*byte));
        // Zero bits fill the last letter: three letters stand for two bytes, two for one.
        let group = group << (6 * (chunk.len() + 1) - 8 * chunk.len());
        for letter in (0..=chunk.len()).rev() {
            text.extend(BASE64URL.get(group >> (6 * letter) & 63).copied().map(char::from));
        }
    }
    text
}
