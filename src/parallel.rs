//! One function over many items, on all cores. The order of the results is that of the items, however many cores there are.

use std::thread;

/// What a function makes of each item, in their order.
pub fn map<T: Sync, R: Send>(items: &[T], act: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = thread::available_parallelism()
        .map_or(1, std::num::NonZero::get)
        .min(items.len().max(1));
    let size = items.len().div_ceil(workers).max(1);
    if workers == 1 {
        return items.iter().map(act).collect();
    }
    thread::scope(|scope| {
        let act = &act;
        let parts: Vec<_> = items
            .chunks(size)
            .map(|part| scope.spawn(move || part.iter().map(act).collect::<Vec<R>>()))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("a phase does not panic"))
            .collect()
    })
}
