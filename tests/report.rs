//! The report over time: what notes carry, what becomes of it, whom the pings mention.

mod before;
mod carry;
mod cells;
mod compare;
mod course;
mod edits;
mod evidence;
mod foreign;
mod pings;
mod readback;
mod separated;
mod shape;
mod since;
mod summary;
pub mod support;
mod written;
