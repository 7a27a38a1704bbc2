//! Processes of their own: at once, killed, short of space.

use crate::fault::stages;
use crate::trial::{Files, everything, folder, render, tree, with_folders};
use opsgen::output::{Error, Summary};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Set for the processes that [`in_process`] starts.
const CHILD: &str = "GEN_TRIAL_CHILD";

/// What such a process says when it has rendered.
const DONE: &str = "the child has rendered";

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
                "process::child_renders_many",
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
        in_process(root.path(), &shell, "process::child_renders_many")
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
    let output = in_process(root.path(), shell, "process::child_meets_a_limit")
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
    let output = in_process(root.path(), &shell, "process::child_fills_a_disk")
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
    let output = in_process(
        root.path(),
        &shell,
        "process::child_meets_a_read_only_folder",
    )
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
