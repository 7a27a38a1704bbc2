//! Runs that are killed, refused by the system, or have company.

use crate::trial::{Files, PROJECT, everything, files, folder, put, render, tree, with_folders};
use opsgen::output::{Edits, Error, Fault, Plan, Step};
use std::io;
use std::path::Path;
use std::thread;

/// Renders until `at` steps are taken, then meets the fault. Returns whether the run came to its end before.
fn render_until(
    root: &Path,
    files: &Files,
    at: usize,
    fault: fn() -> Fault,
) -> Result<bool, Error> {
    let mut steps = 0;
    let mut hook = |_: &Step| {
        steps += 1;
        if steps == at + 1 {
            Err(fault())
        } else {
            Ok(())
        }
    };
    Plan::new(root, PROJECT, files, Edits::Keep)?.apply_with(&mut hook)?;
    Ok(steps <= at)
}

fn kill() -> Fault {
    Fault::Kill
}

fn full_disk() -> Fault {
    Fault::Fail(io::Error::from(io::ErrorKind::StorageFull))
}

/// The way of a tree: nothing, files, other files, nothing.
pub fn stages() -> [Files; 4] {
    [
        files(&[]),
        files(&[
            ("base/a.yaml", "a"),
            ("base/rules/b.yaml", "b"),
            ("c.md", "c"),
            ("x/y/z.md", "z"),
        ]),
        files(&[
            ("base/a.yaml", "a2"),
            ("c.md", "c"),
            ("docs/d.md", "d"),
            ("e.json", "e2"),
            ("x/n.md", "n"),
        ]),
        files(&[]),
    ]
}

/// A root with a file of somebody else, rendered to a stage.
fn prepared(stage: &Files) -> tempfile::TempDir {
    let root = folder();
    put(root.path(), "base/mine.yaml", "mine");
    render(root.path(), stage).unwrap();
    root
}

/// The root is exactly at this stage, with the file of somebody else and nothing left over.
fn assert_at(root: &Path, stage: &Files, context: &str) {
    let mut expected = stage.clone();
    expected.insert("base/mine.yaml".to_owned(), b"mine".to_vec());
    assert_eq!(tree(root), with_folders(&expected), "{context}");
    let plan = Plan::new(root, PROJECT, stage, Edits::Keep).unwrap();
    assert!(plan.is_same(), "{context}");
    plan.apply().unwrap();
    assert!(!root.join(".gen/lock").exists(), "{context}");
}

#[test]
fn a_run_killed_at_any_step_is_completed_by_the_next() {
    for pair in stages().windows(2) {
        for at in 0.. {
            let root = prepared(&pair[0]);
            let ended = render_until(root.path(), &pair[1], at, kill);
            if at > 0 && !matches!(ended, Ok(true)) {
                let plan = Plan::new(root.path(), PROJECT, &pair[1], Edits::Keep).unwrap();
                assert_eq!(plan.problems(), [], "step {at}");
            }
            render(root.path(), &pair[1]).unwrap();
            assert_at(root.path(), &pair[1], &format!("step {at}"));
            match ended {
                Ok(true) => break,
                Ok(false) | Err(Error::Killed) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}

#[test]
fn a_run_killed_at_any_step_can_be_taken_back() {
    for pair in stages().windows(2) {
        for at in 0.. {
            let root = prepared(&pair[0]);
            let ended = render_until(root.path(), &pair[1], at, kill);
            render(root.path(), &pair[0]).unwrap();
            assert_at(root.path(), &pair[0], &format!("step {at}"));
            if matches!(ended, Ok(true)) {
                break;
            }
        }
    }
}

#[test]
fn two_runs_killed_at_any_steps_are_completed_by_a_third() {
    let [_, first, second, _] = stages();
    let third = files(&[
        ("base/a.yaml", "a3"),
        ("docs/d.md", "d"),
        ("x/y/z.md", "z3"),
    ]);
    for at in 0.. {
        let mut ended = false;
        for again in 0.. {
            let root = prepared(&first);
            ended = matches!(render_until(root.path(), &second, at, kill), Ok(true));
            let last = matches!(render_until(root.path(), &third, again, kill), Ok(true));
            render(root.path(), &second).unwrap();
            assert_at(root.path(), &second, &format!("steps {at} and {again}"));
            if last {
                break;
            }
        }
        if ended {
            break;
        }
    }
}

#[test]
fn a_user_may_edit_between_a_killed_run_and_the_next() {
    let [_, first, second, _] = stages();
    for at in 0..40 {
        let root = prepared(&first);
        let _ = render_until(root.path(), &second, at, kill);
        put(root.path(), "base/a.yaml", "edited");
        let error = render(root.path(), &second).unwrap_err().to_string();
        assert!(
            error.contains("`base/a.yaml` was changed by hand"),
            "{error}"
        );
        assert_eq!(tree(root.path())["base/a.yaml"], b"edited");
    }
}

#[test]
fn a_full_disk_leaves_every_file_as_it_was_or_as_it_shall_be() {
    for pair in stages().windows(2) {
        for at in 0.. {
            let root = prepared(&pair[0]);
            let before = everything(root.path());
            let mut renamed = false;
            let mut steps = 0;
            let plan = Plan::new(root.path(), PROJECT, &pair[1], Edits::Keep).unwrap();
            let result = plan.apply_with(&mut |step| {
                steps += 1;
                let commits = matches!(step, Step::Rename(path) if path != ".gen/manifest.json");
                if steps == at + 1 {
                    return Err(full_disk());
                }
                renamed |= commits || matches!(step, Step::Delete(_) | Step::RemoveFolder(_));
                Ok(())
            });
            let Err(error) = result else {
                break;
            };
            assert!(
                matches!(&error, Error::Io { path, .. } if !path.is_empty()),
                "{error}"
            );
            if !renamed && at > 0 {
                let mut now = everything(root.path());
                now.retain(|path, _| !path.starts_with(".gen"));
                let mut before = before.clone();
                before.retain(|path, _| !path.starts_with(".gen"));
                assert_eq!(now, before, "step {at}: {error}");
            }
            render(root.path(), &pair[1]).unwrap();
            assert_at(root.path(), &pair[1], &format!("step {at}"));
        }
    }
}

#[test]
fn runs_at_once_do_not_mix() {
    let root = folder();
    let [_, first, second, _] = stages();
    thread::scope(|scope| {
        for wanted in [&first, &second, &first, &second] {
            let root = root.path();
            scope.spawn(move || {
                for _ in 0..10 {
                    render(root, wanted).unwrap();
                }
            });
        }
    });
    render(root.path(), &second).unwrap();
    assert_eq!(tree(root.path()), with_folders(&second));
}

#[test]
fn a_root_that_cannot_be_written_is_named() {
    // Nobody, root included, makes folders here.
    let error = render(Path::new("/sys"), &files(&[("a.yaml", "a")]))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot make the folder `.gen`: "),
        "{error}"
    );
}
