//! Just enough of HTML to see the tags, attributes and texts of a template.

const ENDBLOCK: &str = "{% endblock %}";

/// A template without its template language.
pub struct Template {
    /// Every opening tag.
    pub tags: Vec<Tag>,
    /// Every text between tags that is not made by the template language, with its line.
    pub texts: Vec<(usize, String)>,
}

/// An opening tag.
pub struct Tag {
    /// `button`
    pub name: String,
    /// The line in which it starts.
    pub line: usize,
    /// All attributes, in order.
    pub attributes: Vec<Attribute>,
}

/// An attribute of a tag.
pub struct Attribute {
    /// `aria-label`, in small letters.
    pub name: String,
    /// What stands there besides the template language.
    pub value: String,
}

/// Takes a template apart. Expressions, statements and comments of the template language are left out.
pub fn read_template(text: &str) -> Template {
    let html = without_template_language(text);
    let mut template = Template { tags: Vec::new(), texts: Vec::new() };
    let mut at = 0;
    while at < html.len() {
        let line = 1 + html[..at].matches('\n').count();
        let rest = &html[at..];
        let length = if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else if rest.starts_with('<') {
            let length = tag_length(rest);
            template.tags.extend(read_tag(&rest[1..length], line));
            length
        } else {
            let length = rest.find('<').unwrap_or(rest.len());
            let words = without_entities(&rest[..length]);
            let line = line + rest[..rest.len() - rest.trim_start().len()].matches('\n').count();
            if !words.trim().is_empty() {
                template.texts.push((line, words.trim().to_owned()));
            }
            length
        };
        at += length.max(1);
    }
    template
}

/// Replaces `{{ }}`, `{% %}` and `{# #}` by spaces of the same length, so that lines keep their number.
fn without_template_language(text: &str) -> String {
    let mut html = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        html.push_str(&rest[..start]);
        rest = &rest[start..];
        let close = match rest.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => "{",
        };
        let mut length = rest[1..].find(close).map_or(rest.len(), |end| 1 + end + close.len());
        // What stands in a block like `main_class` becomes part of an attribute, not of the page's text.
        let statement: Vec<&str> = rest[..length].split_whitespace().collect();
        if statement.get(1) == Some(&"block") && statement.get(2).is_some_and(|name| name.ends_with("_class"))
        {
            length = rest.find(ENDBLOCK).map_or(rest.len(), |end| end + ENDBLOCK.len());
        }
        if close == "{" {
            html.push('{');
            rest = &rest[1..];
        } else {
            html.extend(rest[..length].chars().map(|blank| if blank == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    html + rest
}

/// Up to and with the `>` that closes the tag; one inside quotes does not.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (at, character) in rest.char_indices() {
        match (quote, character) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    rest.len()
}

fn read_tag(inside: &str, line: usize) -> Option<Tag> {
    let inside = inside.trim_end_matches('>').trim_end_matches('/');
    let name_length = inside.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(inside.len());
    let name = inside[..name_length].to_lowercase();
    if name.is_empty() {
        return None;
    }
    let mut attributes = Vec::new();
    let mut rest = inside[name_length..].trim_start();
    while !rest.is_empty() {
        let length = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len()).max(1);
        let name = rest[..length].to_lowercase();
        rest = rest[length..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = read_value(after.trim_start());
        }
        attributes.push(Attribute { name, value });
    }
    Some(Tag { name, line, attributes })
}

fn read_value(rest: &str) -> (String, &str) {
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '\''));
    if let Some(quote) = quote {
        let inside = &rest[1..];
        let end = inside.find(quote).unwrap_or(inside.len());
        let after = inside.get(end + 1..).unwrap_or_default();
        return (without_entities(&inside[..end]), after.trim_start());
    }
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (rest[..end].to_owned(), rest[end..].trim_start())
}

/// `&nbsp;` and its like are signs, not words.
fn without_entities(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        words.push_str(&rest[..start]);
        let end = rest[start..].find(';').filter(|end| *end < 12).map_or(start + 1, |end| start + end + 1);
        rest = &rest[end..];
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::read_template;

    #[test]
    fn a_class_given_in_a_block_is_no_text() {
        let page =
            "{% block main_class %}page narrow{% endblock %}\n{% block main %}\n<p>\nword</p>{% endblock %}";
        assert_eq!(read_template(page).texts, [(4, "word".to_owned())]);
    }

    #[test]
    fn tags_attributes_and_texts_are_found_around_the_template_language() {
        let page = "{# note #}\n<a href=\"{{ url }}\" class=b {% if x < 3 %}hidden{% endif %}>{{ t(\"k\") }} word&nbsp;</a>";
        let template = read_template(page);
        let tag = &template.tags[0];
        let attributes: Vec<&str> = tag.attributes.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((tag.name.as_str(), tag.line), ("a", 2));
        assert_eq!(attributes, ["href", "class", "hidden"]);
        assert_eq!(template.texts, [(2, "word".to_owned())]);
    }
}
