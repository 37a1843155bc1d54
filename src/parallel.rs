//! Several documents at once: in, items and a worker for each thread; out, what the workers made of
//! them, in the order of the items, whatever the number of threads.
//!
//! A worker takes the next item and puts the receiving end of a slot into a queue, both under one
//! lock, so the queue has the order of the input; then it works, and fills the slot. The queue is
//! bounded: who is too far ahead of the slowest item waits, so memory does not grow with the input.

use std::{
    num::NonZero,
    sync::{
        Mutex,
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
};

/// Items for each thread that may be taken before the oldest is done.
const AHEAD: usize = 8;

/// The input, and where the slots of its items go. `None` once there is nothing more to do.
type Source<I, O> = Mutex<Option<(I, SyncSender<Receiver<O>>)>>;

/// Hands `input` to `jobs` workers, each made by `worker` on its own thread, and what they return
/// to `sink`.
///
/// # Errors
/// The first error of `sink`; no item is begun after it.
pub(crate) fn in_order<I, O, E, W>(
    jobs: NonZero<usize>,
    input: I,
    worker: impl Fn() -> W + Sync,
    mut sink: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E>
where
    I: Iterator<Item: Send> + Send,
    O: Send,
    W: FnMut(I::Item) -> O,
{
    if jobs.get() == 1 {
        return input.map(worker()).try_for_each(sink);
    }
    let (queue, slots) = mpsc::sync_channel(jobs.get() * AHEAD);
    let source = Mutex::new(Some((input, queue)));
    thread::scope(|scope| {
        for _ in 0..jobs.get() {
            scope.spawn(|| work(&source, worker()));
        }
        // a slot that stays empty is that of a worker that panicked: the scope passes it on
        slots.into_iter().map_while(|slot| slot.recv().ok()).try_for_each(&mut sink)
    })
}

/// Works until the input is at its end or nobody waits for results.
fn work<I: Iterator, O>(source: &Source<I, O>, mut worker: impl FnMut(I::Item) -> O) {
    while let Some((item, slot)) = take(source) {
        let _ = slot.send(worker(item));
    }
}

/// The next item, and the slot for what is made of it.
fn take<I: Iterator, O>(source: &Source<I, O>) -> Option<(I::Item, SyncSender<O>)> {
    let mut source = source.lock().ok()?;
    // taken out: when reading panics the queue is dropped, and nobody waits for it
    let (mut input, queue) = source.take()?;
    let item = input.next()?;
    let (slot, result) = mpsc::sync_channel(1);
    queue.send(result).ok()?;
    *source = Some((input, queue));
    Some((item, slot))
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering::SeqCst},
        time::Duration,
    };

    use super::*;

    const EIGHT: NonZero<usize> = NonZero::new(8).unwrap();

    /// Slow now and then, so that others overtake.
    fn squared(n: u64) -> u64 {
        thread::sleep(Duration::from_micros(if n.is_multiple_of(7) { 900 } else { 0 }));
        n * n
    }

    #[test]
    fn the_order_is_that_of_the_input() {
        for jobs in [1, 2, 8] {
            let mut out = Vec::new();
            let keep = |n| {
                out.push(n);
                Ok::<_, ()>(())
            };
            in_order(NonZero::new(jobs).unwrap(), 0..500, || squared, keep).unwrap();
            assert!(out.into_iter().eq((0..500).map(|n| n * n)), "{jobs} jobs");
        }
    }

    #[test]
    fn nobody_runs_far_ahead() {
        let (taken, mut done) = (AtomicUsize::new(0), 0);
        let input = (0..2_000).inspect(|_| {
            taken.fetch_add(1, SeqCst);
        });
        in_order(
            EIGHT,
            input,
            || squared,
            |_| {
                done += 1;
                thread::sleep(Duration::from_micros(20));
                // the queue, an item for each worker, and the one that waits for room in the queue
                let most = done + 8 * AHEAD + 8 + 1;
                if taken.load(SeqCst) <= most { Ok(()) } else { Err(done) }
            },
        )
        .unwrap();
    }

    #[test]
    fn an_error_of_the_sink_ends_it() {
        let stopped = in_order(EIGHT, 0.., || squared, |n| if n < 100 { Ok(()) } else { Err(n) });
        assert_eq!(stopped, Err(100));
    }

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_panic_is_passed_on() {
        let worker = || |n: u64| assert!(n != 50);
        let _ = in_order(EIGHT, 0..100, worker, |()| Ok::<_, ()>(()));
    }

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_panic_of_the_input_is_passed_on() {
        let input = (0..100).inspect(|n| assert!(*n != 50));
        let _ = in_order(EIGHT, input, || squared, |_| Ok::<_, ()>(()));
    }
}
