//! The plural of a kind, as controller-gen derives it.
//!
//! Source: controller-tools, `pkg/crd/spec.go`, which takes the plural of the last word of the kind from gobuffalo/flect 1.0 and
//! lowers it. A wrong plural would be another resource, so the quirks are kept (`octopus` has an odd one).

/// The plural of a kind, in lower case.
pub fn plural(kind: &str) -> String {
    let word = last_word(kind);
    let start = &kind[..kind.len() - word.len()];
    format!("{start}{}", word_plural(word)).to_lowercase()
}

/// The last word of a name in camel case.
fn last_word(kind: &str) -> &str {
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in kind.char_indices() {
        let new = before.is_none_or(|c| !c.is_uppercase()) || abbreviation(&kind[start..at]);
        if at > 0 && character.is_uppercase() && new {
            start = at;
        }
        before = Some(character);
    }
    &kind[start..]
}

fn abbreviation(word: &str) -> bool {
    let upper = word.to_uppercase();
    ABBREVIATIONS.split(' ').any(|known| known == upper)
}

fn word_plural(word: &str) -> String {
    let lower = word.to_lowercase();
    let whole = || pairs(WORDS).chain(pairs(ENDINGS));
    if whole().any(|(one, many)| many == lower && !one_way(one)) {
        return word.to_string();
    }
    if let Some((_, many)) = whole().find(|(one, _)| *one == lower) {
        return many.to_string();
    }
    for (one, many) in pairs(ENDINGS).chain(pairs(SUFFIXES)) {
        if word.ends_with(many) {
            return word.to_string();
        }
        if let Some(stem) = word.strip_suffix(one) {
            return format!("{stem}{many}");
        }
    }
    if lower.ends_with('s') {
        word.to_string()
    } else {
        format!("{word}s")
    }
}

/// Words whose plural is another word's singular or plural too.
fn one_way(word: &str) -> bool {
    matches!(word, "blues" | "medium" | "ellipsis" | "basis")
}

fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.split(' ').filter_map(|pair| pair.split_once(':'))
}

/// Whole words only.
const WORDS: &str = "\
    ox:oxen louse:lice die:dice axis:axes alias:aliases use:uses toe:toes ID:IDs";

/// Words that are endings of other words too; the first that fits counts.
const ENDINGS: &str = "\
    graffiti:graffiti shoe:shoes formula:formulas agenda:agendas pretorium:pretoriums cookie:cookies movie:movies \
    move:moves hive:hives chive:chives thief:thieves hoof:hoofs dwarf:dwarfs rice:rice news:news money:money \
    jeans:jeans information:information equipment:equipment tomato:tomatoes potato:potatoes buffalo:buffaloes \
    topaz:topazes ache:aches pause:pauses muse:muses misuse:misuses house:houses fuse:fuses excuse:excuses \
    cruse:cruses clause:clauses cause:causes abuse:abuses vedalia:vedalias basis:bases base:bases testis:testes \
    thesis:theses oasis:oases genesis:geneses ellipsis:ellipses crisis:crises helix:helices radix:radices \
    appendix:appendices vortex:vortices vertex:vertices latex:latices index:indices codex:codices apex:apices \
    uva:uvae praecava:praecavae postcava:postcavae larva:larvae vita:vitae minutia:minutiae \
    differentia:differentiae vertebra:vertebrae alumna:alumnae genus:genera corpus:corpora syllabus:syllabi \
    radius:radii octopus:octupuses nucleus:nuclei locus:loci focus:foci coccus:cocci cactus:cacti bacillus:bacilli \
    alumnus:alumni quota:quotas curriculum:curriculums symposium:symposia auditorium:auditoria aquarium:aquaria \
    stadium:stadiums medium:media media:media taxon:taxa phenomenon:phenomena noumenon:noumena \
    mitochondrion:mitochondria lexicon:lexica ganglion:ganglia criterion:criteria bureau:bureaus fabliau:fabliaux \
    adieu:adieux person:people woman:women tooth:teeth mouse:mice human:humans man:men goose:geese foot:feet \
    child:children you:you tuna:tuna trout:trout swine:swine species:species shrimp:shrimp sheep:sheep \
    series:series salmon:salmon police:police moose:moose fish:fish deer:deer chassis:chassis blues:blues \
    bison:bison beef:beef aircraft:aircraft";

/// Endings; the first that fits counts.
const SUFFIXES: &str = "\
    tive:tives eaf:eaves oaf:oaves afe:aves arf:arves rfe:rves rf:rves lf:lves fe:ves ay:ays ey:eys oy:oys \
    quy:quies uy:uys y:ies eau:eaux bula:bulae dula:bulae lula:bulae nula:bulae vula:bulae hedron:hedra ium:ia \
    seum:seums eum:ea oum:oa stracum:straca dum:da elum:ela ilum:ila olum:ola ulum:ula llum:lla ylum:yla imum:ima \
    ernum:erna gnum:gna brum:bra crum:cra terum:tera serum:sera trum:tra antum:anta atum:ata entum:enta etum:eta \
    itum:ita otum:ota utum:uta ctum:cta ovum:ova trix:trices iasis:iases mesis:meses kinesis:kineses resis:reses \
    gnosis:gnoses opsis:opses ysis:yses ouse:ouses lause:lauses us:uses ch:ches io:ios sh:shes ss:sses ez:ezzes \
    iz:izzes tz:tzes zz:zzes ano:anos lo:los to:tos oo:oos o:oes x:xes S:Ses";

/// Abbreviations after which a new word begins.
const ABBREVIATIONS: &str = "\
    OK UTF8 HTML JSON JWT ID UUID SQL ACK ACL ADSL AES ANSI API ARP ATM BGP BSS CCITT CHAP CIDR CIR CLI CPE CPU \
    CRC CRT CSMA CMOS DCE DEC DES DHCP DNS DRAM DSL DSLAM DTE DMI EHA EIA EIGRP EOF ESS FCC FCS FDDI FTP GBIC \
    GEPOF HDLC HTTP HTTPS IANA ICMP IDF IDS IEEE IETF IMAP IP IPS ISDN ISP LACP LAN LAPB LAPF LLC MAC MC MDF MIB \
    MPLS MTU NAC NAT NBMA NIC NRZ NRZI NVRAM OSI OSPF OUI PAP PAT PC PIM PCM PDU POP3 POTS PPP PPTP PTT PVST RAM \
    RARP RFC RIP RLL ROM RSTP RTP RCP SDLC SFD SFP SLARP SLIP SMTP SNA SNAP SNMP SOF SRAM SSH SSID STP SYN TDM \
    TFTP TIA TOFU UDP URL URI USB UTP VC VLAN VLSM VPN W3C WAN WEP WPA WWW";

#[cfg(test)]
mod tests {
    use super::{pairs, plural};

    /// Kinds and what flect 1.0.3 makes of them.
    const KINDS: &str = "\
        ArksQuota:arksquotas NetworkPolicy:networkpolicies ArenaJobStatus:arenajobstatuses Gateway:gateways \
        GatewayClass:gatewayclasses Index:indices Redis:redis Proxy:proxies DNS:dnses DNSZone:dnszones \
        Ingress:ingresses Mesh:meshes Alias:aliases GPULease:gpuleases Cache:caches Kafka:kafkas Quota:quotas \
        Endpoints:endpoints EndpointSlice:endpointslices Data:data Metadata:metadata Database:databases Human:humans \
        Person:people Virus:viruses Bus:buses Box:boxes Registry:registries Repository:repositories Key:keys \
        Monkey:monkeys Topology:topologies Chassis:chassis Series:series Leaf:leaves Wolf:wolves Safe:saves Life:lives \
        Hero:heroes Photo:photos Piano:pianos Matrix:matrices Vertex:vertices Analysis:analyses Axis:axes Basis:bases \
        Crisis:crises Medium:media Media:media Stadium:stadiums Datum:data Curriculum:curriculums APIIndex:apiindices \
        APIService:apiservices TFJob:tfjobs PyTorchJob:pytorchjobs MPIJob:mpijobs XGBoostJob:xgboostjobs \
        JAXJob:jaxjobs MXJob:mxjobs Budget:budgets Grant:grants Run:runs Reservation:reservations \
        QuotaSnapshot:quotasnapshots ArenaConfig:arenaconfigs ArksToken:arkstokens QoS:qoses OSS:osses VPC:vpcs \
        Mouse:mice VirtualMouse:virtualmice House:houses Warehouse:warehouses Clause:clauses Cause:causes Fuse:fuses \
        Release:releases Lease:leases Base:bases Use:uses Focus:foci Status:statuses Radius:radii Corpus:corpora \
        Child:children Foot:feet Tooth:teeth Man:men Woman:women Foreman:foremen Ox:oxen Die:dice Dice:dice Move:moves \
        Hive:hives Archive:archives Objective:objectives Directive:directives Thief:thieves Hoof:hoofs Knife:knives \
        Bureau:bureaus Plateau:plateaux Formula:formulas Nebula:nebulae Aquarium:aquaria Quorum:quorums Forum:forums \
        Spectrum:spectra Album:albums Schema:schemas Criterion:criteria Phenomenon:phenomena Lexicon:lexica Taxon:taxa \
        Echo:echoes Video:videoes Zoo:zoos Radio:radios Silo:silos Auto:autos Logo:logoes Quiz:quizzes Waltz:waltzes \
        Buzz:buzzes Church:churches Brush:brushes Batch:batches Patch:patches Match:matches Switch:switches \
        Branch:branches Stack:stacks Queue:queues LocalQueue:localqueues ClusterQueue:clusterqueues Workload:workloads \
        ResourceFlavor:resourceflavors AdmissionCheck:admissionchecks Cohort:cohorts Certificate:certificates \
        ClusterIssuer:clusterissuers Issuer:issuers Challenge:challenges Order:orders KafkaTopic:kafkatopics \
        Prometheus:prometheuses Alertmanager:alertmanagers ThanosRuler:thanosrulers PodMonitor:podmonitors \
        ServiceMonitor:servicemonitors Probe:probes PrometheusRule:prometheusrules VMRule:vmrules VMS:vmses SLO:slos \
        SLI:slis ID:ids OS:oses Canvas:canvas Atlas:atlas Bias:bias Gas:gas Lens:lens News:news \
        Information:information Equipment:equipment Money:money Fish:fish Sheep:sheep Police:police Deer:deer \
        Potato:potatoes Tomato:tomatoes Buffalo:buffaloes Toe:toes Shoe:shoes Movie:movies Cookie:cookies Quay:quays \
        Boy:boys Day:days Soliloquy:soliloquies Guy:guys Colloquy:colloquies Policies:policies Statuses:statuses \
        Buses:buses HTTPRoute:httproutes TLSRoute:tlsroutes GRPCRoute:grpcroutes UDPIndex:udpindices \
        HTTPIndex:httpindices VMIndex:vmindexes CPUBus:cpubuses Suffix:suffixes Prefix:prefixes Appendix:appendices \
        Helix:helices Radix:radices Latex:latices Complex:complexes Apex:apices Synthesis:syntheses \
        Diagnosis:diagnoses Synopsis:synopses Ellipsis:ellipses Oasis:oases Thesis:theses Genesis:geneses \
        Hypothesis:hypotheses Dwarf:dwarfs Scarf:scarves Half:halves Shelf:shelves Self:selves Proof:proofs Roof:roofs \
        Staff:staffs Cliff:cliffs Belief:beliefs";

    #[test]
    fn plurals_are_those_of_controller_gen() {
        for (kind, expected) in pairs(KINDS) {
            assert_eq!(plural(kind), expected, "{kind}");
        }
    }
}
