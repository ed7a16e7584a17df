//! Finding things by their words, as a person does.

use anyhow::{Result, bail};
use serde_json::json;
use thirtyfour::WebElement;

use crate::browser::Browser;

const FIND: &str = include_str!("find.js");

impl Browser {
    /// Waits until the page shows this text.
    pub async fn sees(&self, text: &str) -> Result<()> {
        self.until(&format!("the page shows 「{text}」"), async || {
            Ok(self.text().await?.contains(text).then_some(()))
        })
        .await
    }

    /// Whether the page shows this text now.
    pub async fn shows(&self, text: &str) -> Result<bool> {
        Ok(self.text().await?.contains(text))
    }

    /// All visible text of the page.
    pub async fn text(&self) -> Result<String> {
        Ok(self.run("return document.body ? document.body.innerText : '';", vec![]).await?.convert()?)
    }

    /// Clicks the link, button, tab or label with these words as soon as it can be clicked.
    pub async fn click(&self, words: &str) -> Result<()> {
        self.until(&format!("「{words}」 can be clicked"), async || {
            let Some(element) = self.look_for("button", words).await? else { return Ok(None) };
            // As a person does who sees it half hidden behind a bar that stays.
            self.run("arguments[0].scrollIntoView({block: 'center'});", vec![element.to_json()?]).await?;
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Puts a text into the field with this label, instead of what is there.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.field(label).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Ticks the box or the choice with this label, if it is not ticked.
    pub async fn tick(&self, label: &str) -> Result<()> {
        let field = self.field(label).await?;
        if !field.is_selected().await? {
            field.click().await?;
        }
        Ok(())
    }

    /// Chooses an entry by its words in the list with this label.
    pub async fn choose(&self, label: &str, entry: &str) -> Result<()> {
        const CHOOSE: &str = "const [list, entry] = arguments;
            const option = [...list.options].find((one) => one.text.includes(entry));
            if (!option) return false;
            list.value = option.value;
            list.dispatchEvent(new Event('input', {bubbles: true}));
            list.dispatchEvent(new Event('change', {bubbles: true}));
            return true;";
        let list = self.field(label).await?;
        let chosen: bool = self.run(CHOOSE, vec![list.to_json()?, json!(entry)]).await?.convert()?;
        if !chosen {
            bail!("the list 「{label}」 has no entry 「{entry}」");
        }
        Ok(())
    }

    /// The field with this label, as soon as it is there.
    pub async fn field(&self, label: &str) -> Result<WebElement> {
        self.until(&format!("there is a field 「{label}」"), async || self.look_for("field", label).await)
            .await
    }

    /// The link or button with these words, as soon as it is there.
    pub async fn button(&self, words: &str) -> Result<WebElement> {
        self.until(&format!("there is 「{words}」"), async || self.look_for("button", words).await).await
    }

    async fn look_for(&self, what: &str, words: &str) -> Result<Option<WebElement>> {
        let found = self.run(FIND, vec![json!(what), json!(words)]).await?;
        if found.json().is_null() {
            return Ok(None);
        }
        Ok(Some(found.element()?))
    }
}
