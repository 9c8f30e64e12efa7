//! What can go wrong with a sign-in, each with its plain words. None of them ever holds a code or a token.

use crate::gitlab::answer::{is_html, said};
use crate::gitlab::error::GitlabError;
use crate::json;
use crate::phrase::Phrase;

/// Which form was sent to GitLab: what an answer means depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A code was to be exchanged.
    Code,
    /// Tokens were to be renewed.
    Renewal,
}

/// Why somebody could not sign in, or is signed in no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInError {
    /// The person, or their GitLab, refused it.
    Denied,
    /// The page's address held an answer that no sign-in of this tab had asked for.
    Stray,
    /// The person came back, and GitLab's answer did not come with them.
    NoAnswer,
    /// The browser keeps nothing for the page, so no answer could be told from a foreign one.
    NoStorage,
    /// GitLab does not take the page's application: unknown, confidential, or registered otherwise.
    Application,
    /// The code is good no more: ten minutes were over, or it was used.
    CodeExpired,
    /// The tokens cannot be renewed any more, or were revoked.
    Ended,
    /// GitLab calls a token ended that it has just made.
    Clock,
    /// GitLab is there, and does not let a page read what it answers.
    TooOld {
        /// The host.
        host: String,
    },
    /// Another error of GitLab's, in its own words, at most 200 characters.
    Refused {
        /// GitLab's words.
        said: String,
    },
    /// The network, or what stands in between.
    Network(GitlabError),
}

impl SignInError {
    /// Returns what an error of OAuth means. `said` is its description.
    pub(super) fn answered(error: &str, said: &str, form: Form) -> Self {
        match (error, form) {
            ("access_denied", _) => Self::Denied,
            ("invalid_grant", Form::Code) => Self::CodeExpired,
            ("invalid_grant", Form::Renewal) => Self::Ended,
            (
                "invalid_client"
                | "unauthorized_client"
                | "invalid_redirect_uri"
                | "invalid_scope"
                | "invalid_request"
                | "unsupported_grant_type"
                | "unsupported_response_type",
                _,
            ) => Self::Application,
            _ => {
                let words = if said.is_empty() { error } else { said };
                Self::Refused { said: words.chars().take(GitlabError::QUOTE).collect() }
            }
        }
    }

    /// The error of an answer that is not one of GitLab's.
    pub(super) fn not_gitlab() -> Self {
        Self::Network(GitlabError::NotTheApi { status: 200 })
    }

    /// Whether the person has to sign in again: trying once more would not help.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Network(_) | Self::TooOld { .. } | Self::Refused { .. })
    }

    /// Returns what a refusal of the API means for a token of a sign-in; `None` where it means the same
    /// as for a pasted one. `fresh`: by the page's count the token should still be good.
    pub fn of_request(error: &GitlabError, fresh: bool) -> Option<Self> {
        match error {
            GitlabError::TokenExpired(_) if fresh => Some(Self::Clock),
            GitlabError::TokenExpired(_)
            | GitlabError::TokenRevoked(_)
            | GitlabError::TokenWrong(_) => Some(Self::Ended),
            GitlabError::ScopeTooSmall(_) => Some(Self::Application),
            _ => None,
        }
    }

    /// What happened, what it means and what to do, for people.
    pub fn says(&self) -> Phrase {
        const TOKEN: &str = " An access token works meanwhile.";
        let say = Phrase::new();
        match self {
            Self::Denied => say.trusted(
                "GitLab did not let this page read for you: somebody pressed Cancel or Deny there, or your GitLab does not allow it. Nothing was fetched. Press Sign in with GitLab to try again, or use an access token.",
            ),
            Self::Stray => say.trusted(
                "This page's address held an answer to a sign-in that nobody began in this tab. It was dropped: nothing was sent, and nobody is signed in by it. If you were signing in, press Sign in with GitLab again.",
            ),
            Self::NoAnswer => say
                .trusted("You are back, and GitLab sent no answer, so you are not signed in. If GitLab said that the client is unknown or the redirect URI not valid, this page is registered wrongly there: tell whoever published it.")
                .trusted(TOKEN),
            Self::NoStorage => say.trusted(
                "This browser lets the page keep nothing while you are at GitLab, so it could not tell GitLab's answer from somebody else's. Allow the page to store data, or use an access token.",
            ),
            Self::Application => say
                .trusted("GitLab does not accept this page as an application: its id is unknown there, it is registered as confidential, without the scope ")
                .code("read_api")
                .trusted(", or with another redirect address. Tell whoever published this page.")
                .trusted(TOKEN),
            Self::CodeExpired => say.trusted(
                "GitLab no longer takes the code that it sent with you: it is good once, and for ten minutes by GitLab's clock. Press Sign in with GitLab again.",
            ),
            Self::Ended => say.trusted(
                "GitLab no longer accepts this sign-in: its time is over, or it was revoked. What was fetched stays. Press Sign in with GitLab again.",
            ),
            Self::Clock => say
                .trusted("GitLab says that a token which it has just made is over already, so a clock at GitLab is wrong; that of this computer is not asked. Press Sign in with GitLab again in a minute; if it stays, tell whoever runs GitLab.")
                .trusted(TOKEN),
            Self::TooOld { host } => say
                .code(host)
                .trusted(" is there, and does not let this page read its answer. GitLab does from version 15.1 on: this one is older, or a proxy in between takes the permission away.")
                .trusted(TOKEN),
            Self::Refused { said } => say
                .trusted("GitLab did not complete the sign-in. It said: ")
                .untrusted(said)
                .trusted(". Press Sign in with GitLab again in a moment.")
                .trusted(TOKEN),
            Self::Network(error) => {
                let mut say = say.trusted("You are not signed in. ");
                say.0.extend(error.says().0);
                say
            }
        }
    }
}

impl From<GitlabError> for SignInError {
    fn from(error: GitlabError) -> Self {
        Self::Network(error)
    }
}

/// Judges an answer to a form: whether its body is to be read.
///
/// # Errors
/// What the status and GitLab's error in the body mean.
pub fn judged(status: u16, content_type: &str, body: &str, form: Form) -> Result<(), SignInError> {
    let html = is_html(content_type, body);
    let error = json::whole(body.as_bytes()).ok();
    let error = error.as_ref().and_then(|body| body.member("error")).and_then(json::Node::text);
    Err(match (status, error) {
        (200, None) if !html => return Ok(()),
        (200, None) => GitlabError::SignInPage.into(),
        (400..=403, Some(error)) => SignInError::answered(error, &said(body, html), form),
        (401 | 403 | 407 | 511, _) => GitlabError::Gate { status }.into(),
        (429, _) => GitlabError::Throttled.into(),
        (408 | 500..=599, _) => GitlabError::Server { status }.into(),
        _ => GitlabError::NotTheApi { status }.into(),
    })
}
