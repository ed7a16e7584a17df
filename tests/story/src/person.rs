//! Somebody with a browser that has no screen.

use anyhow::{Context as _, Result, bail, ensure};
use reqwest::Client;
use reqwest::redirect::Policy;

/// A signed-in person.
pub struct Person {
    address: String,
    client: Client,
    csrf: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Where a redirect leads, empty otherwise.
    pub location: String,
    /// The body.
    pub text: String,
}

impl Person {
    pub(crate) async fn sign_in(address: &str, login: &str, password: &str) -> Result<Self> {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build()?;
        let mut person = Self { address: address.to_owned(), client, csrf: String::new() };
        let answer = person.post("/login", &[("login", login), ("password", password)]).await?;
        ensure!(answer.status == 303, "{login} could not sign in: {answer:?}");
        let page = person.get("/account").await?;
        person.csrf = value_of(&page.text, "csrf").context("a page carries the token")?;
        Ok(person)
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Result<Answer> {
        answer(self.client.get(format!("{}{path}", self.address)).send().await?).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Answer> {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let request =
            self.client.post(format!("{}{path}", self.address)).header("sec-fetch-site", "same-origin");
        answer(request.form(&all).send().await?).await
    }

    /// What the control called `name` holds on the page at `path`.
    pub async fn field(&self, path: &str, name: &str) -> Result<String> {
        let page = self.get(path).await?;
        value_of(&page.text, name).with_context(|| format!("{path} has no {name}: {page:?}"))
    }

    /// Sends a form that must lead on to another page, and says where.
    pub async fn do_it(&self, path: &str, fields: &[(&str, &str)]) -> Result<String> {
        let answer = self.post(path, fields).await?;
        if answer.status != 303 {
            bail!("{path} answered {}: {}", answer.status, answer.text);
        }
        Ok(answer.location)
    }
}

async fn answer(response: reqwest::Response) -> Result<Answer> {
    let status = response.status().as_u16();
    let location = response
        .headers()
        .get("location")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    Ok(Answer { status, location, text: response.text().await? })
}

/// The value of the first control called `name` on a page.
fn value_of(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next().map(str::to_owned)
}
