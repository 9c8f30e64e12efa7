//! The message of each error: what happened, what it means, what to do.
//!
//! Names from the settings and words of GitLab are code or untrusted text, so that they are shown
//! verbatim.

use super::address::Scope;
use super::error::{Asked, GitlabError};
use crate::phrase::{Phrase, Piece};

/// Maximum number of failed files that are listed by name.
const NAMED: usize = 10;

impl GitlabError {
    /// Returns what happened, what it means and what to do.
    pub fn says(&self) -> Phrase {
        let say = Phrase::new();
        match self {
            Self::Address(error) => error.says(),
            Self::IssueAddress(error) => error.says(),
            Self::TokenUnusable(error) => error.says(),
            Self::TokenMissing(scope) => say
                .trusted("GitLab asks for an access token here (401). Paste one with the scope ")
                .code(scope.name())
                .trusted("."),
            Self::TokenWrong(scope) => say
                .trusted("GitLab does not know this access token (401). It may be cut short, or belong to another GitLab. Copy it again in full, or make a new one with the scope ")
                .code(scope.name())
                .trusted("."),
            Self::TokenExpired(scope) => say
                .trusted("The access token has expired (401). Make a new one with the scope ")
                .code(scope.name())
                .trusted(" and paste it."),
            Self::TokenRevoked(scope) => say
                .trusted("The access token was revoked (401), so it will not work again. Make a new one with the scope ")
                .code(scope.name())
                .trusted(" and paste it."),
            Self::ScopeTooSmall(scope) => {
                let say = say
                    .trusted("The access token is valid, but its scope is too small for this (403). Make one with the scope ")
                    .code(scope.name())
                    .trusted(" and paste it");
                match scope {
                    Scope::ReadRepository => say.trusted("."),
                    Scope::ReadApi => say.trusted(": ").code("read_repository").trusted(" is enough for a single file only."),
                }
            }
            Self::Forbidden { project, said } => quoted(
                say.trusted("GitLab knows who asks, and does not let them read ").code(project).trusted(" (403)."),
                said,
            )
            .trusted(" Ask a maintainer of the project for access to its code (the role Reporter is enough), or use the token of an account that has it."),
            Self::ProjectNotFound { project, token: Asked::WithoutToken } => say
                .trusted("GitLab shows no project ")
                .code(project)
                .trusted(" to a request without an access token (404): it is private, or its name is wrong. Check the project's name, and paste a token of an account that may read it."),
            Self::ProjectNotFound { project, token: Asked::WithToken } => say
                .trusted("GitLab finds no project ")
                .code(project)
                .trusted(" that this access token may see (404). Either the project's name is wrong or has changed, or the token's account lacks access to it. Check the name as it stands in the address of the project's page, then the account's membership."),
            Self::ReferenceNotFound { project, reference } if reference.is_empty() => say
                .trusted("The project ")
                .code(project)
                .trusted(" has no commit on its default branch (404), so there is nothing to read. Check the project's name, or name a branch."),
            Self::ReferenceNotFound { project, reference } => say
                .trusted("The project ")
                .code(project)
                .trusted(" has no branch, tag or commit ")
                .code(reference)
                .trusted(" (404). Check its spelling, or leave that field empty for the default branch."),
            Self::FileNotFound { project, path, reference } => on(
                say.trusted("There is no file ").code(path).trusted(" in ").code(project),
                reference,
            )
            .trusted(" (404). Check the path, letter by letter and from the project's top folder, and the branch. A folder's path ends in ")
            .code("/")
            .trusted("."),
            Self::FolderNotFound { project, path, reference } => on(
                say.trusted("There is no folder ").code(if path.is_empty() { "/" } else { path }).trusted(" in ").code(project),
                reference,
            )
            .trusted(" (404). Check the path, from the project's top folder, and the branch. A single file's path ends in ")
            .code(".yaml")
            .trusted(" or ")
            .code(".yml")
            .trusted("."),
            Self::IssueNotFound { project, number } => say
                .trusted("GitLab finds no issue ")
                .code(format!("#{number}"))
                .trusted(" in ")
                .code(project)
                .trusted(" that this access token may see (404). Check the address and the token's account; reading an issue needs the scope ")
                .code("read_api")
                .trusted(". Or open the issue and paste its text."),
            Self::NotTheApi { status } => say.trusted(format!(
                "Something answered that is not GitLab's API (status {status}): a proxy, or a page that was built with a wrong GitLab address. Open GitLab in another tab, sign in there and try again; if that works and this does not, tell whoever published this page."
            )),
            Self::Moved { project } => say
                .trusted("GitLab answers that ")
                .code(project)
                .trusted(" has moved to another address (a redirect). It was not followed, so that the access token goes nowhere else. Open the project in GitLab, copy its present path from the address bar into the field Project, and fetch again."),
            Self::Throttled => say.trusted(
                "GitLab is asked too often at the moment (429), by this page or by others at your address. Wait a minute, then fetch again.",
            ),
            Self::Server { status } => say.trusted(format!(
                "GitLab is in error ({status}): this is not your doing. Wait a few minutes and fetch again; its status page tells whether it is known."
            )),
            Self::SignInPage => say.trusted(
                "A web page came in place of the data, most likely the sign-in page of a proxy or VPN in between. Open GitLab in another tab, sign in, then fetch again.",
            ),
            Self::Gate { status } => say.trusted(format!(
                "Something between this page and GitLab refused the request ({status}): a proxy, a VPN or a network rule. Open GitLab in another tab; sign in or connect to the VPN if it asks, then fetch again."
            )),
            Self::LfsPointer { path } => say
                .code(path)
                .trusted(" is stored in Git LFS, and GitLab gave its pointer in place of the content. Download the file from its page in GitLab and open it here under Roster files."),
            Self::EmptyFile { path } => say
                .code(path)
                .trusted(" is empty: GitLab answered, and the file has no content. Check the path and the branch."),
            Self::EmptyFolder { path, others } => say
                .trusted("The folder ")
                .code(if path.is_empty() { "/" } else { path })
                .trusted(format!(
                    " holds no .yaml or .yml file{}. Check the path; folders inside it are not searched.",
                    match others {
                        0 => String::new(),
                        1 => " (one other entry)".to_owned(),
                        many => format!(" ({many} other entries)"),
                    }
                )),
            Self::Unexpected { status, said } => {
                quoted(say.trusted(format!("GitLab gave an answer that this page does not know (status {status}).")), said)
                    .trusted(" Try again; if it stays, download the file from GitLab and open it here under Roster files.")
            }
            Self::Offline => say.trusted(
                "The browser says that there is no network. Nothing was sent. Connect, then fetch again.",
            ),
            Self::Unreachable { host } => say
                .trusted("No answer came from ")
                .code(host)
                .trusted(". A browser does not tell a page why: there may be no network, the name may not be found, the connection may be refused, or something (a VPN, a proxy, an extension) may block it. Open GitLab in another tab: if that works, look at extensions and the VPN; if not, at the network."),
            Self::Dropped => say.trusted(
                "The connection broke off before everything had come. Nothing of the broken part was used. Check the network, then fetch again.",
            ),
            Self::Stalled => say.trusted(
                "Nothing came from GitLab for 20 seconds, so the page stopped waiting. Check the network or the VPN, then fetch again.",
            ),
            Self::Truncated { got, expected } => say.trusted(format!(
                "The file came incomplete: {got} of {expected} bytes. Nothing of it was used. Fetch again; if it stays, something between this page and GitLab cuts answers short."
            )),
            Self::Garbled => say.trusted(
                "The file that came is not the one that GitLab sent: its checksum differs. Nothing of it was used. Fetch again; if it stays, something between this page and GitLab changes answers.",
            ),
            Self::TooLarge => say.trusted(
                "The answer is larger than 50 MB, which no roster is, so the page stopped reading. Check the path.",
            ),
            Self::KeepsMoving => say.trusted(
                "The branch changed again and again while the folder was read, so no one state of it could be had. Fetch again in a moment, or give a commit in the field Branch, tag or commit.",
            ),
            Self::Partial { failed, read, total } => partial(failed, *read, *total),
            Self::Cancelled => say.trusted("Stopped. What was there before is unchanged."),
        }
    }
}

/// Lists the files of a folder that failed, grouped by error.
fn partial(failed: &[(String, GitlabError)], read: usize, total: usize) -> Phrase {
    let missing = total.saturating_sub(read);
    let mut say = Phrase::new().trusted(format!(
        "{missing} of {total} files could not be read, so the folder is not whole and was not taken over."
    ));
    if read > 0 {
        say = say.trusted(format!(
            " The other {read} are kept: fetching again asks only for what is missing."
        ));
    }
    let named = failed.get(..NAMED).unwrap_or(failed);
    for (index, (_, error)) in named.iter().enumerate() {
        if named.iter().take(index).any(|(_, earlier)| earlier == error) {
            continue;
        }
        say.0.push(Piece::Break);
        let mut joint = "";
        for (path, _) in named.iter().filter(|(_, other)| other == error) {
            say = say.trusted(joint).code(path);
            joint = ", ";
        }
        say = say.trusted(": ");
        say.0.extend(error.says().0);
    }
    let unnamed = missing.saturating_sub(named.len());
    if unnamed > 0 {
        say.0.push(Piece::Break);
        say = say.trusted(format!("and {unnamed} more."));
    }
    say
}

/// Appends GitLab's own words, if it said any.
fn quoted(say: Phrase, said: &str) -> Phrase {
    if said.is_empty() { say } else { say.trusted(" It said: ").untrusted(said).trusted(".") }
}

/// Appends the requested branch.
fn on(say: Phrase, reference: &str) -> Phrase {
    if reference.is_empty() {
        say.trusted(" on the default branch")
    } else {
        say.trusted(" at ").code(reference)
    }
}
