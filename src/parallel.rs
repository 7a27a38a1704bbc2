//! One function over many items, on all cores. The order of the results is that of the items, however many cores there are.

use std::{sync::Mutex, thread};

/// What a function makes of each item, in their order. Whoever is free takes the next item, since some take much longer than others;
/// the calling thread works too.
pub fn map<T, R: Send, I>(items: I, act: impl Fn(T) -> R + Sync) -> Vec<R>
where
    I: IntoIterator<Item = T, IntoIter: ExactSizeIterator + Send>,
{
    let items = items.into_iter();
    let workers = thread::available_parallelism()
        .map_or(1, std::num::NonZero::get)
        .min(items.len());
    if workers < 2 {
        return items.map(act).collect();
    }
    let queue = Mutex::new(items.enumerate());
    let next = || queue.lock().expect("an iterator does not panic").next();
    let work = || {
        std::iter::from_fn(next)
            .map(|(index, item)| (index, act(item)))
            .collect()
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut done: Vec<(usize, R)> = work();
        for other in others {
            done.extend(other.join().expect("a phase does not panic"));
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_stand_in_the_order_of_their_items() {
        for count in [0, 1, 2, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), doubled);
            assert_eq!(map(items, |item| item * 2), doubled);
        }
    }
}
