//! The report over time: what notes carry, what becomes of it, whom the pings mention.

#[path = "report/before.rs"]
mod before;
#[path = "report/carry.rs"]
mod carry;
#[path = "report/cells.rs"]
mod cells;
#[path = "report/compare.rs"]
mod compare;
#[path = "report/course.rs"]
mod course;
#[path = "report/edits.rs"]
mod edits;
#[path = "report/evidence.rs"]
mod evidence;
#[path = "report/foreign.rs"]
mod foreign;
#[path = "report/pings.rs"]
mod pings;
#[path = "report/readback.rs"]
mod readback;
#[path = "report/separated.rs"]
mod separated;
#[path = "report/shape.rs"]
mod shape;
#[path = "report/since.rs"]
mod since;
#[path = "report/summary.rs"]
mod summary;
#[path = "report/support.rs"]
mod support;
#[path = "report/written.rs"]
mod written;
