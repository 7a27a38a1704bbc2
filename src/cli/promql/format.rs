//! `gen promql format`: an expression as `promtool promql format` writes it.

use super::{dialect, input, language::EXPRESSION};
use crate::cli::{
    Outcome,
    args::{Global, PromqlFormat},
    print,
};

/// Prints the expression on as many lines as it needs.
pub fn run(global: &Global, options: &PromqlFormat) -> anyhow::Result<Outcome> {
    let dialect = dialect::options(&options.dialect)?;
    let text = input::read(options.text.as_deref())?;
    match (EXPRESSION.judge)(&text, &dialect) {
        Ok(meaning) => {
            print::product(&(meaning.pretty + "\n"))?;
            Ok(Outcome::Clean)
        }
        Err(errors) => {
            input::report(global, EXPRESSION.file, text, &errors);
            Ok(Outcome::Findings)
        }
    }
}
