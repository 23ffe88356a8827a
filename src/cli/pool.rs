//! Work on many things in parallel, taken up and handed back in order, with little in memory at any time.

use rayon::ThreadPoolBuilder;
use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// How far ahead of the last result handed back a thread may work, in items a thread.
const AHEAD: usize = 32;

/// Hands the result of `work` on each of `items` to `take`, on this thread and in order.
///
/// `work` must not panic.
///
/// # Errors
///
/// If threads cannot be started.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    threads: Option<NonZeroUsize>,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R),
) -> io::Result<()> {
    let threads = threads.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get).min(items.len());
    if threads <= 1 {
        items.iter().for_each(|item| take(work(item)));
        return Ok(());
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(io::Error::other)?;
    let gate = Gate::new(threads * AHEAD);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        let (pool, gate, next, work) = (&pool, &gate, &next, &work);
        std::thread::Builder::new().spawn_scoped(scope, move || {
            // One loop a thread, and not a parallel iterator: items are taken up in order, and a thread that waits at
            // the gate never holds an item that the gate waits for.
            pool.broadcast(|_| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { break };
                    gate.wait_for(index);
                    if sender.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        })?;
        let mut early = BTreeMap::new();
        let mut taken = 0;
        for (index, result) in receiver {
            early.insert(index, result);
            while let Some(result) = early.remove(&taken) {
                take(result);
                taken += 1;
                gate.advance(taken);
            }
        }
        Ok(())
    })
}

/// Holds back who is too far ahead.
struct Gate {
    width: usize,
    passed: Mutex<usize>,
    moved: Condvar,
}

impl Gate {
    fn new(width: usize) -> Self {
        Self { width, passed: Mutex::new(0), moved: Condvar::new() }
    }

    fn wait_for(&self, index: usize) {
        let passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.moved.wait_while(passed, |passed| index >= *passed + self.width));
    }

    fn advance(&self, passed: usize) {
        *self.passed.lock().unwrap_or_else(PoisonError::into_inner) = passed;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn results_come_in_order_and_never_too_many_at_once() {
        let items: Vec<usize> = (0..2_000).collect();
        for threads in [1, 2, 7] {
            let (started, mut most) = (AtomicUsize::new(0), 0);
            let mut results = Vec::new();
            let work = |&item: &usize| {
                started.fetch_add(1, Ordering::Relaxed);
                if item == 3 {
                    std::thread::sleep(Duration::from_millis(50));
                }
                item
            };
            let take = |item| {
                most = most.max(started.load(Ordering::Relaxed) - results.len());
                results.push(item);
            };
            in_order(&items, NonZeroUsize::new(threads), work, take).expect("threads");
            assert_eq!(results, items);
            assert!(most <= threads * (AHEAD + 1), "{most} at once in {threads} threads");
        }
    }

    #[test]
    fn nothing_to_do_is_done() {
        in_order(&[(); 0], None, |()| (), |()| panic!("nothing to take")).expect("threads");
    }
}
