//! Reads files that a person chose or dropped.

use calendly_audit::source::Source;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileList};

/// As much is read at once, in bytes: beyond it a browser may run out of memory, and take the page with it.
const LARGEST: f64 = 200e6;

/// The files of a list, by name, or a sentence on the first that could not be read.
pub async fn read(files: Vec<File>) -> Result<Vec<Source>, String> {
    let size: f64 = files.iter().map(|file| file.size()).sum();
    if size > LARGEST {
        let name = files.first().map(File::name).unwrap_or_default();
        return Err(format!(
            "{name} was not opened: {} and this page reads at most {} MB at once. A support team's roster or list is far smaller: is it the right file?",
            if files.len() == 1 {
                format!("it has {} MB,", megabytes(size))
            } else {
                format!(
                    "it and the {} others have {} MB together,",
                    files.len() - 1,
                    megabytes(size)
                )
            },
            megabytes(LARGEST),
        ));
    }
    let mut sources = Vec::with_capacity(files.len());
    for file in files {
        let name = file.name();
        let bytes = bytes(&file).await.map_err(|_| {
            format!("{name} could not be read. It may have been moved or changed since it was chosen: choose it again. If it is a folder, choose the files in it.")
        })?;
        sources.push(Source::new(name, bytes));
    }
    Ok(sources)
}

/// Whole megabytes. A page in which no fraction is ever written goes without the code that writes them.
fn megabytes(size: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size is a whole number of bytes"
    )]
    let megabytes = (size / 1e6).round() as u64;
    megabytes
}

/// The files in a browser's list.
pub fn of(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect()).unwrap_or_default()
}

async fn bytes(file: &File) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(file.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
