//! Templates: strict content security, and no text outside the text files.

use mamori_budgets::{Attribute, SourceFile, Tag, Template, assert_none, files, is_japanese, read_template};

/// Words that are the same in every language.
const NAMES: [&str; 7] = ["Mamori", "CSV", "PDF", "QR", "SOS", "API", "ID"];

/// Attributes that people read or hear.
const SPOKEN: [&str; 6] = ["alt", "aria-description", "aria-label", "label", "placeholder", "title"];

#[test]
fn templates_have_no_inline_script_or_style() {
    let findings = look_at_every_tag(|tag| {
        let has = |name: &str| tag.attributes.iter().any(|attribute| attribute.name == name);
        let script = tag.name == "script" && !has("src");
        let style = tag.name == "style";
        (script || style).then(|| format!("<{}> with its content in the page", tag.name))
    });
    assert_none(
        &findings,
        "The content security policy is `default-src 'self'`: the browser drops inline scripts and styles. Put \
         them into a file under the assets and link it.",
    );
}

#[test]
fn templates_have_no_script_or_style_in_attributes() {
    let findings = look_at_every_tag(|tag| {
        let names = tag.attributes.iter().filter(|one| active(one)).map(|one| one.name.as_str());
        let names: Vec<&str> = names.collect();
        (!names.is_empty()).then(|| names.join(", "))
    });
    assert_none(
        &findings,
        "The content security policy drops these attributes. Use a class for looks and a listener in a script \
         file for behaviour (htmx attributes other than hx-on are fine).",
    );
}

#[test]
fn templates_have_no_text_of_their_own() {
    let mut findings = Vec::new();
    for (file, template) in templates() {
        let texts = template.texts.iter().map(|(line, text)| (*line, text.as_str()));
        let spoken = template.tags.iter().flat_map(|tag| {
            let attributes = tag.attributes.iter().filter(|one| SPOKEN.contains(&one.name.as_str()));
            attributes.map(|one| (tag.line, one.value.as_str()))
        });
        let own = texts.chain(spoken).filter(|(_, text)| has_words(text));
        findings.extend(own.map(|(line, text)| format!("{}:{line}: {text}", file.path)));
    }
    assert_none(
        &findings,
        "Every text that people read comes from the text files (.ftl), in Japanese and in English. Add a \
         message there and use it here.",
    );
}

/// Also in attributes, expressions and everywhere else; only `{# comments #}` are free.
#[test]
fn templates_have_no_japanese() {
    let mut findings = Vec::new();
    for file in files("crates", ".html") {
        let text = without_comments(&file.text);
        let lines = text.lines().enumerate().filter(|(_, line)| line.chars().any(is_japanese));
        findings.extend(lines.map(|(number, line)| format!("{}:{}: {}", file.path, number + 1, line.trim())));
    }
    assert_none(&findings, "Japanese texts live in the .ftl files: add a message there and use it here.");
}

fn templates() -> Vec<(SourceFile, Template)> {
    let templates: Vec<_> = files("crates", ".html")
        .into_iter()
        .map(|file| {
            let template = read_template(&file.text);
            (file, template)
        })
        .collect();
    assert!(!templates.is_empty(), "no template was found under crates: mend the path in this test");
    templates
}

fn look_at_every_tag(finding: impl Fn(&Tag) -> Option<String>) -> Vec<String> {
    let mut findings = Vec::new();
    for (file, template) in templates() {
        for tag in &template.tags {
            findings.extend(finding(tag).map(|what| format!("{}:{}: {what}", file.path, tag.line)));
        }
    }
    findings
}

fn active(attribute: &Attribute) -> bool {
    let name = attribute.name.as_str();
    name == "style"
        || name.starts_with("on")
        || name.starts_with("hx-on")
        || attribute.value.trim_start().to_lowercase().starts_with("javascript:")
}

fn has_words(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().any(char::is_alphabetic))
        .any(|word| !NAMES.contains(&word))
}

fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("{#") {
        kept.push_str(before);
        let (comment, after) = after.split_once("#}").unwrap_or((after, ""));
        kept.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    kept + rest
}
