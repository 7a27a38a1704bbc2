//! Runs that are killed, refused by the system, or have company.

use crate::trial::{Files, PROJECT, everything, files, folder, put, render, tree, with_folders};
use opsgen::output::{Edits, Error, Fault, Plan, Step, Summary};
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Set for the processes that [`in_process`] starts.
const CHILD: &str = "GEN_TRIAL_CHILD";

/// What such a process says when it has rendered.
const DONE: &str = "the child has rendered";

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
fn stages() -> [Files; 4] {
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

/// Runs an ignored test of this file in a process of its own, in a folder, by a shell line that ends in `"$0" "$@"`.
fn in_process(root: &Path, shell: &str, name: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", shell])
        .arg(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", name])
        .env(CHILD, "")
        .current_dir(root)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The child did its part to the end.
fn assert_done(output: &Output) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains(DONE), "{text}");
}

/// Renders below a folder in a process of [`in_process`]; `None` in any other, as `cargo test -- --ignored` starts it.
fn child_renders(root: &str, files: &Files) -> Option<Result<Summary, Error>> {
    std::env::var_os(CHILD)?;
    let result = render(Path::new(root), files);
    eprintln!("{DONE}");
    Some(result)
}

/// Many files, of which one is larger than 64 KiB.
fn many() -> Files {
    let mut many: Files = (0..200)
        .map(|at| (format!("base/{at}/a.yaml"), format!("{at}\n").into_bytes()))
        .collect();
    many.insert("base/large.json".to_owned(), vec![b'x'; 100_000]);
    many
}

#[test]
#[ignore = "a part of processes_at_once_do_not_mix, in a process of its own"]
fn child_renders_many() {
    if let Some(result) = child_renders(".", &many()) {
        result.unwrap();
    }
}

#[test]
fn processes_at_once_do_not_mix() {
    let root = folder();
    let children: Vec<_> = (0..4)
        .map(|_| {
            in_process(
                root.path(),
                "exec \"$0\" \"$@\"",
                "fault::child_renders_many",
            )
            .spawn()
            .unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_done(&output);
    }
    assert_eq!(tree(root.path()), with_folders(&many()));
}

#[test]
fn a_process_killed_at_any_time_is_completed_by_the_next() {
    for pause in 0..30 {
        let root = folder();
        let shell = format!("\"$0\" \"$@\" & sleep 0.{pause:03}; kill -9 $!; wait");
        in_process(root.path(), &shell, "fault::child_renders_many")
            .output()
            .unwrap();
        render(root.path(), &many()).unwrap();
        assert_eq!(tree(root.path()), with_folders(&many()));
    }
}

#[test]
#[ignore = "a part of a_limit_of_the_system_leaves_the_old_tree, in a process of its own"]
fn child_meets_a_limit() {
    if let Some(result) = child_renders(".", &many()) {
        let error = result.unwrap_err().to_string();
        let expected = "cannot write `base/large.json`: File too large";
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn a_limit_of_the_system_leaves_the_old_tree() {
    let root = folder();
    let [_, first, ..] = stages();
    render(root.path(), &first).unwrap();
    let before = everything(root.path());
    let shell = "trap '' XFSZ; ulimit -f 128; exec \"$0\" \"$@\"";
    let output = in_process(root.path(), shell, "fault::child_meets_a_limit")
        .output()
        .unwrap();
    assert_done(&output);
    assert_eq!(everything(root.path()), before);
}

#[test]
#[ignore = "a part of a_really_full_disk_leaves_the_old_tree, with a file system of its own"]
fn child_fills_a_disk() {
    let [_, first, ..] = stages();
    if let Some(result) = child_renders("disk", &first) {
        result.unwrap();
        let before = everything(Path::new("disk"));
        let error = render(Path::new("disk"), &many()).unwrap_err().to_string();
        assert!(error.contains("No space left on device"), "{error}");
        assert_eq!(everything(Path::new("disk")), before);
    }
}

#[test]
#[ignore = "mounts a tmpfs, for which it must be root or allowed to make user namespaces"]
fn a_really_full_disk_leaves_the_old_tree() {
    let root = folder();
    let mount = "mkdir disk && mount -t tmpfs -o size=256k none disk && exec \"$0\" \"$@\"";
    let shell = format!("exec unshare --mount --map-root-user sh -c '{mount}' \"$0\" \"$@\"");
    let output = in_process(root.path(), &shell, "fault::child_fills_a_disk")
        .output()
        .unwrap();
    assert_done(&output);
}

#[test]
#[ignore = "mounts a read-only folder, for which it must be root or allowed to make user namespaces"]
fn a_really_read_only_folder_leaves_the_old_tree() {
    let root = folder();
    let mount = "mkdir docs && mount -t tmpfs -o ro none docs && exec \"$0\" \"$@\"";
    let shell = format!("exec unshare --mount --map-root-user sh -c '{mount}' \"$0\" \"$@\"");
    let output = in_process(root.path(), &shell, "fault::child_meets_a_read_only_folder")
        .output()
        .unwrap();
    assert_done(&output);
}

#[test]
#[ignore = "a part of a_really_read_only_folder_leaves_the_old_tree, with a file system of its own"]
fn child_meets_a_read_only_folder() {
    let [_, first, second, _] = stages();
    if let Some(result) = child_renders(".", &first) {
        result.unwrap();
        let before = everything(Path::new("."));
        let error = render(Path::new("."), &second).unwrap_err().to_string();
        assert_eq!(
            error,
            "cannot create `docs/d.md`: Read-only file system (os error 30)"
        );
        assert_eq!(everything(Path::new(".")), before);
    }
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
