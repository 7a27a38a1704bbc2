//! `gen init`: a project to start from.

use super::{
    Outcome,
    args::{Global, Init},
    print, project_file,
};
use crate::output;

/// A file to write: path and text.
type File = (&'static str, &'static str);

/// The starter.
const STARTER: &[File] = &[("gen.toml", include_str!("../../templates/init/gen.toml"))];

/// The examples with the files that they name.
const EXAMPLES: [(&str, &[File]); 4] = [
    (
        "arena",
        &[("gen.toml", include_str!("../../examples/arena.toml"))],
    ),
    (
        "arks",
        &[
            ("gen.toml", include_str!("../../examples/arks.toml")),
            (
                "crds/arks.ai_arksendpoints.yaml",
                include_str!("../../examples/crds/arks.ai_arksendpoints.yaml"),
            ),
            (
                "crds/arks.ai_arksmodels.yaml",
                include_str!("../../examples/crds/arks.ai_arksmodels.yaml"),
            ),
        ],
    ),
    (
        "jobtree",
        &[("gen.toml", include_str!("../../examples/jobtree.toml"))],
    ),
    (
        "training-operator",
        &[(
            "gen.toml",
            include_str!("../../examples/training-operator.toml"),
        )],
    ),
];

/// Names of the examples.
pub fn names() -> Vec<&'static str> {
    EXAMPLES.iter().map(|(name, _)| *name).collect()
}

/// Writes the files; one that exists is never overwritten, and then nothing is written.
pub fn run(global: &Global, options: &Init) -> anyhow::Result<Outcome> {
    let example = options
        .example
        .as_ref()
        .and_then(|name| EXAMPLES.iter().find(|(known, _)| known == name));
    let files = example.map_or(STARTER, |(_, files)| files);
    output::create(&options.folder, files)?;
    let path = options.folder.join(project_file::NAME);
    print::say(
        global,
        &format!(
            "wrote {}; `gen render` writes its manifests\n",
            project_file::shown(&path)
        ),
    );
    Ok(Outcome::Clean)
}
