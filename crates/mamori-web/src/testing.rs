//! The whole program on a fresh database, with one login per persona, driven without a network.
//!
//! ```ignore
//! let t = TestApp::new(fresh).await;
//! let page = t.as_persona("A").get("/now").await;
//! assert!(page.text.contains("応援を呼ぶ"));
//! ```

use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use futures_util::StreamExt as _;
use mamori_care::Care;
use mamori_core::access::{Role, SignedIn};
use mamori_core::{Clock, OrgId, UnitId, UnixMs, UserId, random};
use mamori_store::orgs;
use mamori_store::rulebooks::{self, Approval, DraftForm, Outcome};
use mamori_store::sessions::{self, NewSession};
use mamori_store::testing::Fresh;
use mamori_store::units::{self, Unit};
use tower::ServiceExt as _;

use crate::demo::{self, Founded, PERSONAS, Persona, Place};
use crate::{App, Settings, router};

/// When every test begins: 2026-11-24 10:00 in Japan.
pub const START: UnixMs = UnixMs(1_795_482_000_000);

/// A person of another organisation, who must see nothing of the demonstration.
const OUTSIDER: Persona = Persona {
    letter: "Z",
    name: ["となり", "太郎", "トナリ", "タロウ"],
    login: "tonari",
    role: Role::Desk,
    place: Place::HeadOffice,
};

/// A running program in memory.
pub struct TestApp {
    /// What handlers see.
    pub app: App,
    /// Where the care house and its key are. It is an SQLite file on either engine: `mamori-care` tests its own engines.
    pub care_folder: tempfile::TempDir,
    /// The fresh database; it goes away with this value.
    pub fresh: Fresh,
    /// The organisation of every persona but Z.
    pub org: OrgId,
    /// The shop of A, B and M.
    pub shop: UnitId,
    service: Router,
    people: Vec<(&'static str, UserId, String, String)>,
}

/// A persona's browser.
pub struct Browser<'t> {
    app: &'t TestApp,
    token: String,
    csrf: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub text: String,
}

impl TestApp {
    /// Starts the program on `fresh`, with a clock that the test moves.
    pub async fn new(fresh: Fresh) -> Self {
        let clock = Clock::manual(START);
        let settings = Settings { public_url: "http://127.0.0.1:3000".into(), behind_proxy: false };
        let care_folder = tempfile::tempdir().expect("a temporary folder");
        let care_address = format!("sqlite:{}", care_folder.path().join("care.db").display());
        let care_key = care_folder.path().join("care.key");
        let care = Care::open(&care_address, &care_key).await.expect("a care house");
        let app = App::new(fresh.db.clone(), care, clock, settings);
        let (founded, people) = seed(&app).await;
        Self {
            service: router(app.clone()),
            app,
            care_folder,
            fresh,
            org: founded.org,
            shop: founded.shop,
            people,
        }
    }

    /// The id of a persona.
    pub fn id_of(&self, persona: &str) -> UserId {
        self.person(persona).1
    }

    fn person(&self, persona: &str) -> &(&'static str, UserId, String, String) {
        self.people.iter().find(|(letter, ..)| *letter == persona).expect("one of the personas")
    }

    /// A browser in which `persona` is signed in.
    pub fn as_persona(&self, persona: &str) -> Browser<'_> {
        let (.., token, csrf) = self.person(persona);
        Browser { app: self, token: token.clone(), csrf: csrf.clone() }
    }

    /// A browser in which nobody is signed in.
    pub fn as_stranger(&self) -> Browser<'_> {
        Browser { app: self, token: String::new(), csrf: String::new() }
    }

    /// Has H draft a rulebook that says `text`, and X approve it, in force at once.
    pub async fn put_in_force(&self, text: &str) {
        let (now, mut tx) = (self.app.clock.now(), self.app.db.begin().await.expect("begin"));
        let (org, h, x) = (self.org, self.id_of("H"), self.id_of("X"));
        rulebooks::begin_draft(&mut tx, org, h, now).await.expect("a draft");
        let (draft, _) = rulebooks::draft(&mut tx, org).await.expect("read").expect("the draft");
        let (version, revision) = (draft.version, draft.revision);
        let form = DraftForm { version, revision, text, note: "test" };
        rulebooks::save_draft(&mut tx, org, form, h, now).await.expect("a rulebook");
        let approval = Approval { version, revision: revision + 1, effective_at: now };
        let approved = rulebooks::approve(&mut tx, org, approval, x, now).await.expect("approve");
        assert_eq!(approved, Outcome::Done);
        tx.commit().await.expect("commit");
    }

    /// The signed-in person as the store finds them.
    pub async fn signed_in(&self, persona: &str) -> SignedIn {
        let mut tx = self.app.db.read().await.expect("read");
        let hash = random::token_hash(&self.person(persona).2);
        sessions::find(&mut tx, &hash, self.app.clock.now()).await.expect("find").expect("a session").who
    }
}

impl Browser<'_> {
    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(
            Request::get(path).header(header::COOKIE, self.cookie()).body(Body::empty()).expect("a request"),
        )
        .await
    }

    /// Sends a form with the page's CSRF token, from our own site.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("csrf", self.csrf.as_str())];
        all.extend_from_slice(fields);
        let body = serde_html_form::to_string(&all).expect("a form");
        let request = Request::post(path)
            .header(header::COOKIE, self.cookie())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends any request with the session's cookie set by the caller, see [`Browser::cookie`].
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.service.clone().oneshot(request).await.expect("the service never fails");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Opens a live page's stream.
    pub async fn listen(&self, path: &str) -> Listener {
        let request = Request::get(path).header(header::COOKIE, self.cookie()).body(Body::empty());
        let service = self.app.service.clone();
        let response = service.oneshot(request.expect("a request")).await.expect("the service never fails");
        Listener { status: response.status(), body: response.into_body().into_data_stream() }
    }

    /// The `Cookie` header of this browser.
    pub fn cookie(&self) -> String {
        format!("mamori={}", self.token)
    }

    /// The token that this browser's forms carry.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// An open stream of a live page.
#[derive(Debug)]
pub struct Listener {
    /// The status with which it began.
    pub status: StatusCode,
    body: BodyDataStream,
}

impl Listener {
    /// The next message, or `None` when nothing comes within ten seconds or the stream has ended.
    pub async fn next(&mut self) -> Option<String> {
        self.within(Duration::from_secs(10)).await
    }

    /// The last of the messages that come now: what the page shows once it is quiet.
    /// A busy machine may take its time with the first; `None` when there is none within four seconds.
    pub async fn latest(&mut self) -> Option<String> {
        let mut latest = self.within(Duration::from_secs(4)).await?;
        while let Some(message) = self.within(Duration::from_millis(500)).await {
            latest = message;
        }
        Some(latest)
    }

    async fn within(&mut self, patience: Duration) -> Option<String> {
        let piece = tokio::time::timeout(patience, self.body.next()).await.ok()??;
        let bytes = piece.expect("a stream without faults");
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Answer {
    /// Where a redirect leads, empty for another answer.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The visible words of the page: tags removed, white space folded.
    pub fn words(&self) -> String {
        let main = self.text.split_once("<main").map_or(self.text.as_str(), |(_, rest)| rest);
        let mut words = String::new();
        let mut in_tag = false;
        for character in main.split("</main>").next().unwrap_or_default().chars() {
            match character {
                '<' => in_tag = true,
                '>' => {
                    in_tag = false;
                    words.push(' ');
                }
                _ if !in_tag => words.push(character),
                _ => {}
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

async fn seed(app: &App) -> (Founded, Vec<(&'static str, UserId, String, String)>) {
    let mut tx = app.db.begin().await.expect("begin");
    let founded = demo::found(&mut tx, "unusable", START).await.expect("the demonstration");
    let other = OrgId::new(START);
    orgs::create(&mut tx, other, "となり商事", "retail", START).await.expect("another organisation");
    let text = mamori_content::rulebook_toml();
    rulebooks::create_first(&mut tx, other, text, START).await.expect("the first rulebook");
    let elsewhere = Unit { id: UnitId::new(START), parent_id: None, name: "となり商事".into() };
    units::create(&mut tx, other, &elsewhere, START).await.expect("a unit");
    let outsider =
        demo::join(&mut tx, other, elsewhere.id, &OUTSIDER, "unusable", START).await.expect("a person");
    let mut people = Vec::new();
    let insiders =
        PERSONAS.iter().zip(&founded.people).map(|(persona, id)| (founded.org, persona.letter, *id));
    for (org, letter, user) in insiders.chain([(other, OUTSIDER.letter, outsider)]) {
        let (token, csrf) = (random::token(), random::token());
        let hash = random::token_hash(&token);
        let session = NewSession { token_hash: &hash, org, user, csrf: &csrf, device: "test" };
        sessions::create(&mut tx, session, START).await.expect("a session");
        people.push((letter, user, token, csrf));
    }
    tx.commit().await.expect("commit");
    (founded, people)
}
