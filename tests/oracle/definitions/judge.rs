//! What the server says of definitions: by its own packages in batches (`celcost -strict`), and by itself over HTTP.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::control_plane::ControlPlane;
use crate::judge::judge;

/// A verdict.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether the definition would be created.
    pub accepted: bool,
    /// The fields of the errors, without what has no field.
    pub fields: BTreeSet<String>,
    /// The errors, for a person.
    pub errors: Vec<String>,
}

/// The verdicts on definitions, in their order, by two judges at once.
pub fn ask_packages(objects: &[Value]) -> Vec<Verdict> {
    let half = objects.len().div_ceil(2).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = objects
            .chunks(half)
            .map(|part| scope.spawn(|| ask_one(part)))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().expect("it does not panic"))
            .collect()
    })
}

fn ask_one(objects: &[Value]) -> Vec<Verdict> {
    let mut process = judge("celcost")
        .arg("-strict")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("celcost starts");
    let mut input = process.stdin.take().expect("it is piped");
    let output = process.stdout.take().expect("it is piped");
    let verdicts = thread::scope(|scope| {
        scope.spawn(move || {
            for object in objects {
                let line = json!({"id": "", "object": object});
                writeln!(input, "{line}").expect("celcost reads");
            }
        });
        let lines = BufReader::new(output).lines();
        lines
            .map(|line| verdict(&line.expect("it can be read")))
            .collect::<Vec<_>>()
    });
    assert!(process.wait().expect("it ends").success(), "celcost failed");
    assert_eq!(
        verdicts.len(),
        objects.len(),
        "one verdict for each definition"
    );
    verdicts
}

fn verdict(line: &str) -> Verdict {
    let answer: Value = serde_json::from_str(line).expect("a verdict is JSON");
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let fields = errors.iter().filter_map(|error| error["field"].as_str());
    Verdict {
        accepted: errors.is_empty(),
        fields: fields
            .filter(|field| !field.is_empty())
            .map(str::to_owned)
            .collect(),
        errors: errors.iter().map(Value::to_string).collect(),
    }
}

/// A running server, asked through `kubectl proxy`, which knows its certificates.
pub struct Server {
    proxy: Child,
    address: String,
    _server: ControlPlane,
}

impl Server {
    /// Starts a server and the proxy.
    pub fn start() -> Self {
        let server = ControlPlane::start();
        let mut proxy = server
            .kubectl()
            .args(["proxy", "--port=0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("kubectl starts");
        let out = proxy.stdout.take().expect("it is piped");
        let mut line = String::new();
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it listens");
        let address = line
            .trim()
            .rsplit(' ')
            .next()
            .expect("the last word")
            .to_owned();
        Self {
            proxy,
            address,
            _server: server,
        }
    }

    /// Creates a definition and waits until the server serves its objects.
    pub fn serve(&self, definition: &Value) {
        let create = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        let (status, answer) = self.post(create, &definition.to_string());
        assert_eq!(status, 201, "{answer}");
        let word = |pointer: &str| definition.pointer(pointer).and_then(Value::as_str);
        let (group, plural) = (word("/spec/group"), word("/spec/names/plural"));
        let versions = definition["spec"]["versions"].as_array();
        let served = versions
            .into_iter()
            .flatten()
            .find(|version| version["served"] == true);
        let version = served.and_then(|version| version["name"].as_str());
        let [group, plural, version] =
            [group, plural, version].map(|word| word.expect("it is there"));
        let list = format!("/apis/{group}/{version}/{plural}?limit=1");
        for _ in 0..200 {
            if self.request("GET", &list, "").0 == 200 {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("{plural}.{group} is not served");
    }

    /// The verdict on one definition, by a create request that is a dry run.
    pub fn ask(&self, object: &Value) -> Verdict {
        let path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All&fieldValidation=Strict";
        let (status, answer) = self.post(path, &object.to_string());
        let causes = answer.split("\"field\":\"").skip(1);
        let fields = causes.filter_map(|rest| rest.split('"').next());
        Verdict {
            accepted: status == 201,
            fields: fields.map(str::to_owned).collect(),
            errors: vec![answer],
        }
    }

    /// The status and the body of the answer to a request with a JSON body.
    pub fn post(&self, path: &str, body: &str) -> (u16, String) {
        self.request("POST", path, body)
    }

    fn request(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        // In HTTP 1.0 an answer does not come in chunks.
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).expect("the proxy listens");
        stream.write_all(head.as_bytes()).expect("the proxy reads");
        stream.write_all(body.as_bytes()).expect("the proxy reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the proxy answers");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.expect("a status"), body.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.proxy.kill();
        let _ = self.proxy.wait();
    }
}
