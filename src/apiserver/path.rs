//! A way from the root of an object to one of its fields, spelled as the server does and as a JSON pointer.

/// A field; cheap to make while walking, spelled only for a finding.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// Where both spellings begin.
    Root { field: &'a str, pointer: &'a str },
    /// `.field`, and the key in the object as it was written.
    Child { field: &'a str, key: &'a str },
    /// `[key]`
    Key(&'a str),
    /// `[0]`
    Index(usize),
}

impl<'a> Path<'a> {
    /// A beginning, such as `spec.validation` for `/spec/versions/0/schema`; both empty for the object itself.
    pub fn root(field: &'a str, pointer: &'a str) -> Self {
        let step = Step::Root { field, pointer };
        Self { parent: None, step }
    }

    /// A field of an object.
    pub fn child(&'a self, name: &'a str) -> Self {
        self.spelled(name, name)
    }

    /// A field that the server spells in another way than the object.
    pub fn spelled(&'a self, field: &'a str, key: &'a str) -> Self {
        self.step(Step::Child { field, key })
    }

    /// An entry of a map.
    pub fn key(&'a self, key: &'a str) -> Self {
        self.step(Step::Key(key))
    }

    /// An item of a list, from 0.
    pub fn index(&'a self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    fn step(&'a self, step: Step<'a>) -> Self {
        let parent = Some(self);
        Self { parent, step }
    }

    /// As `field.Path` of apimachinery prints it.
    pub fn field(&self) -> String {
        let mut text = self.parent.map_or_else(String::new, Path::field);
        match self.step {
            Step::Root { field, .. } => text.push_str(field),
            Step::Child { field, .. } => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(field);
            }
            Step::Key(key) => text.push_str(&format!("[{key}]")),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
        text
    }

    /// As a JSON pointer.
    pub fn pointer(&self) -> String {
        let mut text = self.parent.map_or_else(String::new, Path::pointer);
        match self.step {
            Step::Root { pointer, .. } => text.push_str(pointer),
            Step::Child { key, .. } | Step::Key(key) => {
                text.push('/');
                text.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => text.push_str(&format!("/{index}")),
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Path;

    #[test]
    fn both_spellings_follow_the_same_way() {
        let root = Path::root("spec.validation", "/spec/versions/0/schema");
        let schema = root.child("openAPIV3Schema");
        let properties = schema.child("properties");
        let property = properties.key("a/b");
        let rules = property.child("x-kubernetes-validations");
        let rule = rules.index(1);
        let path = rule.spelled("JSONPath", "jsonPath");
        assert_eq!(
            path.field(),
            "spec.validation.openAPIV3Schema.properties[a/b].x-kubernetes-validations[1].JSONPath"
        );
        assert_eq!(
            path.pointer(),
            "/spec/versions/0/schema/openAPIV3Schema/properties/a~1b/x-kubernetes-validations/1/jsonPath"
        );
        assert_eq!(Path::root("", "").child("metadata").field(), "metadata");
    }
}
