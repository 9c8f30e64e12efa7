//! What the browser keeps of the settings, and what the page's address says of them.

use web_sys::{Storage, window};

/// The name under which the settings are kept.
const NAME: &str = "calendly-audit.settings";

fn storage() -> Option<Storage> {
    // A browser may forbid it: then nothing is remembered.
    window()?.local_storage().ok().flatten()
}

/// The settings of the last visit.
pub fn recall() -> Option<String> {
    storage()?.get_item(NAME).ok().flatten()
}

/// Keeps the settings for the next visit; nothing where they are the usual ones.
pub fn remember(settings: &str) {
    let Some(storage) = storage() else { return };
    let _ = if settings.is_empty() {
        storage.remove_item(NAME)
    } else {
        storage.set_item(NAME, settings)
    };
}

/// What stands after the `#` of the page's address.
pub fn fragment() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

/// Takes the fragment off the address, so that a reload does not bring it back.
pub fn forget_fragment() {
    if let Some((window, address)) = window().zip(address())
        && let Ok(history) = window.history()
    {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
    }
}

/// The page's own address, without a fragment.
pub fn address() -> Option<String> {
    let href = window()?.location().href().ok()?;
    Some(href.split('#').next().unwrap_or_default().to_owned())
}
