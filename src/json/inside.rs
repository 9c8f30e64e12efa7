//! Serialises a value inside a message as its JSON text, for serde's `with`.
//!
//! The page already has the code for this JSON, which it persists and adds to the evidence. Code
//! derived by serde for the same types would add to the download.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use super::{Json, read, written};

/// Writes the value.
pub fn serialize<T: Json, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&written(value))
}

/// Reads the value.
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    read(String::deserialize(from)?.as_bytes()).map_err(D::Error::custom)
}
