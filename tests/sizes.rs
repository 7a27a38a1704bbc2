//! How large emitted objects are said to be, against what is written, and when that is too large.

#[cfg(test)]
mod sizes {
    use opsgen::{
        artifact::{Artifact, size},
        compile::{self, Compilation, Settings},
        diag::Diagnostic,
        document::json,
        output,
        text::Sources,
    };
    use std::{fmt::Write, fs, path::Path};

    const HEAD: &str = "[project]\nname = \"shop\"\nnamespace = \"shop\"\n\n[metrics.queue_jobs]\ntype = \"gauge\"\nhelp = \"Jobs.\"\n\n";

    fn compiled(toml: &str) -> (Sources, Compilation, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let file = sources.add("gen.toml", toml);
        let (layered, found) = compile::read(&sources, file);
        let layered = layered.unwrap_or_else(|| panic!("{found:#?}"));
        let (compilation, found) = compile::compile(&sources, layered, &Settings::default());
        (
            sources,
            compilation.unwrap_or_else(|| panic!("{found:#?}")),
            found,
        )
    }

    /// The findings about sizes: their names, messages, places and the text of their first label.
    fn found(toml: &str) -> Vec<[String; 4]> {
        let (sources, _, found) = compiled(toml);
        let sizes = found
            .iter()
            .filter(|finding| finding.rule.name.starts_with("manifest/oversized-"));
        let told = sizes.map(|finding| {
            let label = finding.labels.first();
            let label = label.map(|label| format!("{}: {}", sources.slice(label.span), label.text));
            [
                finding.rule.name.to_owned(),
                finding.message.clone(),
                sources.slice(finding.primary.span).to_owned(),
                label.unwrap_or_default(),
            ]
        });
        told.collect()
    }

    /// A dashboard with so many panels, and one whose description has so many characters.
    fn dashboard(panels: usize, letters: usize) -> String {
        let mut toml = format!("{HEAD}[dashboards.board]\ntitle = \"Board\"\n");
        for index in 0..panels {
            let _ = write!(
                toml,
                "[dashboards.board.rows.all.panels.p{index}]\ntitle = \"Panel {index}\"\nexpr = 'queue_jobs'\n"
            );
        }
        let _ = write!(
            toml,
            "[dashboards.board.rows.all.panels.large]\ntitle = \"Large\"\ndescription = \"{}\"\nexpr = 'queue_jobs'\n",
            "x".repeat(letters)
        );
        toml
    }

    /// The text that Kustomize puts into the ConfigMap, as a string of JSON.
    fn in_json(text: &str) -> String {
        let mut quoted = String::new();
        json::push_string(&mut quoted, text);
        quoted
    }

    #[test]
    fn the_size_of_dashboards_is_that_of_what_is_written() {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
        let mut count = 0;
        for name in ["tour", "jobtree", "arena", "arks", "training-operator"] {
            let toml = read(&examples.join(format!("{name}.toml")));
            let odd = toml.replace("title = \"", "title = \"a\\\"b\\\\c\\td\\u0001<é>& ");
            for toml in [toml, odd] {
                let mut sources = Sources::default();
                let file = sources.add("gen.toml", toml);
                let (Some(layered), _) = compile::read(&sources, file) else {
                    continue;
                };
                let (Some(compilation), _) =
                    compile::compile(&sources, layered, &Settings::default())
                else {
                    continue;
                };
                for artifact in compilation
                    .artifacts()
                    .filter(|artifact| artifact.pack.is_some())
                {
                    check_counts(artifact);
                    count += 1;
                }
            }
        }
        assert!(count > 5, "{count}");
    }

    fn check_counts(artifact: &Artifact) {
        let text = output::encode(artifact);
        assert_eq!(
            size::document(&artifact.tree),
            text.len(),
            "{}",
            artifact.path
        );
        // Go escapes what HTML may mistake, five bytes more each.
        let html = text.matches(['<', '>', '&']).count() * 5;
        let expected = in_json(&text).len() + html;
        assert_eq!(
            size::document_in_json(&artifact.tree),
            expected,
            "{}",
            artifact.path
        );
    }

    #[expect(clippy::disallowed_methods, reason = "tests read files")]
    fn read(path: &Path) -> String {
        fs::read_to_string(path).expect("the example exists")
    }

    #[test]
    fn a_dashboard_that_kubectl_cannot_apply_is_reported_with_its_largest_panel() {
        let fits = dashboard(3, 200_000);
        assert_eq!(found(&fits), Vec::<[String; 4]>::new());
        let found = found(&dashboard(3, 260_000));
        let [[name, message, place, label]] = found.as_slice() else {
            panic!("{found:#?}");
        };
        assert_eq!(name, "manifest/oversized-annotation");
        assert!(
            message.starts_with(
                "`kubectl apply` cannot apply this ConfigMap: its annotations would have 26"
            ),
            "{message}"
        );
        assert_eq!(place, "board");
        assert!(label.starts_with("large: the largest part, 26"), "{label}");
    }

    #[test]
    fn the_limit_of_annotations_is_met_to_the_byte() {
        let bytes = |letters: usize| {
            let found = found(&dashboard(0, letters));
            let message = found.first()?[1].clone();
            let (_, bytes) = message.split_once("would have ")?;
            bytes.split(' ').next()?.parse::<usize>().ok()
        };
        let over = bytes(262_000).expect("it is too large");
        let letters = 262_000 - (over - 262_144);
        assert_eq!(bytes(letters), None);
        assert_eq!(bytes(letters + 1), Some(262_145));
    }

    #[test]
    fn a_dashboard_that_no_config_map_takes_is_an_error() {
        let names: Vec<String> = found(&dashboard(1, 1_050_000))
            .into_iter()
            .map(|[name, ..]| name)
            .collect();
        assert_eq!(
            names,
            ["manifest/oversized-annotation", "manifest/oversized-object"]
        );
        let file =
            dashboard(1, 1_050_000).replace("[metrics", "[grafana]\nform = \"files\"\n\n[metrics");
        assert_eq!(found(&file), Vec::<[String; 4]>::new());
    }

    #[test]
    fn rules_that_the_operator_refuses_are_an_error() {
        let rules = |count: usize| {
            let mut toml = HEAD.to_owned();
            for index in 0..count {
                let text = "x".repeat(1000);
                let _ = write!(
                    toml,
                    "[alerts.A{index}]\nexpr = 'queue_jobs > {index}'\ndescription = \"{text}\"\n"
                );
            }
            found(&toml)
                .into_iter()
                .map(|[name, ..]| name)
                .collect::<Vec<_>>()
        };
        assert_eq!(rules(200), Vec::<String>::new());
        assert_eq!(rules(300), ["manifest/oversized-annotation"]);
        assert_eq!(
            rules(600),
            ["manifest/oversized-annotation", "manifest/oversized-object"]
        );
    }

    #[test]
    fn an_exception_at_the_dashboard_counts() {
        let toml = dashboard(0, 300_000).replace(
            "title = \"Board\"\n",
            "title = \"Board\"\nallow.manifest.oversized-annotation = { reason = \"applied by Flux\" }\n",
        );
        assert_eq!(found(&toml), Vec::<[String; 4]>::new());
    }
    #[test]
    fn a_definition_with_many_pod_templates_is_too_large_for_kubectl() {
        let definition = |fields: &str, allow: &str| {
            format!(
                "[project]\nname = \"shop\"\nnamespace = \"shop\"\napi-group = \"shop.example.com\"\n\n\
                 [targets]\nembedded-metadata = true\n\n\
                 [crds.Run]\n{allow}\n[crds.Run.versions.v1.schema.spec]\n{fields}"
            )
        };
        let one = "template = \"core/v1.PodTemplateSpec\"\n";
        let many = format!(
            "{one}other = \"core/v1.PodTemplateSpec\"\nthird = \"core/v1.PodTemplateSpec\"\nfourth = \"core/v1.PodTemplateSpec\"\nfifth = \"core/v1.PodTemplateSpec\"\n"
        );
        assert_eq!(found(&definition(one, "")), Vec::<[String; 4]>::new());
        let told = found(&definition(&many, ""));
        let [[name, message, place, label]] = told.as_slice() else {
            panic!("{told:#?}");
        };
        assert_eq!(name, "manifest/oversized-annotation");
        assert!(
            message.contains("this CustomResourceDefinition"),
            "{message}"
        );
        assert_eq!(place, "Run");
        assert!(label.contains("PodTemplateSpec"), "{label}");
        let allow = "allow.manifest.oversized-annotation = { reason = \"applied by Flux\" }\n";
        assert_eq!(found(&definition(&many, allow)), Vec::<[String; 4]>::new());
    }
}
