//! `gen promql check`: what is wrong with a text.

use super::{dialect, input, json_lines, language};
use crate::cli::{
    Outcome,
    args::{Global, PromqlCheck},
    print,
};

/// Reports all errors of one text, or answers JSON lines.
pub fn run(global: &Global, options: &PromqlCheck) -> anyhow::Result<Outcome> {
    let dialect = dialect::options(&options.dialect)?;
    let language = language::chosen(options);
    if options.jsonl {
        return json_lines::run(&language, &dialect);
    }
    let text = input::read(options.text.as_deref())?;
    match (language.judge)(&text, &dialect) {
        Ok(meaning) => {
            print::say(
                global,
                &format!("no errors, the type is {}\n", meaning.kind),
            );
            Ok(Outcome::Clean)
        }
        Err(errors) => {
            input::report(global, language.file, text, &errors);
            Ok(Outcome::Findings)
        }
    }
}
