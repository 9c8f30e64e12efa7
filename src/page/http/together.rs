//! Several futures at once in one task: the six workers of a folder.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Runs all of them until the last is ready. Each is polled at each wake: with six that costs nothing.
pub async fn together<'a>(futures: impl Iterator<Item = Pin<Box<dyn Future<Output = ()> + 'a>>>) {
    let mut running: Vec<_> = futures.collect();
    poll_fn(|context| {
        running.retain_mut(|future| future.as_mut().poll(context).is_pending());
        if running.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
