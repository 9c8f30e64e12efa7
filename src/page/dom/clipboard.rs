//! Puts text on the clipboard, by the browser's own way or, where that is refused, by a selection.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlTextAreaElement, window};

/// Copies a text. `Err` where the browser refuses both ways.
pub async fn copy(text: &str) -> Result<(), JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let navigator: JsValue = window.navigator().into();
    // Absent outside secure contexts, where web-sys would throw.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into())?;
    if let Ok(clipboard) = clipboard.dyn_into::<web_sys::Clipboard>()
        && JsFuture::from(clipboard.write_text(text)).await.is_ok()
    {
        return Ok(());
    }
    by_selection(&window.document().ok_or(JsValue::NULL)?, text)
}

/// The older way: a text area outside the view, selected and copied.
fn by_selection(document: &Document, text: &str) -> Result<(), JsValue> {
    let area: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
    area.set_value(text);
    area.set_class_name("off-screen");
    area.set_attribute("aria-hidden", "true")?;
    let body = document.body().ok_or(JsValue::NULL)?;
    body.append_child(&area)?;
    let had_focus = document.active_element();
    area.select();
    let copied = document
        .dyn_ref::<web_sys::HtmlDocument>()
        .ok_or(JsValue::NULL)?
        .exec_command("copy")
        .unwrap_or(false);
    area.remove();
    if let Some(element) = had_focus.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
    if copied { Ok(()) } else { Err(JsValue::from_str("the browser refused")) }
}
