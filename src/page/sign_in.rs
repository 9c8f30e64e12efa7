//! The session with GitLab: begun by a trip there and back, renewed while the page is open, and ended by
//! `Sign out`, `Clear everything` or leaving.
//!
//! Its tokens are in memory, here and nowhere else, in the type that never shows itself. What they mean is
//! decided in `calendly_audit::gitlab::sign_in`; here it is carried out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use calendly_audit::gitlab::address::Host;
use calendly_audit::gitlab::error::{self, GitlabError};
use calendly_audit::gitlab::sign_in::{Application, Form, Grant, Intent, SignInError, Trip};
use calendly_audit::gitlab::token::Token;
use calendly_audit::phrase::Phrase;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, UseReducerDispatcher};

use super::action::Action;
use super::dom::{self, clock, trip};
use super::state::State;
use super::{http, settings};

/// How long the page waits before it tries again to renew tokens, or to see whether a request under way
/// is over, in milliseconds.
const AGAIN: i32 = 10_000;
/// The same for who waits for another renewal.
const SOON: i32 = 100;

/// The session. Clones are the same one.
#[derive(Clone)]
pub struct GitlabSession(Rc<Inner>);

struct Inner {
    /// `None` where the page was built without: then nothing of this ever happens.
    application: Option<Application>,
    host: Host,
    tell: RefCell<Option<UseReducerDispatcher<State>>>,
    open: RefCell<Option<Open>>,
    /// Whether an issue was asked for and has not come.
    wants_issue: Cell<bool>,
    /// Counts the ends of sessions: what comes for an earlier one has no place any more.
    turn: Cell<usize>,
    renewing: Cell<bool>,
}

impl Default for GitlabSession {
    /// A session that nobody has begun.
    fn default() -> Self {
        Self(Rc::new(Inner {
            application: trip::application(),
            host: Host::new(settings::gitlab_url()),
            tell: RefCell::default(),
            open: RefCell::default(),
            wants_issue: Cell::default(),
            turn: Cell::default(),
            renewing: Cell::default(),
        }))
    }
}

/// A session that stands.
struct Open {
    grant: Grant,
    /// When its tokens came, in milliseconds since 1970.
    since: f64,
}

impl Open {
    /// Whether the access token should still be good, by the time since it came.
    fn is_fresh(&self) -> bool {
        clock::instant() - self.since < f64::from(self.grant.lasts) * 1000.0
    }
}

impl PartialEq for GitlabSession {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl GitlabSession {
    /// Whether people can sign in at all.
    pub fn is_possible(&self) -> bool {
        self.0.application.is_some()
    }

    /// Says whether an issue was asked for and has not come: it goes on after a sign-in.
    pub fn wants_issue(&self, wants: bool) {
        self.0.wants_issue.set(wants);
    }

    /// Leaves the page for GitLab. After the return the roster is fetched where `wants_roster`, and the issue
    /// where one was asked for.
    pub fn begin(&self, wants_roster: bool) {
        let Some(application) = &self.0.application else { return };
        let intent = Intent { roster: wants_roster, issue: self.0.wants_issue.get() };
        let trip = trip::random().map(|random| Trip::new(&random, intent));
        let Some(trip) = trip.filter(|trip| trip::hold(trip).is_some()) else {
            return self.fail(&SignInError::NoStorage);
        };
        self.tell(Action::Say("Going to GitLab".into()));
        trip::go(&trip.authorize_url(&self.0.host, application));
    }

    /// Takes what came back from GitLab, where anything did, and goes on with what had been asked for. To be
    /// called once, as the page starts. `on_issue` fetches the issue.
    pub fn arrive(&self, tell: UseReducerDispatcher<State>, on_issue: Callback<()>) {
        self.0.tell.replace(Some(tell));
        let (answer, held) = (trip::answer(), trip::take());
        let Some(application) = &self.0.application else { return };
        let code = match (held, answer.is_empty()) {
            (None, true) => return,
            (None, false) => Err(SignInError::Stray),
            (Some(_), true) => Err(SignInError::NoAnswer),
            (Some(trip), false) => trip.returned(&answer),
        };
        let code = match code {
            Ok(code) => code,
            Err(error) => return self.fail(&error),
        };
        self.tell(Action::Say("Signing in".into()));
        let (intent, form) = (code.intent, code.exchange(application));
        let session = self.clone();
        spawn_local(async move {
            if session.exchange(&form, Form::Code).await.is_err() {
                return;
            }
            session.tell(Action::SignedIn(true));
            if intent.issue {
                on_issue.emit(());
            }
            // What stands further down the page comes some frames after its beginning.
            while intent.roster && !dom::press("fetch") {
                clock::pause(SOON).await;
            }
            session.keep_fresh().await;
        });
    }

    /// The browser shows the page as it was when it was left for GitLab.
    pub fn come_back(&self) {
        if trip::take().is_some() {
            self.fail(&SignInError::NoAnswer);
        }
    }

    /// Ends the session, and has GitLab end its tokens. A trip that is under way goes on.
    pub fn end(&self) {
        self.0.turn.set(self.0.turn.get() + 1);
        let open = self.0.open.take();
        if let (Some(open), Some(application)) = (open, &self.0.application) {
            http::revoke(&self.0.host, &open.grant.revocation(application));
            self.tell(Action::SignedIn(false));
        }
    }

    /// Returns the token to ask GitLab with: the one that a person typed, else the session's, renewed if it
    /// is over (as after a sleep of the computer), else none.
    ///
    /// # Errors
    /// A sentence for people where the session's is over and cannot be renewed.
    pub async fn token(&self, typed: Token) -> Result<Rc<Token>, Phrase> {
        if typed.is_empty() {
            while self.0.renewing.get() {
                clock::pause(SOON).await;
            }
            let is_over = self.0.open.borrow().as_ref().is_some_and(|open| !open.is_fresh());
            if is_over {
                self.renew().await.map_err(|error| error.says())?;
            }
            if let Some(open) = &*self.0.open.borrow() {
                return Ok(Rc::clone(&open.grant.access));
            }
        }
        Ok(Rc::new(typed))
    }

    /// Returns what a refusal says to whoever asked with this token. A session that GitLab no longer accepts
    /// ends with it.
    pub fn refused(&self, token: &Token, error: &GitlabError) -> Phrase {
        let fresh = self.0.open.borrow().as_ref().is_some_and(Open::is_fresh);
        match SignInError::of_request(error, fresh).filter(|_| token.is_bearer()) {
            Some(over) => {
                self.end();
                over.says()
            }
            None if self.is_possible() && wants_any_token(error) => {
                error.says().trusted(" Or press Sign in with GitLab.")
            }
            None => error.says(),
        }
    }

    fn tell(&self, action: Action) {
        if let Some(tell) = &*self.0.tell.borrow() {
            tell.dispatch(action);
        }
    }

    fn fail(&self, error: &SignInError) {
        self.tell(Action::Error(error.says().plain().into()));
    }

    /// Exchanges a form for tokens. Where GitLab refuses for good there is no session afterwards, and that is
    /// said; where the session was ended meanwhile, what came goes back at once.
    async fn exchange(&self, form: &str, kind: Form) -> Result<(), SignInError> {
        let turn = self.0.turn.get();
        let grant = http::grant(&self.0.host, form, kind).await;
        let ended = turn != self.0.turn.get();
        match (grant, &self.0.application) {
            (Ok(grant), Some(application)) if ended => {
                http::revoke(&self.0.host, &grant.revocation(application));
                Err(SignInError::Ended)
            }
            (Ok(grant), _) => {
                self.0.open.replace(Some(Open { grant, since: clock::instant() }));
                Ok(())
            }
            (Err(error), _) => {
                if !ended && (kind == Form::Code || error.is_final()) {
                    self.over(&error);
                }
                Err(error)
            }
        }
    }

    /// The session is over, if there was one: says why.
    fn over(&self, error: &SignInError) {
        if self.0.open.take().is_some() {
            self.tell(Action::SignedIn(false));
        }
        self.fail(error);
    }

    /// Renews the tokens. Where that is no longer possible the session is over.
    async fn renew(&self) -> Result<(), SignInError> {
        let form = {
            let open = self.0.open.borrow();
            let application = self.0.application.as_ref();
            open.as_ref().zip(application).and_then(|(open, to)| open.grant.renewal(to))
        };
        let Some(form) = form else {
            self.over(&SignInError::Ended);
            return Err(SignInError::Ended);
        };
        self.0.renewing.set(true);
        let renewed = self.exchange(&form, Form::Renewal).await;
        self.0.renewing.set(false);
        renewed
    }

    /// Renews the tokens before they end, again and again, for as long as this session stands.
    async fn keep_fresh(&self) {
        let turn = self.0.turn.get();
        let mut again = None;
        while let Some((seconds, busy)) = self.due(turn) {
            // A request under way carries the token that renewing would end.
            if again.is_some() && !busy {
                match self.renew().await {
                    Ok(()) => again = None,
                    Err(error) if error.is_final() => return,
                    Err(_) => {}
                }
            }
            clock::pause(again.replace(AGAIN).unwrap_or(seconds)).await;
        }
    }

    /// After how many milliseconds the tokens are to be renewed, and whether they are in use; `None` where this
    /// session is over.
    fn due(&self, turn: usize) -> Option<(i32, bool)> {
        let open = self.0.open.borrow();
        let grant = &open.as_ref().filter(|_| turn == self.0.turn.get())?.grant;
        let busy = self.0.renewing.get() || Rc::strong_count(&grant.access) > 1;
        Some((i32::try_from(grant.renewed_after() * 1000).ok()?, busy))
    }
}

/// Whether any token at all would help.
fn wants_any_token(error: &GitlabError) -> bool {
    use error::Asked::WithoutToken;
    matches!(
        error,
        GitlabError::TokenMissing(_) | GitlabError::ProjectNotFound { token: WithoutToken, .. }
    )
}
