//! The session, in a worker: the page puts its work there and gets views back.
//!
//! The page's end sends only what changed, keeps at most one run under way, and starts the worker
//! anew where an edit makes a long run pointless or where the input broke it.

mod worker;

use std::cell::RefCell;
use std::rc::Rc;

use calendly_audit::audit::Key;
use calendly_audit::calendly::page_html::Tree;
use calendly_audit::report::Terms;
use calendly_audit::report::evidence::Inputs;
use calendly_audit::session::view::{Candidate, RowView, Step, Which};
use calendly_audit::session::{Copy, Query, Reply, Request};
use calendly_audit::source::Source;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::action::Action;
use super::dom::{clock, host};
use super::queries::Queries;
use super::settings;
use super::work::{PASTED, Work};
use worker::{Answer, NOT_UNDERSTOOD, Worker};

/// An edit ends a run that has gone on for longer than this, in milliseconds.
const PATIENCE: f64 = 200.0;

/// Whin the session made to copy or to download.
pub struct Copied {
    /// The text or the file.
    pub bytes: Vec<u8>,
    /// Which step it is the text of.
    pub step: Option<Step>,
    /// How many comments GitLab takes it in.
    pub comments: usize,
}

/// The page's end.
#[derive(Clone)]
pub struct Engine(Rc<RefCell<Inner>>);

impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    tell: Callback<Action>,
    running: Option<Running>,
    /// What the page shows now, where no run has taken it up; that comes as soon as the run under way ends.
    wanted: Option<(Work, Queries)>,
    /// What the page last asked to be shown: what is copied is always of this.
    latest: Option<Work>,
    /// When the run under way began.
    began: Option<f64>,
    /// How many workers were started so far.
    started: u32,
}

/// The worker there is now.
struct Running {
    /// Which of all it is.
    number: u32,
    worker: Worker,
    /// What its session holds, to send only what changed.
    work: Option<Work>,
}

impl Engine {
    /// An engine that tells the page what happens by actions. The worker starts with the first request.
    pub fn new(tell: Callback<Action>) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            tell,
            running: None,
            wanted: None,
            latest: None,
            began: None,
            started: 0,
        })))
    }

    /// Shows this: at once, or as soon as the run under way has ended.
    pub fn show(&self, work: &Work, queries: &Queries) {
        let overdue = {
            let mut inner = self.0.borrow_mut();
            inner.wanted = Some((work.clone(), queries.clone()));
            inner.latest = Some(work.clone());
            inner.began.is_some_and(|began| clock::instant() - began > PATIENCE)
        };
        if overdue {
            self.stop();
        }
        if self.0.borrow().began.is_none() {
            self.run();
        }
    }

    /// A text or a file thin the session makes of what the page holds now.
    pub async fn copy(&self, what: Copy) -> Result<Copied, String> {
        self.bring_up_to_date();
        match self.ask(&Request::Copy(what), &[]).await {
            Some((Reply::Bytes, bytes)) => Ok(Copied { bytes, step: None, comments: 1 }),
            Some((Reply::Notes(comments), bytes)) => Ok(Copied { bytes, step: None, comments }),
            Some((Reply::Pings(step), bytes)) => {
                Ok(Copied { bytes, step: Some(step), comments: 1 })
            }
            Some((Reply::Refused(why), _)) => Err(why),
            _ => Err("The audit was still at work. Try again in a moment.".to_owned()),
        }
    }

    /// Further rows of a table, of whin the session holds; none where it ends before them.
    pub async fn rows(&self, which: Which, query: Query, from: usize) -> Vec<RowView> {
        match self.ask(&Request::Rows { which, query, from }, &[]).await {
            Some((Reply::Rows(rows), _)) => rows,
            _ => Vec::new(),
        }
    }

    /// Those on the other side of this one whose name, email or link holds these words.
    pub async fn find(&self, key: Key, words: String) -> Vec<Candidate> {
        self.bring_up_to_date();
        match self.ask(&Request::Find { key, words }, &[]).await {
            Some((Reply::Found(found), _)) => found,
            _ => Vec::new(),
        }
    }

    /// What an audit was made from, out of the zip of its evidence.
    pub async fn evidence(&self, zip: Vec<u8>) -> Result<Inputs, String> {
        self.inputs(Request::Evidence, &[&zip]).await
    }

    /// What the example is made from.
    pub async fn example(&self) -> Result<Inputs, String> {
        self.inputs(Request::Example, &[]).await
    }

    /// The text that a paste from a web page stands for; `None` where its plain text serves.
    pub async fn text_of(&self, page: Tree, plain: &str) -> Option<String> {
        let request = Request::Page(page);
        // An edit may end the worker before it answers: then the next one is asked. A page that ends it by itself is left.
        for _ in 0..3 {
            if let Some((reply, bytes)) = self.ask(&request, &[plain.as_bytes()]).await {
                return (reply == Reply::Bytes).then(|| String::from_utf8(bytes).ok()).flatten();
            }
        }
        None
    }

    async fn inputs(&self, request: Request, bytes: &[&[u8]]) -> Result<Inputs, String> {
        match self.ask(&request, bytes).await {
            Some((Reply::Bytes, bytes)) => {
                postcard::from_bytes(&bytes).map_err(|_| NOT_UNDERSTOOD.to_owned())
            }
            Some((Reply::Refused(why), _)) => Err(why),
            _ => Err("The audit was still at work. Try again in a moment.".to_owned()),
        }
    }

    /// Sends the session what the page holds now: a worker that was started anew holds nothing, and a run under
    /// way may be of what was there before.
    fn bring_up_to_date(&self) {
        let latest = self.0.borrow().latest.clone();
        if let Some(work) = latest {
            self.put(&work);
        }
    }

    fn put(&self, work: &Work) {
        for (request, bytes) in self.changes(work) {
            // The worker takes them in order; only the answer to what follows matters.
            drop(self.post(&request, &bytes));
        }
    }

    fn run(&self) {
        let Some((work, queries)) = self.0.borrow_mut().wanted.take() else { return };
        self.0.borrow_mut().began = Some(clock::instant());
        self.tell(Action::Busy);
        let engine = self.clone();
        spawn_local(async move {
            engine.put(&work);
            let show = Request::Show { team: queries.team, outside: queries.outside };
            let answer = engine.ask(&show, &[]).await;
            let stopped = answer.is_none();
            match answer {
                Some((Reply::View(view), _)) => engine.tell(Action::Viewed(Rc::from(view))),
                Some((Reply::Refused(why), _)) => engine.tell(Action::Error(why.into())),
                _ => {}
            }
            if !stopped {
                engine.0.borrow_mut().began = None;
                engine.run();
            }
        });
    }

    /// Whin the session must be told so that it holds this work.
    fn changes<'w>(&self, work: &'w Work) -> Vec<(Request, Vec<&'w [u8]>)> {
        self.start();
        let mut inner = self.0.borrow_mut();
        let Some(running) = inner.running.as_mut() else { return Vec::new() };
        let before = running.work.replace(work.clone());
        let before = before.as_ref();
        let mut changes = Vec::new();
        if before.is_none_or(|before| !Rc::ptr_eq(&before.roster, &work.roster)) {
            changes.push(request(Request::Roster, None, &work.roster));
        }
        if before.is_none_or(|before| {
            before.list != work.list || !Rc::ptr_eq(&before.list_files, &work.list_files)
        }) {
            let pasted = (!work.list.is_empty()).then_some(&*work.list);
            changes.push(request(Request::List, pasted, &work.list_files));
        }
        if before.is_none_or(|before| {
            before.earlier != work.earlier
                || !Rc::ptr_eq(&before.earlier_files, &work.earlier_files)
        }) {
            let files = work.earlier_files.iter().map(|file| &*file.bytes);
            let texts = files.chain(std::iter::once(work.earlier.as_bytes()));
            changes.push((Request::Earlier, texts.collect()));
        }
        let terms = Terms {
            now: work.as_of.unwrap_or_else(clock::now),
            policy: (*work.policy).clone(),
            decided: (*work.decided).clone(),
            sent: work.sent,
            choices: (*work.choices).clone(),
            origin: work.origin.clone(),
            version: settings::version(),
        };
        changes.push((Request::Terms(Box::new(terms)), Vec::new()));
        changes
    }

    /// The answer to a request; `None` where the worker was ended meanwhile.
    async fn ask(&self, request: &Request, bytes: &[&[u8]]) -> Option<(Reply, Vec<u8>)> {
        self.post(request, bytes)?.await.ok()
    }

    fn post(&self, request: &Request, bytes: &[&[u8]]) -> Option<Answer> {
        self.start();
        self.0.borrow_mut().running.as_mut()?.worker.post(request, bytes)
    }

    /// Starts the worker where there is none.
    fn start(&self) {
        if self.0.borrow().running.is_some() {
            return;
        }
        let (hearing, breaking, coming) = (self.clone(), self.clone(), self.clone());
        let worker = Worker::new(
            move |event| hearing.take(&event.data()),
            move |event| {
                event.prevent_default();
                breaking.broke();
            },
        );
        let number = {
            let mut inner = self.0.borrow_mut();
            inner.started += 1;
            let number = inner.started;
            inner.running = Some(Running { number, worker, work: None });
            number
        };
        spawn_local(async move { coming.came(number, host::spawn().await) });
    }

    /// A worker has come, or its program could not be loaded: then the next request tries that again.
    fn came(&self, number: u32, spawned: Result<web_sys::Worker, JsValue>) {
        let mut inner = self.0.borrow_mut();
        let awaited = inner.running.as_mut().filter(|running| running.number == number);
        match (awaited, spawned) {
            (Some(running), Ok(worker)) => running.worker.come(worker),
            // It was ended before it came.
            (None, Ok(worker)) => worker.terminate(),
            (None, Err(_)) => {}
            (Some(_), Err(why)) => {
                inner.began = None;
                let running = inner.running.take();
                drop(inner);
                if let Some(running) = running {
                    let why = String::from(why.unchecked_ref::<js_sys::Error>().message());
                    running.worker.fail(&format!(
                        "The part of this page that reads and audits could not be loaded ({why}). Nothing you put in is lost. \
                         Check the network, then change or do something: that tries again."
                    ));
                }
            }
        }
    }

    fn take(&self, data: &JsValue) {
        if let Some(running) = &mut self.0.borrow_mut().running {
            running.worker.take(data);
        }
    }

    /// Ends the worker, and with it whatever it was doing.
    fn stop(&self) {
        let mut inner = self.0.borrow_mut();
        inner.began = None;
        inner.running = None;
    }

    /// The worker broke: the page says so and stands as it was. The next edit starts it anew.
    fn broke(&self) {
        // The closure that calls this belongs to what `stop` drops: let it return first.
        let engine = self.clone();
        spawn_local(async move {
            engine.stop();
            engine.tell(Action::Error(
                "The audit stopped on this input, which is a fault of this page. Nothing you put in is lost: \
                 change or remove what you added last and the audit starts again."
                    .into(),
            ));
        });
    }

    fn tell(&self, action: Action) {
        let tell = self.0.borrow().tell.clone();
        tell.emit(action);
    }
}

/// What is asked of a pasted text and of files, which are not copied before they are handed over.
fn request<'w>(
    make: fn(Vec<String>) -> Request,
    pasted: Option<&'w str>,
    files: &'w [Source],
) -> (Request, Vec<&'w [u8]>) {
    let texts = pasted.into_iter().map(|text| (PASTED, text.as_bytes()));
    let files = files.iter().map(|file| (&*file.name, &*file.bytes));
    let (names, bytes) = texts.chain(files).map(|(name, bytes)| (name.to_owned(), bytes)).unzip();
    (make(names), bytes)
}
