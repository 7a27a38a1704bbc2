//! Ways from a variable to a part of its value, such as `self`, `tags`, `@items`.
//!
//! Invariant: a way that grows shares its storage as a slice of Go does. The estimator of cel-go appends to shared slices, so that `x.b`
//! overwrites the end of the way to `x.a` where `x` is a variable of a loop; its figures can only be met by doing the same.

/// The ways of an expression.
#[derive(Default)]
pub struct Paths<'a> {
    buffers: Vec<Buffer<'a>>,
}

struct Buffer<'a> {
    steps: Vec<&'a str>,
    capacity: usize,
}

/// A way: a beginning of a buffer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Path {
    buffer: usize,
    length: usize,
}

impl<'a> Paths<'a> {
    /// A variable.
    pub fn variable(&mut self, name: &'a str) -> Path {
        self.append(Path::default(), name)
    }

    /// A way and one more step.
    pub fn append(&mut self, path: Path, step: &'a str) -> Path {
        let Path { buffer, length } = path;
        let shared = (length > 0).then(|| &mut self.buffers[buffer]);
        if let Some(shared) = shared.filter(|shared| length < shared.capacity) {
            match shared.steps.get_mut(length) {
                Some(old) => *old = step,
                None => shared.steps.push(step),
            }
            return Path {
                buffer,
                length: length + 1,
            };
        }
        let mut steps = self.steps(path).to_vec();
        steps.push(step);
        let capacity = (2 * length).max(1);
        self.buffers.push(Buffer { steps, capacity });
        Path {
            buffer: self.buffers.len() - 1,
            length: length + 1,
        }
    }

    /// The steps of a way; none when it leads nowhere.
    pub fn steps(&self, path: Path) -> &[&'a str] {
        match path.length {
            0 => &[],
            length => &self.buffers[path.buffer].steps[..length],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, Paths};

    #[test]
    fn ways_from_one_beginning_overwrite_each_other_where_it_has_room() {
        let mut paths = Paths::default();
        let variable = paths.variable("self");
        let [a, b] = ["a", "b"].map(|step| paths.append(variable, step));
        assert_eq!(
            (paths.steps(a), paths.steps(b)),
            (&["self", "a"][..], &["self", "b"][..])
        );
        let longer = paths.append(a, "c");
        let [d, e] = ["d", "e"].map(|step| paths.append(longer, step));
        assert_eq!(paths.steps(d), ["self", "a", "c", "e"]);
        assert_eq!(paths.steps(e), ["self", "a", "c", "e"]);
        assert!(paths.steps(Path::default()).is_empty());
    }
}
