//! What can be said on the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Compiles a gen.toml into Kubernetes monitoring and API configuration, and validates it.
#[derive(Debug, Parser)]
#[command(
    name = "gen",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Debug)]
pub struct Global {
    /// The project file or its folder; default: gen.toml here or in the nearest parent folder
    #[arg(long, global = true, value_name = "PATH")]
    pub project: Option<PathBuf>,
    /// When reports are colored
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Say nothing but errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say what is done
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a commented gen.toml to start from
    Init(Init),
    /// Write the tree of manifests, dashboards and docs
    Render(Render),
    /// Print the manifests of one environment, as Kustomize builds them
    Build(Build),
    /// Check the project
    Check(Check),
    /// Explain a check or an error
    Explain(Explain),
    /// Print the JSON Schema of gen.toml; with --project it offers the project's own names too
    Schema,
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

#[derive(Args, Debug)]
pub struct Init {
    /// Start from an example instead
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(super::init::names()))]
    pub example: Option<String>,
    /// The folder to write to
    #[arg(default_value = ".", value_name = "DIR")]
    pub folder: PathBuf,
}

#[derive(Args, Debug)]
pub struct Render {
    /// The folder below which everything is written; default: the project file's
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write nothing; print what would change and exit with 1 if anything would
    #[arg(long)]
    pub check: bool,
    /// Overwrite and delete generated files that were edited since
    #[arg(long)]
    pub force: bool,
}

#[derive(Args, Debug)]
pub struct Build {
    /// The environment, or `base`, or `crds`
    #[arg(default_value = "base", value_name = "ENV")]
    pub environment: String,
}

#[derive(Args, Debug)]
pub struct Check {
    /// How findings are told; json is printed on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = clap::builder::PossibleValuesParser::new(formats()))]
    pub format: String,
    /// Report a check, a family or all `warnings` as errors
    #[arg(long, value_name = "NAME")]
    pub deny: Vec<String>,
    /// Report a check or a family as warnings
    #[arg(long, value_name = "NAME")]
    pub warn: Vec<String>,
    /// Do not report a check or a family
    #[arg(long, value_name = "NAME")]
    pub allow: Vec<String>,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// The check or error, such as metric/name-suffix; default: list all
    pub name: Option<String>,
}

#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

fn formats() -> Vec<&'static str> {
    crate::report::FORMATS
        .iter()
        .map(|(name, _)| *name)
        .collect()
}
