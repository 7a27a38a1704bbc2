//! Definitions and objects in YAML: read, judged, and shown at their places.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use opsgen::apiserver::{
    definition,
    object::{self, Definition, Strictness},
};
use opsgen::compile::{self, Bare, Files, Settings, Under};
use opsgen::document::yaml;
use opsgen::text::Sources;
use opsgen_fuzz::text;
use serde_json::Value;

fuzz_target!(|input: &[u8]| -> Corpus {
    let Some(text) = text(input) else {
        return Corpus::Reject;
    };
    let Ok(documents) = yaml::read_spanned(text) else {
        return Corpus::Keep;
    };
    let values: Vec<Value> = documents.iter().map(|tree| tree.to_json()).collect();
    let definitions = values
        .iter()
        .filter(|value| value["kind"] == "CustomResourceDefinition");
    let definitions: Vec<&Value> = definitions.collect();
    for value in &definitions {
        for finding in definition::judge(value) {
            assert!(!finding.message.is_empty());
            assert!(value.pointer(&finding.pointer).is_some(), "{finding:?}");
        }
        let definition = Definition::read(value);
        for object in &values {
            judge(&definition, object);
        }
    }
    lint(text);
    Corpus::Keep
});

/// What would be stored is stored as it is when it is created again.
fn judge(definition: &Definition, object: &Value) {
    let judged = object::judge(definition, object, Strictness::Lenient);
    if judged.findings.is_empty() && judged.later.is_empty() {
        let again = object::judge(definition, &judged.object, Strictness::Strict);
        assert!(again.pruned.is_empty(), "{:?}", again.pruned);
    }
}

/// All that a run of `gen lint` does with the text.
fn lint(text: &str) {
    let mut sources = Sources::default();
    let bare = Bare {
        target: None,
        features: &[],
        has_metrics: false,
        samples: &[],
    };
    let project = compile::add_bare(&mut sources, &bare);
    let (Some(layered), _) = compile::read(&sources, project) else {
        return;
    };
    let file = sources.add_yaml("input.yaml", text);
    let under = Under {
        layered: &layered,
        environment: None,
        is_bare: true,
    };
    let files = Files {
        checked: &[file],
        definitions: &[],
    };
    for finding in compile::lint(&mut sources, under, files, &Settings::default()).diagnostics {
        let span = finding.primary.span;
        assert!(
            sources.get(span.file).text.get(span.range()).is_some(),
            "{finding:?}"
        );
    }
}
