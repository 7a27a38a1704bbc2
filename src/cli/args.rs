//! What can be said on the command line.

use crate::{
    model::Date,
    promql::history::{NEWEST, Release},
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::{ffi::OsString, path::PathBuf};

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
    /// Check rule files, PrometheusRules and dashboards that gen did not make
    Lint(Lint),
    /// Tell what changed in custom resource definitions, and whom it breaks
    Diff(Diff),
    /// Judge custom resource definitions and custom objects as kube-apiserver does
    Crd(CrdCommands),
    /// Check or format PromQL: one text, or JSON lines
    Promql(Promql),
    /// Tell what is known about every part of an alert, a recording or a panel, and why
    Why(Why),
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
    #[command(flatten)]
    pub findings: Findings,
    /// The file of known findings; default: gen.baseline.json beside gen.toml, if it is there
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Make every finding of a check a known one: write them to the baseline, which is no longer read then
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with_all = ["baseline", "fix"])]
    pub write_baseline: Option<Option<PathBuf>>,
    /// Make the changes that are certain in gen.toml, and report what is left
    #[arg(long)]
    pub fix: bool,
    /// With --fix: print the changes instead, and exit with 1 if there are any
    #[arg(
        long,
        requires = "fix",
        conflicts_with = "format",
        visible_alias = "dry-run"
    )]
    pub diff: bool,
}

/// Which findings are told, and how.
#[derive(Args, Debug)]
pub struct Findings {
    /// How findings are told: human and concise on standard error, the others on standard output
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
    /// The day at which exceptions are looked at, such as 2027-06-30; default: today, in UTC
    #[arg(long, value_name = "DATE", value_parser = super::today::read)]
    pub today: Option<Date>,
}

#[derive(Args, Debug)]
pub struct Lint {
    /// Rule files, PrometheusRules, dashboards, or folders: all *.yaml, *.yml and *.json below; `-` is standard input
    ///
    /// YAML and JSON are told apart by what they hold. Objects may stand in lists, dashboards and rules in the data of ConfigMaps.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The metrics that the expressions are about, as `/metrics` text; without it and --project only those that gen brings along
    #[arg(long, value_name = "FILE", conflicts_with = "project")]
    pub metrics: Vec<PathBuf>,
    /// The environment of the project whose metrics and scrapes count
    #[arg(long, value_name = "ENV", requires = "project")]
    pub environment: Option<String>,
    /// Files or folders with the definitions of custom objects among the files
    #[arg(long, value_name = "PATH")]
    pub crds: Vec<PathBuf>,
    /// The release of Prometheus that must accept it, from 2.35 on; with --project that of the project
    #[arg(long, value_name = "VERSION", conflicts_with = "project")]
    pub target: Option<Release>,
    /// The feature flags that are on in Prometheus, such as promql-experimental-functions; with --project those of the project
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        conflicts_with = "project"
    )]
    pub features: Vec<String>,
    #[command(flatten)]
    pub findings: Findings,
    /// The file of known findings; default: lint.baseline.json here, if it is there
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Make every finding of a check a known one: write them to the baseline, which is no longer read then
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with_all = ["baseline", "fix"])]
    pub write_baseline: Option<Option<PathBuf>>,
    /// Make the changes that are certain in the files, and report what is left
    #[arg(long)]
    pub fix: bool,
    /// With --fix: print the changes instead, and exit with 1 if there are any
    #[arg(
        long,
        requires = "fix",
        conflicts_with = "format",
        visible_alias = "dry-run"
    )]
    pub diff: bool,
}

#[derive(Args, Debug)]
pub struct Diff {
    /// Two files or folders, or one or two revisions of git; default: HEAD
    ///
    /// OLD and NEW are read as paths where both are there. `REV` compares a revision with what is in the working tree, or with what the project
    /// emits now; `A..B` and `A B` compare two revisions, `A...B` the point where B left A with B.
    #[arg(value_name = "OLD NEW", num_args = 0..=2)]
    pub sides: Vec<OsString>,
    /// Look only below these paths; without them and without a gen.toml at all files of the folder
    #[arg(last = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How changes are told: human on standard error, the others on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = clap::builder::PossibleValuesParser::new(change_formats()))]
    pub format: String,
}

#[derive(Args, Debug)]
pub struct CrdCommands {
    #[command(subcommand)]
    pub command: CrdCommand,
}

#[derive(Debug, Subcommand)]
pub enum CrdCommand {
    /// Report what the API server refuses of definitions and custom objects, and what is odd in what it accepts
    Check(CrdCheck),
}

#[derive(Args, Debug)]
pub struct CrdCheck {
    /// Definitions and custom objects, or folders: all *.yaml, *.yml and *.json below; `-` is standard input
    ///
    /// An object is judged with the definition of its kind: one of these files, one of --crds, or that of a kind of prometheus-operator.
    #[arg(value_name = "FILE", required_unless_present = "jsonl")]
    pub files: Vec<PathBuf>,
    /// Files or folders with the definitions of the objects' kinds, which are not judged themselves
    #[arg(long, value_name = "PATH")]
    pub crds: Vec<PathBuf>,
    /// Read {"id": …, "object": …} from each line of standard input, and answer each with a line of JSON
    ///
    /// An answer is {"id", "ok", "fields", "findings", "object"}: "fields" are those that the API server names, in its spelling; a finding is
    /// {"name", "level", "field", "pointer", "start", "end", "message", "help"}, its "pointer" is a JSON pointer into the object, "start" and "end" are
    /// bytes of the text there, null for all of it. "object" is what the API server would store of a custom object: without unknown
    /// fields and nulls, with defaults; null for a definition and for what is refused. "ok" is false where the API server refuses, null
    /// where no definition of the kind is known. Exit code: 1 when an object is not ok; 2 when a line has no object, where "id" is null.
    #[arg(long, conflicts_with = "files")]
    pub jsonl: bool,
    #[command(flatten)]
    pub findings: Findings,
}

#[derive(Args, Debug)]
pub struct Promql {
    #[command(subcommand)]
    pub command: PromqlCommand,
}

#[derive(Debug, Subcommand)]
pub enum PromqlCommand {
    /// Report every error of an expression, a series or a template, or answer JSON lines
    Check(PromqlCheck),
    /// Print an expression as `promtool promql format` does
    Format(PromqlFormat),
}

#[derive(Args, Debug)]
pub struct PromqlCheck {
    /// The text; without one, or for `-`, standard input is read
    #[arg(value_name = "TEXT")]
    pub text: Option<String>,
    /// Read {"input": …} from each line of standard input, and answer each with a line of JSON
    ///
    /// An answer is {"input", "ok", "type", "canonical", "pretty", "errors"}, an error {"start", "end", "message", "help"}: bytes of the
    /// input, the end is exclusive. "type" is scalar, vector, matrix or string, unknown for a placeholder that stands alone, series for
    /// series, template for templates. Where "ok" is false there are no "type", "canonical" and "pretty". Exit code: 1 when an input is not ok; 2
    /// when a line has no input, where the answer's "input" is null and the bytes are those of the line.
    #[arg(long, conflicts_with = "text")]
    pub jsonl: bool,
    /// Judge series of rule tests instead, such as `metric{a="b"} 0+6x30`
    #[arg(long)]
    pub series: bool,
    /// Judge templates of annotations and labels instead, such as `{{ $labels.job }} is down`
    #[arg(long, conflicts_with = "series")]
    pub template: bool,
    #[command(flatten)]
    pub dialect: Dialect,
}

#[derive(Args, Debug)]
pub struct PromqlFormat {
    /// The expression; without one, or for `-`, standard input is read
    #[arg(value_name = "EXPR")]
    pub text: Option<String>,
    #[command(flatten)]
    pub dialect: Dialect,
}

/// Which PromQL is spoken.
#[derive(Args, Debug)]
pub struct Dialect {
    /// The feature flags that are on in Prometheus, such as promql-experimental-functions; `all` or `none` of them
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        default_value = "none"
    )]
    pub features: Vec<String>,
    /// The release of Prometheus that must accept it, from 2.35 on
    #[arg(long, value_name = "VERSION", default_value_t = NEWEST)]
    pub target: Release,
    /// Understand `$name`, `${name}` and `[[name]]` of Grafana and gen
    #[arg(long)]
    pub placeholders: bool,
}

#[derive(Args, Debug)]
pub struct Why {
    /// The alert, the recording, the panel as `dashboard.panel`, or one of its queries as `dashboard.panel.query`
    ///
    /// `alert:`, `recording:`, `panel:` or `query:` before it tells which of several is meant.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The environment, or `base`
    #[arg(long, default_value = "base", value_name = "ENV")]
    pub environment: String,
    /// Print JSON
    ///
    /// It is {"kind", "name", "environment", "place", "expressions"}, an expression {"name", "text", "place", "root"}, and the root and
    /// each of its "parts" {"text", "bytes", "place", "type", "labels", "open", "key", "unit", "unit_declared", "range", "kind", "why", "parts"}. "bytes"
    /// are those of the expression's text, the end is exclusive; "place" is where that stands in the file; both are null for what gen
    /// wrote itself. A label is {"name", "presence", "values", "why"}: its presence is must, may or never, its values are null when any is
    /// possible; "open" says that there may be others. "key" are the labels that identify a series, null when no fewer than all are known
    /// to. "unit" and "range" are null when they are not known; a range is {"low", "above_low", "high", "below_high", "empty", "nan"}: null for no
    /// bound, true where the bound itself does not occur. "why" is a chain of {"bytes", "words"}, the nearest reason first.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// The check or error, such as metric/name-suffix; default: list all
    #[arg(conflicts_with = "all")]
    pub name: Option<String>,
    /// Explain every check and error, as one page
    #[arg(long)]
    pub all: bool,
    /// How the page is written
    #[arg(long, requires = "all", value_enum, default_value_t = PageFormat::Markdown, value_name = "FORMAT")]
    pub format: PageFormat,
}

/// The form of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    Markdown,
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

fn change_formats() -> Vec<&'static str> {
    crate::report::CHANGE_FORMATS
        .iter()
        .map(|(name, _)| *name)
        .collect()
}
