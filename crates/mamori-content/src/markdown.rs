//! Markdown of a lesson into HTML, section by section.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::Section;

/// Renders a whole text that has no headings.
pub(crate) fn to_html(markdown: &str) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events(markdown));
    out
}

/// Cuts a text at its second-level headings; what stands before the first one is dropped.
pub(crate) fn sections(markdown: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut body: Vec<Event<'_>> = Vec::new();
    let mut in_title = false;
    for event in events(markdown) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => {
                close(&mut sections, &mut body);
                sections.push(Section { title: String::new(), html: String::new() });
                in_title = true;
            }
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => in_title = false,
            Event::Text(text) if in_title => {
                if let Some(section) = sections.last_mut() {
                    section.title.push_str(&text);
                }
            }
            other => body.push(other),
        }
    }
    close(&mut sections, &mut body);
    sections
}

fn close(sections: &mut [Section], body: &mut Vec<Event<'_>>) {
    if let Some(section) = sections.last_mut() {
        html::push_html(&mut section.html, body.drain(..));
    }
    body.clear();
}

/// Raw HTML in a text is shown as text: the content is words, and the page's policy allows no scripts.
fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::{sections, to_html};

    #[test]
    fn a_text_is_cut_at_its_headings() {
        let cut = sections("前\n\n## 場面\n\n朝です。\n\n## 考え方\n\n**二つ**。");
        let seen: Vec<(&str, &str)> = cut.iter().map(|s| (s.title.as_str(), s.html.as_str())).collect();
        assert_eq!(seen, [("場面", "<p>朝です。</p>\n"), ("考え方", "<p><strong>二つ</strong>。</p>\n")]);
    }

    #[test]
    fn raw_html_is_only_text() {
        assert_eq!(to_html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    }
}
