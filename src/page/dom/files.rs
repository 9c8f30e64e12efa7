//! Reads files that a person chose or dropped.

use calendly_audit::source::Source;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};

/// The files of a list, by name, or a sentence on the first that could not be read.
pub async fn read(files: Vec<File>) -> Result<Vec<Source>, String> {
    let mut sources = Vec::with_capacity(files.len());
    for file in files {
        let name = file.name();
        let bytes = bytes(&file).await.map_err(|_| {
            format!("{name} could not be read. It may have been moved or changed since it was chosen: choose it again.")
        })?;
        sources.push(Source::new(name, bytes));
    }
    Ok(sources)
}

/// The files in a browser's list.
pub fn of(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect()).unwrap_or_default()
}

async fn bytes(file: &File) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
