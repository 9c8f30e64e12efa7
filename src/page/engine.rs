//! The desk, in a worker: the page puts its work there and gets views back.
//!
//! The page's end ([`Engine`]) sends only what changed, keeps at most one run under way, and starts the worker
//! anew where an edit makes a long run pointless or where the input broke it. What is asked while the worker's
//! program is still on its way waits. The other end is `src/worker/main.rs`. A message is an array: a serial
//! number, the request or reply in postcard's form, then the bytes that go with it.

use std::cell::RefCell;
use std::rc::Rc;

use calendly_audit::calendly::page_html::Tree;
use calendly_audit::desk::view::{Candidate, RowView, Step, Which};
use calendly_audit::desk::{Copy, Query, Reply, Request};
use calendly_audit::report::Terms;
use calendly_audit::report::evidence::Inputs;
use calendly_audit::source::Source;
use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};
use yew::Callback;

use super::dom::{clock, host};
use super::settings;
use super::state::{Action, PASTED, Queries, Work};

/// An edit ends a run that has gone on for longer than this, in milliseconds.
const PATIENCE: f64 = 200.0;

/// What came of a request: the reply and its bytes, or `None` where the worker was ended meanwhile.
type Answer = Option<(Reply, Vec<u8>)>;

/// What the desk made to copy or to download.
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
    worker: Option<Running>,
    /// What the page shows now, where no run has taken it up; that comes as soon as the run under way ends.
    wanted: Option<(Work, Queries)>,
    /// What the page last asked to be shown: what is copied is always of this.
    latest: Option<Work>,
    /// When the run under way began.
    began: Option<f64>,
    /// How many requests were sent so far.
    serial: u32,
    /// How many workers were started so far.
    started: u32,
}

/// Who waits for an answer.
type Waiting = oneshot::Sender<(Reply, Vec<u8>)>;

struct Running {
    /// Which of all the workers it is.
    number: u32,
    /// `None` while its program is on its way.
    worker: Option<Worker>,
    /// Messages that wait for the worker to be up; `None` once it is.
    waiting: Option<Vec<Array>>,
    /// Who waits for an answer, by the serial number of the request: a handful.
    answers: Vec<(u32, Waiting)>,
    /// What lies on the worker's desk.
    sent: Sent,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut(web_sys::Event)>,
}

/// What lies on the worker's desk, to send only what changed.
#[derive(Default)]
struct Sent {
    work: Option<Work>,
}

impl Engine {
    /// An engine that tells the page what happens by actions. The worker starts with the first request.
    pub fn new(tell: Callback<Action>) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            tell,
            worker: None,
            wanted: None,
            latest: None,
            began: None,
            serial: 0,
            started: 0,
        })))
    }

    /// Shows this: at once, or as soon as the run under way has ended.
    pub fn show(&self, work: &Work, queries: &Queries) {
        let overdue = {
            let mut inner = self.0.borrow_mut();
            inner.wanted = Some((work.clone(), queries.clone()));
            inner.latest = Some(work.clone());
            inner.began.is_some_and(|began| js_sys::Date::now() - began > PATIENCE)
        };
        if overdue {
            self.stop();
        }
        if self.0.borrow().began.is_none() {
            self.run();
        }
    }

    /// A text or a file that the desk makes of what the page holds now.
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

    /// Further rows of a table, of what lies on the desk; none where it ends before them.
    pub async fn rows(&self, which: Which, query: Query, from: usize) -> Vec<RowView> {
        match self.ask(&Request::Rows { which, query, from }, &[]).await {
            Some((Reply::Rows(rows), _)) => rows,
            _ => Vec::new(),
        }
    }

    /// People or users whose name, email or link holds these words.
    pub async fn find(
        &self,
        among: calendly_audit::desk::message::Among,
        words: String,
    ) -> Vec<Candidate> {
        self.bring_up_to_date();
        match self.ask(&Request::Find { among, words }, &[]).await {
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

    /// The text that a piece of a web page stands for; `None` where it holds nobody.
    pub async fn text_of(&self, page: Tree) -> Option<String> {
        let request = Request::Page(page);
        // An edit may end the worker before it answers: then the next one is asked. A page that ends it by itself is left.
        for _ in 0..3 {
            if let Some((reply, bytes)) = self.ask(&request, &[]).await {
                return (reply == Reply::Bytes).then(|| String::from_utf8(bytes).ok()).flatten();
            }
        }
        None
    }

    async fn inputs(&self, request: Request, bytes: &[&[u8]]) -> Result<Inputs, String> {
        match self.ask(&request, bytes).await {
            Some((Reply::Bytes, bytes)) => postcard::from_bytes(&bytes)
                .map_err(|_| "The answer of the audit was not understood.".to_owned()),
            Some((Reply::Refused(why), _)) => Err(why),
            _ => Err("The audit was still at work. Try again in a moment.".to_owned()),
        }
    }

    /// Puts on the desk what the page holds now: a worker that was started anew holds nothing, and a run under
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
        self.0.borrow_mut().began = Some(js_sys::Date::now());
        self.tell(Action::Busy);
        let engine = self.clone();
        spawn_local(async move {
            engine.put(&work);
            let show = Request::Show { team: queries.team, outside: queries.outside };
            let answer = engine.ask(&show, &[]).await;
            let stopped = answer.is_none();
            match answer {
                Some((Reply::View(view), _)) => engine.tell(Action::Viewed(Rc::from(view))),
                Some((Reply::Refused(why), _)) => engine.tell(Action::Trouble(why.into())),
                _ => {}
            }
            if !stopped {
                engine.0.borrow_mut().began = None;
                engine.run();
            }
        });
    }

    /// What the desk must be told so that it holds this work.
    fn changes<'w>(&self, work: &'w Work) -> Vec<(Request, Vec<&'w [u8]>)> {
        self.start();
        let mut inner = self.0.borrow_mut();
        let Some(running) = inner.worker.as_mut() else { return Vec::new() };
        let before = running.sent.work.replace(work.clone());
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
        if before.is_none_or(|before| before.earlier != work.earlier) {
            changes.push((Request::Earlier, vec![work.earlier.as_bytes()]));
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

    async fn ask(&self, request: &Request, bytes: &[&[u8]]) -> Answer {
        self.post(request, bytes)?.await.ok()
    }

    /// Sends a request; the receiver fails where the worker ends before it answers.
    fn post(
        &self,
        request: &Request,
        bytes: &[&[u8]],
    ) -> Option<oneshot::Receiver<(Reply, Vec<u8>)>> {
        self.start();
        let mut inner = self.0.borrow_mut();
        inner.serial += 1;
        let serial = inner.serial;
        let packed = postcard::to_allocvec(request).ok()?;
        let message = Array::of2(&serial.into(), &Uint8Array::from(&packed[..]));
        for text in bytes {
            message.push(&Uint8Array::from(*text));
        }
        let running = inner.worker.as_mut()?;
        let (sender, receiver) = oneshot::channel();
        running.answers.push((serial, sender));
        match (&mut running.waiting, &running.worker) {
            (None, Some(worker)) => send(worker, &message),
            (waiting, _) => waiting.get_or_insert_default().push(message),
        }
        Some(receiver)
    }

    /// Starts the worker where there is none.
    fn start(&self) {
        if self.0.borrow().worker.is_some() {
            return;
        }
        let engine = self.clone();
        let on_message = Closure::new(move |event: MessageEvent| engine.take(&event.data()));
        let engine = self.clone();
        let on_error = Closure::new(move |event: web_sys::Event| {
            event.prevent_default();
            engine.broke();
        });
        let number = {
            let mut inner = self.0.borrow_mut();
            inner.started += 1;
            inner.worker = Some(Running {
                number: inner.started,
                worker: None,
                waiting: Some(Vec::new()),
                answers: Vec::new(),
                sent: Sent::default(),
                on_message,
                on_error,
            });
            inner.started
        };
        let engine = self.clone();
        spawn_local(async move { engine.came(number, host::spawn().await) });
    }

    /// A worker has come, or its program could not be loaded: then the next request tries that again.
    fn came(&self, number: u32, spawned: Result<Worker, JsValue>) {
        let (answers, why) = {
            let mut inner = self.0.borrow_mut();
            let running = inner.worker.as_mut().filter(|running| running.number == number);
            match (running, spawned) {
                (Some(running), Ok(worker)) => {
                    worker.set_onmessage(Some(running.on_message.as_ref().unchecked_ref()));
                    worker.set_onerror(Some(running.on_error.as_ref().unchecked_ref()));
                    running.worker = Some(worker);
                    return;
                }
                // It was ended before it came.
                (None, Ok(worker)) => return worker.terminate(),
                (None, Err(_)) => return,
                (Some(running), Err(why)) => (std::mem::take(&mut running.answers), why),
            }
        };
        self.stop();
        let why = String::from(why.unchecked_ref::<js_sys::Error>().message());
        for (_, sender) in answers {
            let why = format!(
                "The part of this page that reads and audits could not be loaded ({why}). Nothing you put in is lost. \
                 Check the network, then change or do something: that tries again."
            );
            let _ = sender.send((Reply::Refused(why), Vec::new()));
        }
    }

    /// Ends the worker, and with it whatever it was doing.
    fn stop(&self) {
        let running = {
            let mut inner = self.0.borrow_mut();
            inner.began = None;
            inner.worker.take()
        };
        if let Some(worker) = running.as_ref().and_then(|running| running.worker.as_ref()) {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }

    /// The worker broke: the page says so and stands as it was. The next edit starts it anew.
    fn broke(&self) {
        // The closure that calls this belongs to what `stop` drops: let it return first.
        let engine = self.clone();
        spawn_local(async move {
            engine.stop();
            engine.tell(Action::Trouble(
                "The audit stopped on this input, which is a fault of this page. Nothing you put in is lost: \
                 change or remove what you added last and the audit starts again."
                    .into(),
            ));
        });
    }

    fn take(&self, data: &JsValue) {
        let message: &Array = data.unchecked_ref();
        let mut inner = self.0.borrow_mut();
        let Some(running) = inner.worker.as_mut() else { return };
        let Some(serial) = message.get(0).as_f64() else {
            // The worker is up: its first message is empty.
            let waiting = running.waiting.take().unwrap_or_default();
            if let Some(worker) = &running.worker {
                for message in &waiting {
                    send(worker, message);
                }
            }
            return;
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "our own serial"
        )]
        let serial = serial as u32;
        let Some(place) = running.answers.iter().position(|(asked, _)| *asked == serial) else {
            return;
        };
        let (_, sender) = running.answers.swap_remove(place);
        let reply = message
            .get(1)
            .dyn_into::<Uint8Array>()
            .ok()
            .and_then(|packed| postcard::from_bytes(&packed.to_vec()).ok())
            .unwrap_or_else(|| {
                Reply::Refused("The answer of the audit was not understood.".into())
            });
        let bytes = message.get(2).dyn_into::<Uint8Array>().map(|b| b.to_vec()).unwrap_or_default();
        let _ = sender.send((reply, bytes));
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

fn send(worker: &Worker, message: &Array) {
    // The bytes are handed over, not copied.
    let buffers: Array = message
        .iter()
        .filter_map(|v| v.dyn_into::<Uint8Array>().ok())
        .map(|b| b.buffer())
        .collect();
    let _ = worker.post_message_with_transfer(message, &buffers);
}
