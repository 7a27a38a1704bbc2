//! Dashboards of the examples: rendered whole.

use opsgen::{
    artifact::Artifact,
    diag::Diagnostic,
    emit,
    model::{self, Model},
    project,
    text::Sources,
};

fn render(name: &str, text: &str) -> (Sources, Option<(Model, Vec<Artifact>)>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let (layered, mut diagnostics) = project::read(&sources, file);
    let Some(layered) = layered else {
        return (sources, None, diagnostics);
    };
    let (model, more) = model::resolve(&layered.base, None, &sources);
    diagnostics.extend(more);
    let rendered = model.map(|model| {
        let artifacts = emit::emit(&model);
        (model, artifacts)
    });
    (sources, rendered, diagnostics)
}

#[test]
fn dump() {
    for name in ["jobtree", "arena", "arks", "training-operator"] {
        let path = format!("{}/examples/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let (sources, rendered, diagnostics) = render(name, &text);
        for d in &diagnostics {
            println!("{name}: {} | {} | {:?}", d.message, sources.slice(d.primary.span), d.help.iter().map(|h| &h.message).collect::<Vec<_>>());
        }
        let Some((_, artifacts)) = rendered else { continue };
        for a in artifacts {
            println!("=== {name} {}", a.path);
            println!("{:#}", serde_json::Value::from(&a.tree));
        }
    }
}
