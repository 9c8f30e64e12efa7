//! The clock: the one place where the page asks for the time.

/// Seconds since 1970 (UTC).
pub fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "the year 285 million is far enough")]
    let seconds = (instant() / 1000.0) as i64;
    seconds
}

/// Milliseconds since 1970: to tell how long something takes.
pub fn instant() -> f64 {
    js_sys::Date::now()
}

/// Today in UTC, as an ISO date: `2026-11-22`.
pub fn today() -> String {
    String::from(js_sys::Date::new_0().to_iso_string()).chars().take(10).collect()
}

/// Waits, and tells how long that was, in milliseconds: longer where the page is at work on something else.
pub async fn pause(milliseconds: i32) -> f64 {
    let began = instant();
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
    instant() - began
}

/// Waits until what was drawn is shown, and tells how long the browser was at work on that, in milliseconds. `None` after a
/// moment in which nothing was shown, as in a tab in the background.
pub async fn shown() -> Option<f64> {
    const MOMENT: i32 = 100;
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // A frame says when it began; a timer says nothing.
            let _ = window.request_animation_frame(&resolve);
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, MOMENT);
        }
    });
    let began = wasm_bindgen_futures::JsFuture::from(frame).await.ok()?;
    // The frame is laid out and painted right after its callbacks, and before any timer.
    let took = pause(0).await;
    began.as_f64().map(|_| took)
}

/// How the reader writes a date or a time.
struct Words(js_sys::Function);

impl Words {
    fn new(how: &[(&str, &str)]) -> Self {
        let options = js_sys::Object::new();
        for (name, value) in how {
            let _ = js_sys::Reflect::set(&options, &(*name).into(), &(*value).into());
        }
        Self(js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &options).format())
    }

    fn of(&self, date: &js_sys::Date) -> String {
        let words = self.0.call1(&wasm_bindgen::JsValue::UNDEFINED, date);
        words.ok().and_then(|words| words.as_string()).unwrap_or_default()
    }
}

thread_local! {
    // Made once: to make one costs more than to use it a hundred times.
    /// A time, in the reader's own time zone.
    static TIME: Words = Words::new(&[("dateStyle", "medium"), ("timeStyle", "short")]);
    /// A day, as that day.
    static DAY: Words = Words::new(&[("dateStyle", "medium"), ("timeZone", "UTC")]);
}

/// A time as the reader writes it, in the reader's own time zone.
pub fn local(seconds: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "exact for the next 285 million years")]
    let date = js_sys::Date::new(&(seconds as f64 * 1000.0).into());
    TIME.with(|time| time.of(&date))
}

/// A moment of the notes as the reader writes it: a time in the reader's own time zone, a day as that day. `None` where it is
/// no moment.
pub fn written(moment: &str) -> Option<String> {
    let date = js_sys::Date::new(&machine(moment).into());
    if date.get_time().is_nan() {
        return None;
    }
    let is_day = moment.len() == "2026-11-22".len();
    Some(if is_day { DAY.with(|day| day.of(&date)) } else { TIME.with(|time| time.of(&date)) })
}

/// A moment of the notes as machines write it.
pub fn machine(moment: &str) -> String {
    moment.replacen(' ', "T", 1).replace(" UTC", "Z")
}
