//! A real kube-apiserver on loopback, and kubectl to ask it.
//!
//! The judge `control-plane` starts etcd and the server and stops both when its input ends. This process holds the other end of that
//! pipe, so nothing is left running however a test ends: by return, by panic, or killed.

use crate::judge::{Answer, ask, judge};
use crate::yaml;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// A running server. Each has its own state; it is gone when this value is dropped.
pub struct ControlPlane {
    process: Child,
    kubeconfig: PathBuf,
    folder: TempDir,
}

/// Whether what is sent is kept.
#[derive(Clone, Copy, PartialEq)]
pub enum Keep {
    /// It is created.
    Yes,
    /// It is judged by everything that would judge its creation, and forgotten.
    No,
}

impl ControlPlane {
    /// Starts a server and waits until it answers, which takes two to five seconds.
    pub fn start() -> Self {
        let mut process = judge("control-plane")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("control-plane: {error}"));
        let mut line = String::new();
        let out = process.stdout.take().expect("it is piped");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it can be read");
        let facts = yaml::value(&line);
        let kubeconfig = PathBuf::from(yaml::word(&facts, "/kubeconfig"));
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let server = Self {
            process,
            kubeconfig,
            folder,
        };
        assert!(
            !line.is_empty(),
            "control-plane did not start; it says why above"
        );
        server
    }

    /// A kubectl command on this server.
    pub fn kubectl(&self) -> Command {
        let mut command = judge("kubectl");
        command.arg("--kubeconfig").arg(&self.kubeconfig);
        command
            .arg("--cache-dir")
            .arg(self.folder.path().join("cache"));
        command
    }

    /// Creates the documents of a stream, with strict validation: an unknown or a repeated field is an error. kubectl goes on after a
    /// refused document.
    pub fn create(&self, stream: &str, keep: Keep) -> Answer {
        self.send("create", stream, keep)
    }

    /// As [`ControlPlane::create`], for documents that may be there already.
    pub fn apply(&self, stream: &str, keep: Keep) -> Answer {
        self.send("apply", stream, keep)
    }

    fn send(&self, verb: &str, stream: &str, keep: Keep) -> Answer {
        let file = tempfile::NamedTempFile::with_suffix_in(".yaml", self.folder.path())
            .expect("a temporary file can be made");
        fs::write(file.path(), stream).expect("a temporary file can be written");
        let mut command = self.kubectl();
        command.args([verb, "--validate=strict", "--warnings-as-errors"]);
        if keep == Keep::No {
            command.arg("--dry-run=server");
        }
        ask(command.arg("-f").arg(file.path()))
    }

    /// Creates custom resource definitions and waits until the server serves them.
    pub fn establish(&self, stream: &str) -> Answer {
        let created = self.create(stream, Keep::Yes);
        if !created.accepted {
            return created;
        }
        let values = yaml::split(stream).into_iter().map(yaml::value);
        let names: Vec<String> = values
            .map(|value| yaml::word(&value, "/metadata/name").to_owned())
            .collect();
        let mut wait = self.kubectl();
        wait.args(["wait", "--for=condition=Established", "--timeout=30s"]);
        wait.args(names.iter().map(|name| format!("crd/{name}")));
        // kubectl gives up on a definition that has no conditions yet.
        let established = patiently(&mut wait, |answer| answer.err.contains("accessor error"));
        if !established.accepted {
            return established;
        }
        // Resources are listed a moment after their definition says that it is established.
        patiently(self.kubectl().args(["get", "-A", &names.join(",")]), |_| {
            true
        })
    }
}

/// Asks again, for ten seconds at most, while the command fails in a way that passes.
fn patiently(command: &mut Command, passes: impl Fn(&Answer) -> bool) -> Answer {
    let mut answer = ask(command);
    for _ in 0..50 {
        if answer.accepted || !passes(&answer) {
            break;
        }
        sleep(Duration::from_millis(200));
        answer = ask(command);
    }
    answer
}

impl Drop for ControlPlane {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
