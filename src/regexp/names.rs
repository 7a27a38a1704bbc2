//! The names of classes that Go 1.26 knows.

/// A property of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// Every character.
    Any,
    /// Below 128.
    Ascii,
    /// Every character that Unicode 15.0 has given a meaning.
    Assigned,
    /// A general category, by its short name.
    Category(&'static str),
    /// A script.
    Script(&'static str),
}

/// The name in [`POSIX`] of `\s`, which lacks the vertical tab.
pub const PERL_SPACE: &str = "\\s";

/// The names in `[[:name:]]`, and what they hold. Source: Go, `regexp/syntax`, "Syntax".
pub const POSIX: [(&str, &[(u8, u8)]); 15] = [
    ("alnum", &[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')]),
    ("alpha", &[(b'A', b'Z'), (b'a', b'z')]),
    ("ascii", &[(0, 0x7f)]),
    ("blank", &[(b'\t', b'\t'), (b' ', b' ')]),
    ("cntrl", &[(0, 0x1f), (0x7f, 0x7f)]),
    ("digit", &[(b'0', b'9')]),
    ("graph", &[(b'!', b'~')]),
    ("lower", &[(b'a', b'z')]),
    ("print", &[(b' ', b'~')]),
    (
        "punct",
        &[(b'!', b'/'), (b':', b'@'), (b'[', b'`'), (b'{', b'~')],
    ),
    ("space", &[(b'\t', b'\r'), (b' ', b' ')]),
    ("upper", &[(b'A', b'Z')]),
    (
        "word",
        &[(b'0', b'9'), (b'A', b'Z'), (b'_', b'_'), (b'a', b'z')],
    ),
    ("xdigit", &[(b'0', b'9'), (b'A', b'F'), (b'a', b'f')]),
    (PERL_SPACE, &[(b'\t', b'\n'), (0x0c, b'\r'), (b' ', b' ')]),
];

/// General categories: the short name and the long one, as they are compared. Source: Go, `unicode.Categories` and
/// `unicode.CategoryAliases`.
const CATEGORIES: [(&str, &[&str]); 38] = [
    ("C", &["other"]),
    ("Cc", &["control", "cntrl"]),
    ("Cf", &["format"]),
    ("Cn", &["unassigned"]),
    ("Co", &["privateuse"]),
    ("Cs", &["surrogate"]),
    ("L", &["letter"]),
    ("LC", &["casedletter"]),
    ("Ll", &["lowercaseletter"]),
    ("Lm", &["modifierletter"]),
    ("Lo", &["otherletter"]),
    ("Lt", &["titlecaseletter"]),
    ("Lu", &["uppercaseletter"]),
    ("M", &["mark", "combiningmark"]),
    ("Mc", &["spacingmark"]),
    ("Me", &["enclosingmark"]),
    ("Mn", &["nonspacingmark"]),
    ("N", &["number"]),
    ("Nd", &["decimalnumber", "digit"]),
    ("Nl", &["letternumber"]),
    ("No", &["othernumber"]),
    ("P", &["punctuation", "punct"]),
    ("Pc", &["connectorpunctuation"]),
    ("Pd", &["dashpunctuation"]),
    ("Pe", &["closepunctuation"]),
    ("Pf", &["finalpunctuation"]),
    ("Pi", &["initialpunctuation"]),
    ("Po", &["otherpunctuation"]),
    ("Ps", &["openpunctuation"]),
    ("S", &["symbol"]),
    ("Sc", &["currencysymbol"]),
    ("Sk", &["modifiersymbol"]),
    ("Sm", &["mathsymbol"]),
    ("So", &["othersymbol"]),
    ("Z", &["separator"]),
    ("Zl", &["lineseparator"]),
    ("Zp", &["paragraphseparator"]),
    ("Zs", &["spaceseparator"]),
];

/// Scripts. Those of several words are missing because Go 1.26 does not find them: it looks for the name without its `_`.
#[rustfmt::skip]
const SCRIPTS: [&str; 117] = [
    "Adlam", "Ahom", "Arabic", "Armenian", "Avestan", "Balinese", "Bamum", "Batak", "Bengali", "Bhaiksuki", "Bopomofo", "Brahmi",
    "Braille", "Buginese", "Buhid", "Carian", "Chakma", "Cham", "Cherokee", "Chorasmian", "Common", "Coptic", "Cuneiform", "Cypriot",
    "Cyrillic", "Deseret", "Devanagari", "Dogra", "Duployan", "Elbasan", "Elymaic", "Ethiopic", "Georgian", "Glagolitic", "Gothic",
    "Grantha", "Greek", "Gujarati", "Gurmukhi", "Han", "Hangul", "Hanunoo", "Hatran", "Hebrew", "Hiragana", "Inherited", "Javanese",
    "Kaithi", "Kannada", "Katakana", "Kawi", "Kharoshthi", "Khmer", "Khojki", "Khudawadi", "Lao", "Latin", "Lepcha", "Limbu", "Lisu",
    "Lycian", "Lydian", "Mahajani", "Makasar", "Malayalam", "Mandaic", "Manichaean", "Marchen", "Medefaidrin", "Miao", "Modi",
    "Mongolian", "Mro", "Multani", "Myanmar", "Nabataean", "Nandinagari", "Newa", "Nko", "Nushu", "Ogham", "Oriya", "Osage",
    "Osmanya", "Palmyrene", "Phoenician", "Rejang", "Runic", "Samaritan", "Saurashtra", "Sharada", "Shavian", "Siddham", "Sinhala",
    "Sogdian", "Soyombo", "Sundanese", "Syriac", "Tagalog", "Tagbanwa", "Takri", "Tamil", "Tangsa", "Tangut", "Telugu", "Thaana",
    "Thai", "Tibetan", "Tifinagh", "Tirhuta", "Toto", "Ugaritic", "Vai", "Vithkuqi", "Wancho", "Yezidi", "Yi",
];

/// The property of this name; case, spaces, `_` and `-` do not matter.
pub fn find_property(name: &str) -> Option<Property> {
    let plain = name
        .chars()
        .filter(|letter| !matches!(letter, '_' | '-' | ' '));
    let name: String = plain.map(|letter| letter.to_ascii_lowercase()).collect();
    match name.as_str() {
        "any" => return Some(Property::Any),
        "ascii" => return Some(Property::Ascii),
        "assigned" => return Some(Property::Assigned),
        _ => {}
    }
    let is_category = |(short, long): &&(&str, &[&str])| {
        short.eq_ignore_ascii_case(&name) || long.contains(&name.as_str())
    };
    if let Some((short, _)) = CATEGORIES.iter().find(is_category) {
        return Some(Property::Category(short));
    }
    let script = SCRIPTS
        .iter()
        .find(|script| script.eq_ignore_ascii_case(&name))?;
    Some(Property::Script(script))
}
