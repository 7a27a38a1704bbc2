//! The documents of files: those of each file, those in lists, and those that stand as a text inside of an object.

use super::{
    SYNTAX, UNRENDERED,
    kind::{self, Kind},
};
use crate::{
    diag::Diagnostic,
    document::{Entry, ReadError, Tree, TreeValue, json, yaml},
    parallel::map,
    text::{FileId, Sources, Span},
};

/// A document and what it is.
#[derive(Debug)]
pub struct Document {
    /// The file; for a text inside of an object, that text.
    pub file: FileId,
    /// What it says.
    pub tree: Tree,
    /// What it is.
    pub kind: Kind,
}

impl Document {
    /// What it calls itself.
    pub fn own_name(&self) -> &str {
        kind::own_name(&self.tree)
    }
}

/// The documents of files.
#[derive(Debug, Default)]
pub struct Documents {
    /// Those that are judged, in the order of the files.
    pub all: Vec<Document>,
    /// Those that are not: the file and what the document calls itself.
    pub others: Vec<(FileId, String)>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A text inside of an object that may be a document.
struct Embedded {
    span: Span,
    text: String,
    /// Whether it surely is a document, so that it has to be one.
    is_certain: bool,
}

/// Reads all documents of files. Texts inside of objects are added to the sources.
pub fn documents(sources: &mut Sources, files: &[FileId]) -> Documents {
    let mut result = Documents::default();
    let mut embedded = Vec::new();
    let read = map(files, |file| read_file(sources, *file));
    for (file, read) in files.iter().zip(read) {
        match read {
            Ok(trees) => {
                for tree in trees {
                    sort(&mut result, &mut embedded, *file, tree);
                }
            }
            Err(finding) => result.diagnostics.push(*finding),
        }
    }
    for Embedded {
        span,
        text,
        is_certain,
    } in embedded
    {
        let Some(file) = sources.add_inside(span, &text) else {
            continue;
        };
        // A text inside of a text is nobody's dashboard.
        let ignored = &mut Vec::new();
        match read_file(sources, file) {
            Ok(trees) => trees.into_iter().for_each(|tree| {
                if is_certain || kind::kind(&tree) != Kind::Other {
                    sort(&mut result, ignored, file, tree);
                }
            }),
            Err(finding) if is_certain => result.diagnostics.push(*finding),
            Err(_) => {}
        }
    }
    result
}

/// Puts a document where its kind belongs.
fn sort(result: &mut Documents, embedded: &mut Vec<Embedded>, file: FileId, tree: Tree) {
    let kind = kind::kind(&tree);
    match kind {
        Kind::RuleFile
        | Kind::LooseRules
        | Kind::PrometheusRule
        | Kind::Dashboard
        | Kind::Definition
        | Kind::Kustomization
        | Kind::Object => {
            result.all.push(Document { file, tree, kind });
        }
        Kind::List => {
            for item in items(tree) {
                sort(result, embedded, file, item);
            }
        }
        Kind::ConfigMap => {
            embedded.extend(texts(&tree, file));
            result.all.push(Document { file, tree, kind });
        }
        Kind::GrafanaDashboard => {
            let json = tree.get("spec").and_then(|spec| spec.entry("json"));
            embedded.extend(json.and_then(|entry| text(entry, file, true)));
            result.all.push(Document { file, tree, kind });
        }
        Kind::Other if is_empty(&tree) => {}
        Kind::Other => {
            let name = kind::own_name(&tree).to_string();
            result.others.push((file, name));
        }
    }
}

fn is_empty(tree: &Tree) -> bool {
    match &tree.value {
        TreeValue::Null => true,
        TreeValue::Map(entries) => entries.is_empty(),
        _ => false,
    }
}

fn items(tree: Tree) -> Vec<Tree> {
    let TreeValue::Map(entries) = tree.value else {
        return Vec::new();
    };
    let items = entries.into_iter().find(|entry| entry.key == "items");
    match items.map(|entry| entry.value.value) {
        Some(TreeValue::List(items)) => items,
        _ => Vec::new(),
    }
}

/// The texts of a ConfigMap that are called like files of YAML or JSON.
fn texts(tree: &Tree, file: FileId) -> Vec<Embedded> {
    let labels = tree.get("metadata").and_then(|meta| meta.get("labels"));
    let is_dashboard = labels.is_some_and(|labels| labels.get("grafana_dashboard").is_some());
    let Some(TreeValue::Map(entries)) = tree.get("data").map(|data| &data.value) else {
        return Vec::new();
    };
    let is_file = |entry: &&Entry| {
        let endings = [".json", ".yaml", ".yml", ".rules"];
        endings.iter().any(|ending| entry.key.ends_with(ending))
    };
    let files = entries.iter().filter(is_file);
    files
        .filter_map(|entry| text(entry, file, is_dashboard && entry.key.ends_with(".json")))
        .collect()
}

fn text(entry: &Entry, file: FileId, is_certain: bool) -> Option<Embedded> {
    let TreeValue::String(text) = &entry.value.value else {
        return None;
    };
    Some(Embedded {
        span: Span::new(file, entry.value.start, entry.value.end),
        text: text.clone(),
        is_certain,
    })
}

/// The documents of one file, whatever they are.
pub fn read_file(sources: &Sources, file: FileId) -> Result<Vec<Tree>, Box<Diagnostic>> {
    let text = sources.get(file).text.as_str();
    let is_json = text.trim_start().starts_with(['{', '[']) && !is_template(text);
    let must_be_json = sources.get(file).name.ends_with(".json") || sources.around(file).is_some();
    let json = is_json.then(|| json::read_spanned(text));
    let read = match json {
        Some(Ok(tree)) => Ok(vec![tree]),
        Some(Err(error)) if must_be_json => Err(error),
        // Much of what is no JSON is YAML nevertheless.
        Some(Err(error)) => yaml::read_spanned(text).map_err(|_| error),
        None => yaml::read_spanned(text),
    };
    read.map_err(|error| Box::new(refused(text, file, error)))
}

fn refused(text: &str, file: FileId, error: ReadError) -> Diagnostic {
    let in_string = || quoted_template(text, error.range.start);
    match template_place(text).or_else(in_string) {
        Some(at) => unrendered(Span::new(file, at, at + 2)),
        None => {
            let place = Span::new(file, error.range.start, error.range.end);
            Diagnostic::new(&SYNTAX, place, error.message)
        }
    }
}

/// The finding about a template that begins here.
pub fn unrendered(place: Span) -> Diagnostic {
    let message = "the file is a template, which says nothing before it is rendered";
    Diagnostic::new(&UNRENDERED, place, message)
        .help("lint what renders from it, such as the output of `helm template`")
}

fn is_template(text: &str) -> bool {
    text.trim_start().starts_with("{{")
}

/// Where `{{ "` stands before the fault of a JSON text: its quote ended the string that the braces stand in.
fn quoted_template(text: &str, fault: usize) -> Option<usize> {
    let before = text.get(..fault)?.trim_end().strip_suffix('"')?;
    let braces = before.trim_end().strip_suffix("{{")?;
    Some(braces.len())
}

/// Where `{{` stands and no string of YAML can be: at the beginning of a line or of a value.
fn template_place(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let value = content.split_once(": ").map(|(_, value)| value);
        let begins = |text: &str| text.trim_start_matches("- ").starts_with("{{");
        if begins(content) || value.is_some_and(begins) || content.contains("{{-") {
            return line.find("{{").map(|at| start + at);
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::documents;
    use crate::{existing::Kind, text::Sources};

    /// The kinds of what is judged, what is not, and the messages.
    fn check(text: &str, kinds: &[Kind], others: &[&str], messages: &[&str]) {
        let mut sources = Sources::default();
        let file = sources.add_yaml("rules.yaml", text);
        let found = documents(&mut sources, &[file]);
        let found_kinds: Vec<Kind> = found.all.iter().map(|document| document.kind).collect();
        assert_eq!(found_kinds, kinds, "{text}");
        let names: Vec<&str> = found.others.iter().map(|(_, name)| &**name).collect();
        assert_eq!(names, others, "{text}");
        let told: Vec<&str> = found.diagnostics.iter().map(|it| &*it.message).collect();
        assert_eq!(told, messages, "{text}");
    }

    #[test]
    fn a_document_is_told_by_what_it_holds() {
        check("groups: []", &[Kind::RuleFile], &[], &[]);
        check("grops: [{name: a, rules: []}]", &[Kind::RuleFile], &[], &[]);
        check("- {alert: A, expr: up}", &[Kind::LooseRules], &[], &[]);
        check(
            "rules: [{record: a, expr: up}]",
            &[Kind::LooseRules],
            &[],
            &[],
        );
        check(
            "apiVersion: v1\nkind: List\nitems:\n\
             - {apiVersion: monitoring.coreos.com/v1, kind: PrometheusRule}\n\
             - {apiVersion: v1, kind: Service}\n---\nkind: PrometheusRule\n",
            &[Kind::PrometheusRule, Kind::Object],
            &["PrometheusRule"],
            &[],
        );
        check(
            "{\"title\": \"A\", \"panels\": []}",
            &[Kind::Dashboard],
            &[],
            &[],
        );
        check("", &[], &[], &[]);
        check("a: 1\n", &[], &["a document of no known kind"], &[]);
    }

    #[test]
    fn texts_of_objects_are_documents() {
        let map = |label: &str, text: &str| {
            format!(
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {{{label}: \"1\"}}\ndata:\n  a.json: |\n    {text}\n  b.txt: groups\n"
            )
        };
        let dashboard = "{\"title\": \"A\", \"panels\": []}";
        let both = [Kind::ConfigMap, Kind::Dashboard];
        check(&map("a", dashboard), &both, &[], &[]);
        check(&map("a", "{\"title\": \"A\"}"), &both[..1], &[], &[]);
        check(&map("a", "{"), &both[..1], &[], &[]);
        check(
            &map("grafana_dashboard", "{"),
            &both[..1],
            &[],
            &["EOF while parsing an object"],
        );
        let object = format!(
            "apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nspec:\n  json: >\n    {dashboard}\n"
        );
        let both = [Kind::GrafanaDashboard, Kind::Dashboard];
        check(&object, &both, &[], &[]);
    }

    #[test]
    fn a_template_is_said_to_be_one() {
        let message = "the file is a template, which says nothing before it is rendered";
        for text in [
            "{{- if .Values.rules }}\ngroups: []\n{{- end }}\n",
            "{{ include \"rules\" . }}\n",
            "groups:\n- name: {{ .Values.name }}\n  rules: []\n",
            "groups:\n  {{- toYaml .Values.groups | nindent 2 }}\n",
        ] {
            check(text, &[], &[], &[message]);
        }
    }
}
