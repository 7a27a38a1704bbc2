//! Mistakes in templates, and what is said of them.

/// A template, the text under its one error, the message, and a part of the help; empty when there is none.
pub type Case = (&'static str, (&'static str, &'static str, &'static str));

/// What Prometheus refuses.
pub const SYNTAX: [Case; 36] = [
    ("{{ }}", ("{{ }}", "the action is empty", "$labels.name")),
    (
        "{{ if }}{{ end }}",
        (
            "{{ if }}",
            "expected a value after `if`, found the end of the action",
            "",
        ),
    ),
    ("a {{ $value", ("{{", "the action is never closed", "`}}`")),
    (
        "{{ $value {{ $value }}",
        (
            "{",
            "expected `}}`, found the next `{{`",
            "close the action",
        ),
    ),
    (
        "{{ (print 1 }}",
        ("(", "the parenthesis is never closed", ""),
    ),
    (
        "{{ print 1) }}",
        (")", "`)` closes nothing: no parenthesis is open here", ""),
    ),
    (
        "{{ print \"a }}",
        ("\"", "the string is never closed", "on its line"),
    ),
    (
        "{{ \"\\d\" }}",
        ("\\d", "unknown escape sequence `\\d`", "backticks"),
    ),
    (
        "{{ eq 'ab' }}",
        (
            "'ab'",
            "a character constant holds one character, this one several",
            "double quotes",
        ),
    ),
    (
        "{{ 08 }}",
        ("08", "`08` is no number, or too large a one", "octal"),
    ),
    ("{{ 5m }}", ("5m", "`5m` is no number", "parseDuration")),
    ("{{/* a }}", ("/*", "the comment is never closed", "`*/}}`")),
    (
        "{{/* a */ b}}",
        (" ", "expected `}}` behind the comment", "alone"),
    ),
    (
        "{{ $labels[\"a\"] }}",
        (
            "[",
            "expected a space, `.` or the end of the action, found `[`",
            "index $labels",
        ),
    ),
    (
        "{{ $labels.a-b }}",
        (
            "-",
            "expected a space, `.` or the end of the action, found `-`",
            "index $labels",
        ),
    ),
    (
        "{{ if $value > 5 }}{{ end }}",
        (
            ">",
            "expected a space, `|` or the end of the action, found `>`",
            "gt $value",
        ),
    ),
    (
        "{{ if $value == 5 }}{{ end }}",
        ("=", "expected a value or a function, found `=`", "`eq`"),
    ),
    (
        "{{ $value * 100 }}",
        (
            "*",
            "expected a space, `|` or the end of the action, found `*`",
            "do not calculate",
        ),
    ),
    (
        "{{ $value + 1 }}",
        (
            "+",
            "`+` is no number, or too large a one",
            "do not calculate",
        ),
    ),
    (
        "{{ 1 | 2 }}",
        (
            "2",
            "`2` cannot stand after `|`: it takes no value",
            "a function stands there",
        ),
    ),
    ("{{ \"a\".b }}", (".b", "`\"a\"` has no fields", "")),
    (
        "{{ $x, $y := 1 }}",
        (",", "there is one variable too many", "`range`"),
    ),
    (
        "{{ if 1 }}",
        ("{{ if 1 }}", "`if` is never closed", "{{ end }}"),
    ),
    (
        "{{ if 1 }}{{ else if 2 }}",
        ("{{ if 1 }}", "`if` is never closed", "{{ end }}"),
    ),
    (
        "{{ end }}",
        (
            "end",
            "`end` closes nothing: no block is open here",
            "drop it",
        ),
    ),
    (
        "{{ else }}",
        (
            "else",
            "`else` stands outside of `if`, `range` and `with`",
            "open the block",
        ),
    ),
    (
        "{{ if 1 }}{{ else }}{{ else }}{{ end }}",
        ("else", "expected `end`, found a second `else`", ""),
    ),
    (
        "{{ range 1 }}{{ else if 1 }}{{ end }}",
        (
            "if",
            "expected `}}` after `else`, found `if`: the block is `range`",
            "{{ else }}",
        ),
    ),
    (
        "{{ break }}",
        ("break", "`break` stands outside of `range`", ""),
    ),
    (
        "{{ template x }}",
        (
            "x",
            "expected the name of the template in quotes after `template`, found `x`",
            "",
        ),
    ),
    (
        "{{ if 1 }}{{ define \"x\" }}{{ end }}{{ end }}",
        (
            "define",
            "`define` stands at the top of a template, not inside a block",
            "",
        ),
    ),
    (
        "{{ define \"x\" }}a{{ end }}{{ define `x` }}b{{ end }}",
        ("`x`", "the template `x` is defined twice", "another name"),
    ),
    (
        "{{ define \"__alert_A\" }}a{{ end }}",
        (
            "\"__alert_A\"",
            "`__alert_A` is the name of the alert's own template",
            "another name",
        ),
    ),
    (
        "{{ $value # }}",
        (
            "#",
            "expected a space, `|` or the end of the action, found `#`",
            "",
        ),
    ),
    (
        "{{ \u{1f600} }}",
        ("\u{1f600}", "`\u{1f600}` has no meaning in an action", ""),
    ),
    (
        "{{ 'a }}",
        (
            "'",
            "the character constant is never closed",
            "double quotes",
        ),
    ),
];

/// What Prometheus loads and never expands.
pub const FAILURES: [Case; 16] = [
    (
        "{{ humanize }}",
        ("humanize", "`humanize` takes 1 argument, found 0", ""),
    ),
    (
        "{{ 1 | eq }}",
        ("eq", "`eq` takes at least 2 arguments, found 1", ""),
    ),
    (
        "{{ gt $value 5 }}",
        (
            "gt",
            "the value of a sample cannot be compared with an integer",
            "`5.0`",
        ),
    ),
    (
        "{{ if eq $labels.a 1 }}{{ end }}",
        ("eq", "a string cannot be compared with an integer", ""),
    ),
    (
        "{{ $value | toUpper }}",
        (
            "$value",
            "`toUpper` takes a string, found the value of a sample",
            "printf",
        ),
    ),
    (
        "{{ humanize \"many\" }}",
        (
            "\"many\"",
            "`humanize` takes a number, found the string \"many\"",
            "",
        ),
    ),
    (
        "{{ query \"up\" | value }}",
        (
            "query \"up\"",
            "`value` takes a sample, found the results of a query",
            "`first`",
        ),
    ),
    (
        "{{ (query \"up\").Labels }}",
        (
            "Labels",
            "the results of a query has no field `Labels`",
            "`range`",
        ),
    ),
    (
        "{{ .Label.a }}",
        (
            "Label",
            "the data of a rule has no field `Label`",
            "`Labels`",
        ),
    ),
    (
        "{{ with $labels.a }}{{ .b }}{{ end }}",
        ("b", "a string has no field `b`", ""),
    ),
    (
        "{{ range query \"up\" }}{{ .Name }}{{ end }}",
        ("Name", "a sample has no field `Name`", "`Labels`"),
    ),
    ("{{ len 3 }}", ("3", "an integer has no length", "")),
    (
        "{{ index $labels 1 }}",
        (
            "1",
            "a set of labels is indexed by a string, found an integer",
            "",
        ),
    ),
    (
        "{{ range $value }}{{ end }}",
        ("$value", "the value of a sample has no elements", ""),
    ),
    (
        "{{ $labels 1 }}",
        (
            "$labels",
            "`$labels` is no function and takes no arguments",
            "",
        ),
    ),
    (
        "{{ match \"(\" \"a\" }}",
        (
            "\"(\"",
            "the regular expression is not valid: a parenthesis is never closed",
            "",
        ),
    ),
];
