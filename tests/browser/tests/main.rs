//! Whole journeys through the built page, in a real browser. One file a topic.

mod choice;
mod comments;
mod copied;
mod course;
mod decisions;
mod evidence;
mod failures;
mod files;
mod folder;
mod hostile;
mod issue;
mod journey;
mod kept;
mod network;
mod page;
mod paste;
mod privacy;
mod rows;
mod sign_in;
mod site;
mod team;
mod trust;
mod worklist;
