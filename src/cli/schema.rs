//! `gen schema`: the JSON Schema of `gen.toml`, of every one or of a named one.

use super::{Outcome, args::Global, print, project_file};
use crate::{compile, project, report};

/// Prints the schema; for a project that is named on the command line with its names. A project file is not looked for, so that
/// the schema of every project can be printed anywhere.
pub fn run(global: &Global) -> anyhow::Result<Outcome> {
    if global.project.is_none() {
        print::product(&format!("{:#}\n", project::json_schema()))?;
        return Ok(Outcome::Clean);
    }
    let (mut sources, file, folder) = project_file::open(global)?;
    // Of catalogues in files their names are offered; a file that cannot be read is told by every other command.
    if let (Some(layered), _) = compile::read(&sources, file) {
        project_file::add_files(&mut sources, &folder, &layered);
    }
    let (schema, diagnostics) = compile::json_schema(&sources, file);
    print::findings(global, &sources, &diagnostics, report::FORMATS[0].1);
    print::product(&format!("{schema:#}\n"))?;
    Ok(if diagnostics.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}
