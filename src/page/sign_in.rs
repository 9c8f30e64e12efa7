//! The session with GitLab: begun by a trip there and back, renewed while the page is open, and ended by
//! `Sign out`, `Clear everything` or leaving.
//!
//! Its tokens are in memory, here and nowhere else, in the type that never shows itself. What they mean is
//! decided in `calendly_audit::gitlab::sign_in`; here it is carried out.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use calendly_audit::gitlab::address::Host;
use calendly_audit::gitlab::sign_in::{Application, Form, Grant, Intent, SignInTrouble, Trip};
use calendly_audit::gitlab::token::Token;
use calendly_audit::gitlab::trouble::{self, Trouble};
use calendly_audit::phrase::Phrase;
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::dom::{clock, trip};
use super::{http, settings};

/// How long the page waits before it tries again to renew tokens, or to see whether a request under way
/// is over, in milliseconds.
const AGAIN: i32 = 10_000;
/// The same for who waits for another renewal.
const SOON: i32 = 100;

/// How the session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody is signed in.
    Out,
    /// The page is being left for GitLab.
    Leaving,
    /// The code that came back is being exchanged.
    Arriving,
    /// Somebody is signed in.
    In,
    /// It failed, or came to an end: a sentence for people.
    Failed(Phrase),
}

/// The session. Clones are the same one.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    /// `None` where the page was built without: then nothing of this ever happens.
    application: Option<Application>,
    host: Host,
    tell: Callback<Standing>,
    open: RefCell<Option<Open>>,
    /// What goes on once somebody is signed in.
    intent: Cell<Intent>,
    /// Counts the ends of sessions: what comes for an earlier one has no place any more.
    turn: Cell<usize>,
    renewing: Cell<bool>,
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

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Session {
    /// A session that nobody has begun; `tell` is told how it stands from then on.
    pub fn new(tell: Callback<Standing>) -> Self {
        Self(Rc::new(Inner {
            application: trip::application(),
            host: Host::new(settings::gitlab_url()),
            tell,
            open: RefCell::default(),
            intent: Cell::default(),
            turn: Cell::default(),
            renewing: Cell::default(),
        }))
    }

    /// Whether people can sign in at all.
    pub fn is_possible(&self) -> bool {
        self.0.application.is_some()
    }

    /// Leaves the page for GitLab, once what is shown is shown: `intent` goes on after the return.
    pub fn begin(&self, intent: Intent) {
        let Some(application) = &self.0.application else { return };
        let trip = trip::random().map(|random| Trip::new(&random, intent));
        let Some(trip) = trip.filter(|trip| trip::hold(trip).is_some()) else {
            return self.fail(&SignInTrouble::NoStorage);
        };
        let address = trip.authorize_url(&self.0.host, application);
        self.0.tell.emit(Standing::Leaving);
        spawn_local(async move {
            // The page no longer asks whether to leave, once it is drawn.
            clock::pause(0).await;
            trip::go(&address);
        });
    }

    /// Takes what came back from GitLab, where anything did. To be called once, as the page starts.
    pub fn arrive(&self) {
        let (answer, held) = (trip::answer(), trip::take());
        let Some(application) = &self.0.application else { return };
        let code = match (held, answer.is_empty()) {
            (None, true) => return,
            (None, false) => return self.fail(&SignInTrouble::Stray),
            (Some(_), true) => return self.fail(&SignInTrouble::NoAnswer),
            (Some(trip), false) => match trip.returned(&answer) {
                Ok(code) => code,
                Err(trouble) => return self.fail(&trouble),
            },
        };
        self.0.intent.set(code.intent);
        self.0.tell.emit(Standing::Arriving);
        let form = code.exchange(application);
        let (session, turn) = (self.clone(), self.0.turn.get());
        spawn_local(async move {
            match session.exchange(&form, Form::Code).await {
                Ok(()) => {
                    session.0.tell.emit(Standing::In);
                    session.keep_fresh().await;
                }
                Err(trouble) if turn == session.0.turn.get() => session.fail(&trouble),
                Err(_) => {}
            }
        });
    }

    /// The browser shows the page as it was when it was left for GitLab.
    pub fn come_back(&self) {
        if trip::take().is_some() {
            self.fail(&SignInTrouble::NoAnswer);
        }
    }

    /// Ends the session, and has GitLab end its tokens. A trip that is under way goes on.
    pub fn end(&self) {
        self.0.turn.set(self.0.turn.get() + 1);
        self.0.intent.take();
        if let (Some(open), Some(application)) = (self.0.open.take(), &self.0.application) {
            http::revoke(&self.0.host, &open.grant.revocation(application));
        }
        self.0.tell.emit(Standing::Out);
    }

    /// Takes a part of what was to go on after the sign-in: it is told once.
    pub fn resume(&self, part: fn(&mut Intent) -> &mut bool) -> bool {
        let mut intent = self.0.intent.get();
        let taken = std::mem::take(part(&mut intent));
        self.0.intent.set(intent);
        taken
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
                self.renew().await.map_err(|trouble| trouble.says())?;
            }
            if let Some(open) = &*self.0.open.borrow() {
                return Ok(Rc::clone(&open.grant.access));
            }
        }
        Ok(Rc::new(typed))
    }

    /// Returns what a refusal says to whoever asked with this token. A session that GitLab no longer accepts
    /// ends with it.
    pub fn refused(&self, token: &Token, trouble: &Trouble) -> Phrase {
        let fresh = self.0.open.borrow().as_ref().is_some_and(Open::is_fresh);
        match SignInTrouble::of_request(trouble, fresh).filter(|_| token.is_bearer()) {
            Some(over) => {
                self.end();
                over.says()
            }
            None if self.is_possible() && wants_any_token(trouble) => {
                trouble.says().ours(" Or press Sign in with GitLab.")
            }
            None => trouble.says(),
        }
    }

    fn fail(&self, trouble: &SignInTrouble) {
        self.0.tell.emit(Standing::Failed(trouble.says()));
    }

    /// Exchanges a form for tokens, unless the session was ended meanwhile: then they go back at once.
    async fn exchange(&self, form: &str, kind: Form) -> Result<(), SignInTrouble> {
        let turn = self.0.turn.get();
        let grant = http::grant(&self.0.host, form, kind).await;
        let (grant, ended) = (grant?, turn != self.0.turn.get());
        if let Some(application) = self.0.application.as_ref().filter(|_| ended) {
            http::revoke(&self.0.host, &grant.revocation(application));
            return Err(SignInTrouble::Ended);
        }
        self.0.open.replace(Some(Open { grant, since: clock::instant() }));
        Ok(())
    }

    /// Renews the tokens. Where that is no longer possible the session is over.
    async fn renew(&self) -> Result<(), SignInTrouble> {
        let form = {
            let open = self.0.open.borrow();
            let application = self.0.application.as_ref();
            open.as_ref().zip(application).and_then(|(open, to)| open.grant.renewal(to))
        };
        let turn = self.0.turn.get();
        self.0.renewing.set(true);
        let renewed = match form {
            Some(form) => self.exchange(&form, Form::Renewal).await,
            None => Err(SignInTrouble::Ended),
        };
        self.0.renewing.set(false);
        if let Err(trouble) = &renewed
            && trouble.is_final()
            && turn == self.0.turn.get()
        {
            self.0.open.take();
            self.fail(trouble);
        }
        renewed
    }

    /// Renews the tokens before they end, again and again, for as long as this session stands.
    async fn keep_fresh(&self) {
        let turn = self.0.turn.get();
        let after = || {
            let open = self.0.open.borrow();
            let open = open.as_ref().filter(|_| turn == self.0.turn.get())?;
            i32::try_from(open.grant.renewed_after()).ok()?.checked_mul(1000)
        };
        let mut pause = after();
        while let Some(wait) = pause {
            clock::pause(wait).await;
            // A request under way carries the token that renewing would end.
            let in_use = |open: &Open| Rc::strong_count(&open.grant.access) > 1;
            let busy = self.0.renewing.get() || self.0.open.borrow().as_ref().is_some_and(in_use);
            pause = match after() {
                Some(_) if busy => Some(AGAIN),
                Some(_) => match self.renew().await {
                    Ok(()) => after(),
                    Err(trouble) if trouble.is_final() => None,
                    Err(_) => Some(AGAIN),
                },
                None => None,
            };
        }
    }
}

/// Whether any token at all would help.
fn wants_any_token(trouble: &Trouble) -> bool {
    use trouble::Asked::WithoutToken;
    matches!(
        trouble,
        Trouble::TokenMissing(_) | Trouble::ProjectNotFound { token: WithoutToken, .. }
    )
}
