//! Finding things by CSS, where the same words stand on the page more than once.

use anyhow::Result;
use serde_json::json;

use crate::browser::Browser;

impl Browser {
    /// Puts a text of any length into a field at once, as pasting does.
    pub async fn put(&self, css: &str, text: &str) -> Result<()> {
        const PUT: &str = "const [css, text] = arguments; const field = document.querySelector(css);
            if (!field) return false;
            field.value = text;
            for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
            return true;";
        self.until(&format!("there is a field {css}"), async || {
            let done: bool = self.run(PUT, vec![json!(css), json!(text)]).await?.convert()?;
            Ok(done.then_some(()))
        })
        .await
    }

    /// Clicks the element, scrolled into view as a person would, as soon as it can be clicked.
    pub async fn press_css(&self, css: &str) -> Result<()> {
        const SHOW: &str = "const found = document.querySelector(arguments[0]);
            if (!found) return null;
            for (let fold = found.closest('details:not([open])'); fold; fold = fold.parentElement.closest('details:not([open])'))
              if (!found.closest('summary')) fold.open = true;
            found.scrollIntoView({block: 'center'});
            return found;";
        self.until(&format!("{css} can be clicked"), async || {
            let found = self.run(SHOW, vec![json!(css)]).await?;
            if found.json().is_null() {
                return Ok(None);
            }
            found.element()?.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// The words of the elements that match, also of those that are folded away.
    pub async fn words_of(&self, css: &str) -> Result<String> {
        const WORDS: &str =
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent).join('\\n');";
        Ok(self.run(WORDS, vec![json!(css)]).await?.convert()?)
    }

    /// An attribute of the first element that matches.
    pub async fn attribute(&self, css: &str, name: &str) -> Result<Option<String>> {
        const ATTRIBUTE: &str = "const found = document.querySelector(arguments[0]); return found && found.getAttribute(arguments[1]);";
        Ok(self.run(ATTRIBUTE, vec![json!(css), json!(name)]).await?.convert()?)
    }

    /// Clicks every element that matches, each scrolled into view.
    pub async fn press_all(&self, css: &str) -> Result<usize> {
        const PRESS: &str = "const found = [...document.querySelectorAll(arguments[0])];
            for (const one of found) one.click();
            return found.length;";
        Ok(self.run(PRESS, vec![json!(css)]).await?.convert()?)
    }

    /// The value of the tick box whose label contains these words.
    pub async fn value_of_line(&self, words: &str) -> Result<String> {
        const VALUE: &str = "const found = [...document.querySelectorAll('label')].find((one) =>
              one.control && one.control.type === 'checkbox' && one.textContent.includes(arguments[0]));
            return found && found.control.value;";
        self.until(&format!("there is a line 「{words}」 to tick"), async || {
            Ok(self.run(VALUE, vec![json!(words)]).await?.convert()?)
        })
        .await
    }

    /// The day in Japan so many hours from now: `2026-11-24`.
    pub async fn day_in_japan(&self, hours: i64) -> Result<String> {
        const DAY: &str =
            "return new Date(Date.now() + (arguments[0] + 9) * 3600_000).toISOString().slice(0, 10);";
        Ok(self.run(DAY, vec![json!(hours)]).await?.convert()?)
    }

    /// What stands in a field.
    pub async fn value_of(&self, css: &str) -> Result<String> {
        const VALUE: &str = "return document.querySelector(arguments[0]).value;";
        Ok(self.run(VALUE, vec![json!(css)]).await?.convert()?)
    }

    /// Scrolls until the element stands near the top.
    pub async fn bring_up(&self, css: &str) -> Result<()> {
        const BRING: &str = "const found = document.querySelector(arguments[0]);
            if (found) scrollBy(0, found.getBoundingClientRect().top - 120);";
        self.run(BRING, vec![json!(css)]).await?;
        Ok(())
    }
}
