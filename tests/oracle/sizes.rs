//! The sizes at which gen says that an object is refused, against kubectl and a real server.

use crate::control_plane::{ControlPlane, Keep};
use opsgen::{
    artifact::Place,
    compile::{self, Settings},
    output,
    text::Sources,
};

const PROJECT: &str = "[project]\nname = \"shop\"\nnamespace = \"default\"\n\n[metrics.queue_jobs]\ntype = \"gauge\"\nhelp = \"Jobs.\"\n\n\
                       [dashboards.board]\ntitle = \"Board\"\n[dashboards.board.rows.all.panels.large]\ntitle = \"Large <&>\"\nexpr = 'queue_jobs'\n";

/// The manifests of a project whose panel has a text of so many characters, and the bytes that each check tells.
fn project(letters: usize) -> (String, Vec<(&'static str, usize)>) {
    let toml = format!("{PROJECT}description = \"{}\"\n", "x".repeat(letters));
    let mut sources = Sources::default();
    let file = sources.add("gen.toml", toml);
    let layered = compile::read(&sources, file).0.expect("it is a project");
    let (compilation, found) = compile::compile(&sources, layered, &Settings::default());
    let compilation = compilation.expect("it compiles");
    let (_, artifacts) = &compilation.environments[0];
    let sizes = found.iter().filter_map(|finding| {
        let mut words = finding.message.split(' ');
        words.find(|word| matches!(*word, "have" | "has"))?;
        Some((finding.rule.name, words.next()?.parse().ok()?))
    });
    (output::flat(artifacts, &Place::Base), sizes.collect())
}

/// The most characters of a text with which a check says nothing.
fn most(check: &str, limit: usize) -> usize {
    let (_, found) = project(limit);
    let over = found.iter().find(|(name, _)| *name == check);
    let (_, bytes) = over.expect("it is too large");
    limit - (bytes - limit)
}

#[test]
#[ignore = "needs the judges of ci/oracles.sh"]
fn kubectl_and_the_server_refuse_what_is_one_byte_too_large() {
    let server = ControlPlane::start();
    let letters = most("manifest/oversized-annotation", 262_144);
    assert_eq!(project(letters).1, []);
    let fits = server.apply(&project(letters).0, Keep::Yes);
    assert!(fits.accepted, "{}", fits.err);
    let refused = server.apply(&project(letters + 1).0, Keep::No);
    assert!(
        refused.err.contains("may not be more than 262144 bytes"),
        "{}",
        refused.err
    );

    let letters = most("manifest/oversized-object", 1_048_576);
    let fits = server.create(
        &project(letters).0.replace("shop-board", "shop-other"),
        Keep::No,
    );
    assert!(fits.accepted, "{}", fits.err);
    let refused = server.create(
        &project(letters + 1).0.replace("shop-board", "shop-other"),
        Keep::No,
    );
    assert!(
        refused.err.contains("may not be more than 1048576 bytes"),
        "{}",
        refused.err
    );
}
