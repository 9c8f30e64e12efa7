//! The way to GitLab and back, as far as it is the browser's: the page's own address, what the tab holds
//! meanwhile, and what `arrival.js` took out of the address on return.

use calendly_audit::gitlab::sign_in::{Application, Trip};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Storage, window};

/// The name under which the tab holds a trip. No part of the kept work: `keep.js` neither reads nor clears it.
const NAME: &str = "calendly-audit.trip";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = calendlyArrival)]
    fn arrival() -> Result<String, JsValue>;
}

/// Returns what the page is to GitLab; `None` where it was built without an application id.
pub fn application() -> Option<Application> {
    let meta = super::document()?.query_selector("meta[name=gitlab-application]").ok()??;
    let id = meta.get_attribute("content").filter(|id| !id.is_empty())?;
    let location = window()?.location();
    let path = location.pathname().ok()?;
    // Without the name of a file, as it is registered.
    let folder = path.rsplit_once('/')?.0;
    let redirect = [&*location.origin().ok()?, folder, "/"].concat();
    Some(Application { id, redirect })
}

/// Returns the query that the page was opened with, where it may be GitLab's answer; once, then nothing.
pub fn answer() -> String {
    arrival().unwrap_or_default()
}

/// Returns random bytes that nobody can guess; `None` where the browser has none.
pub fn random() -> Option<[u8; Trip::RANDOM]> {
    let mut bytes = [0; Trip::RANDOM];
    window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

fn storage() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// Holds a trip in this tab until [`take`]; `None` where the browser refuses.
pub fn hold(trip: &Trip) -> Option<()> {
    storage()?.set_item(NAME, &trip.to_text()).ok()
}

/// Takes the trip that this tab holds: it is there no more afterwards.
pub fn take() -> Option<Trip> {
    let storage = storage()?;
    let text = storage.get_item(NAME).ok().flatten()?;
    let _ = storage.remove_item(NAME);
    Trip::from_text(&text)
}

/// Whether this tab holds a trip.
pub fn is_under_way() -> bool {
    storage().is_some_and(|storage| storage.get_item(NAME).is_ok_and(|held| held.is_some()))
}

/// Leaves the page for an address.
pub fn go(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(address);
    }
}
