//! Expressions of the project: parsed, their parameters put in, their errors shown at their characters.

use super::{
    Context,
    context::{PROMQL, UNKNOWN_NAME},
    param::{Params, Value},
    target,
};
use crate::{
    diag::{Diagnostic, nearest},
    project::Spanned,
    promql::{
        self,
        ast::{Expr, Matcher, Node, Placeholder, Range},
        substitute::{Position, Replacement, stands, substitute},
    },
    text::{
        Span,
        literal::{self, Shape},
    },
};

/// An expression with its parameters put in.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The tree; ranges are those of `text`.
    pub expr: Expr,
    /// What was written, without white space around it and common indentation, and where.
    pub written: Spanned<String>,
}

/// Which names an expression or text may use besides parameters.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// Rules: parameters only.
    Rules,
    /// A dashboard: its variables, then Grafana's own (`$__…`), then parameters.
    Dashboard(&'a [String]),
}

impl Scope<'_> {
    /// Whether the name is left for Grafana.
    pub fn keeps(self, name: &str) -> bool {
        match self {
            Self::Rules => false,
            Self::Dashboard(variables) => {
                name.starts_with("__") || variables.iter().any(|known| known == name)
            }
        }
    }

    fn variables(&self) -> &[String] {
        match self {
            Self::Rules => &[],
            Self::Dashboard(variables) => variables,
        }
    }
}

/// Reads an expression. `None` when it has errors, which are reported.
pub fn read(
    ctx: &mut Context,
    params: &Params,
    scope: Scope,
    written: &Spanned<String>,
) -> Option<Expression> {
    framed(ctx, params, scope, written, ("", ""))
}

/// What is written, without white space around it and common indentation: places in what is read from it are places in this.
pub fn trimmed(written: &Spanned<String>) -> Spanned<String> {
    Spanned::new(literal::trim(&written.value), written.span)
}

/// Reads matchers such as `class="owned", flavor=~"$flavor"`; their ranges are those of the text. `None` when they have errors,
/// which are reported.
pub fn read_matchers(
    ctx: &mut Context,
    params: &Params,
    scope: Scope,
    written: &Spanned<String>,
) -> Option<Vec<Matcher>> {
    let frame = ("x{", "}");
    let expression = framed(ctx, params, scope, written, frame)?;
    let Node::Selector(selector) = expression.expr.node else {
        ctx.bad_value(written.span, "expected matchers, such as `class=\"owned\"`");
        return None;
    };
    let shift = |at: u32| at.saturating_sub(u32::try_from(frame.0.len()).unwrap_or(0));
    let mut matchers = selector.matchers;
    for range in matchers.iter_mut().flat_map(|matcher| {
        [
            &mut matcher.range,
            &mut matcher.label.range,
            &mut matcher.value.range,
        ]
    }) {
        *range = Range {
            start: shift(range.start),
            end: shift(range.end),
        };
    }
    Some(matchers)
}

/// The finding of an error in an expression or a series, whose places `span` knows.
pub fn finding(error: &promql::Error, span: impl Fn(Range) -> Span) -> Diagnostic {
    let mut finding = Diagnostic::new(&PROMQL, span(error.range), error.message.clone());
    if let Some((range, label)) = error.related {
        finding = finding.label(span(range), label);
    }
    match &error.help {
        Some(help) => finding.help(help.clone()),
        None => finding,
    }
}

/// Reads an expression of which only the part inside the frame was written.
fn framed(
    ctx: &mut Context,
    params: &Params,
    scope: Scope,
    written: &Spanned<String>,
    frame: (&str, &str),
) -> Option<Expression> {
    let text = literal::trim(&written.value);
    let whole = format!("{}{text}{}", frame.0, frame.1);
    let place = |ctx: &Context, range: Range| {
        let inside = |at: u32| (at as usize).saturating_sub(frame.0.len()).min(text.len());
        let range = inside(range.start)..inside(range.end);
        ctx.inside(written, Shape::Trimmed, range)
    };
    let (mut expr, errors) = promql::parse(&whole, &target::promql(&ctx.project.targets));
    for error in &errors {
        let mut diagnostic = finding(error, |range| place(ctx, range));
        if let Some(needs) = error.needs {
            diagnostic = target::explain(diagnostic, &ctx.project.targets, needs);
        }
        ctx.report(diagnostic);
    }
    if !errors.is_empty() {
        return None;
    }
    let mut failed = false;
    substitute(&mut expr, &mut |placeholder, position| {
        let span = place(ctx, placeholder.range);
        let replacement = replacement(params, scope, placeholder, position, span);
        replacement.unwrap_or_else(|diagnostic| {
            ctx.report(*diagnostic);
            failed = true;
            None
        })
    });
    (!failed).then(|| Expression {
        expr,
        written: Spanned::new(text, written.span),
    })
}

fn replacement(
    params: &Params,
    scope: Scope,
    placeholder: &Placeholder,
    position: Position,
    span: Span,
) -> Result<Option<Replacement>, Box<Diagnostic>> {
    let name = &placeholder.name;
    if scope.keeps(name) {
        return Ok(None);
    }
    let Some(param) = params.get(name) else {
        return Err(Box::new(unknown(
            params,
            scope,
            (name, &placeholder.written),
            span,
        )));
    };
    let wrong = |what: &str| {
        let message = format!("`{}` cannot stand here: {what}", placeholder.written);
        Box::new(
            Diagnostic::new(&PROMQL, span, message)
                .label(param.span, format!("`{name}` is set here")),
        )
    };
    let replacement = match (position, param.value) {
        (Position::Text | Position::Name, _) => Replacement::Text(param.text.clone()),
        (Position::Duration, Value::Duration(millis)) => Replacement::Duration(millis),
        (Position::Duration, Value::Number(_)) => {
            return Err(wrong(
                "a duration is expected, and the parameter is a number",
            ));
        }
        (_, Value::Number(value)) => Replacement::Number {
            value,
            duration: false,
        },
        #[expect(
            clippy::cast_precision_loss,
            reason = "durations are far below 2^53 milliseconds"
        )]
        (_, Value::Duration(millis)) => Replacement::Number {
            value: millis as f64 / 1000.0,
            duration: false,
        },
        (_, Value::Text) => {
            return Err(wrong(
                "the parameter is a text that is neither a number nor a duration",
            ));
        }
    };
    if !stands(&replacement, position) {
        return Err(wrong("Prometheus knows no such instant or duration"));
    }
    Ok(Some(replacement))
}

/// A name that is neither a variable nor a parameter; `written` is the placeholder around it.
pub fn unknown(
    params: &Params,
    scope: Scope,
    (name, written): (&str, &str),
    span: Span,
) -> Diagnostic {
    let kind = match scope {
        Scope::Rules => "parameter",
        Scope::Dashboard(_) => "variable or parameter",
    };
    let known: Vec<&str> = scope
        .variables()
        .iter()
        .chain(params.keys())
        .map(String::as_str)
        .collect();
    let diagnostic = Diagnostic::new(&UNKNOWN_NAME, span, format!("there is no {kind} `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => {
            let text = written.replacen(name, near, 1);
            diagnostic.propose(format!("did you mean `{text}`?"), span, text)
        }
        None => diagnostic.suggest(name, known, None),
    }
}
