//! The whole program on a fresh database, with one login per persona, driven without a network.
//!
//! ```ignore
//! let t = TestApp::new(fresh).await;
//! let page = t.as_persona("A").get("/now").await;
//! assert!(page.text.contains("応援を呼ぶ"));
//! ```

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use mamori_care::Care;
use mamori_core::access::{Membership, Role, SignedIn};
use mamori_core::people::{Language, Login, PersonName};
use mamori_core::{Clock, OrgId, UnitId, UnixMs, UserId, random};
use mamori_store::orgs;
use mamori_store::people::{self, NewPerson};
use mamori_store::sessions::{self, NewSession};
use mamori_store::testing::Fresh;
use mamori_store::units::{self, Unit};
use tower::ServiceExt as _;

use crate::{App, Settings, router};

/// When every test begins: 2026-11-24 10:00 in Japan.
pub const START: UnixMs = UnixMs(1_795_482_000_000);

/// The personas of the acceptance tests: letter, 姓, 名, reading, role, and whether they belong to the shop.
pub const PERSONAS: &[(&str, &str, &str, &str, &str, Role, bool)] = &[
    ("A", "髙橋", "花", "タカハシ", "ハナ", Role::Worker, true),
    ("B", "林", "大輔", "ハヤシ", "ダイスケ", Role::Worker, true),
    ("M", "佐藤", "美咲", "サトウ", "ミサキ", Role::SecondLine, true),
    ("X", "山﨑", "健", "ヤマザキ", "ケン", Role::Manager, false),
    ("H", "中村", "由美", "ナカムラ", "ユミ", Role::Desk, false),
    ("T", "小林", "直樹", "コバヤシ", "ナオキ", Role::Trainer, false),
    ("D", "加藤", "玲子", "カトウ", "レイコ", Role::Physician, false),
    ("I", "吉田", "翔", "ヨシダ", "ショウ", Role::ItAdmin, false),
    ("E", "伊藤", "誠", "イトウ", "マコト", Role::Executive, false),
    // Another shop's manager, and a person of another organisation: they must see nothing.
    ("N", "渡辺", "葵", "ワタナベ", "アオイ", Role::SecondLine, false),
    ("Z", "他社", "太郎", "タシャ", "タロウ", Role::Desk, false),
];

/// A running program in memory.
pub struct TestApp {
    /// What handlers see.
    pub app: App,
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
        let app = App { db: fresh.db.clone(), care: Care, clock, settings: Arc::new(settings) };
        let (org, shop, people) = seed(&app).await;
        Self { service: router(app.clone()), app, fresh, org, shop, people }
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

    /// The `Cookie` header of this browser.
    pub fn cookie(&self) -> String {
        format!("mamori={}", self.token)
    }

    /// The token that this browser's forms carry.
    pub fn csrf(&self) -> &str {
        &self.csrf
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

async fn seed(app: &App) -> (OrgId, UnitId, Vec<(&'static str, UserId, String, String)>) {
    let mut tx = app.db.begin().await.expect("begin");
    let (org, other) = (OrgId::new(START), OrgId::new(START));
    orgs::create(&mut tx, org, "ひなた商店", "retail", START).await.expect("an organisation");
    orgs::create(&mut tx, other, "となり商事", "retail", START).await.expect("another");
    let unit = |name: &str, parent: Option<UnitId>| Unit {
        id: UnitId::new(START),
        parent_id: parent,
        name: name.into(),
    };
    let root = unit("本部", None);
    let (shop, second) = (unit("駅前店", Some(root.id)), unit("港店", Some(root.id)));
    let elsewhere = unit("となり商事", None);
    for (of, unit) in [(org, &root), (org, &shop), (org, &second), (other, &elsewhere)] {
        units::create(&mut tx, of, unit, START).await.expect("a unit");
    }
    let mut people = Vec::new();
    for (letter, family, given, family_kana, given_kana, role, in_shop) in PERSONAS {
        let (of, unit) = match (*letter, in_shop) {
            ("Z", _) => (other, elsewhere.id),
            ("N", _) => (org, second.id),
            (_, true) => (org, shop.id),
            (_, false) => (org, root.id),
        };
        let id = UserId::new(START);
        let name = PersonName::parse(family, given, family_kana, given_kana).expect("a name");
        let login = Login::parse(&format!("persona-{letter}")).expect("a login");
        let new =
            NewPerson { id, login: &login, name: &name, language: Language::Ja, password_hash: "unusable" };
        people::create(&mut tx, of, new, START).await.expect("a person");
        people::give_role(&mut tx, of, id, Membership { unit, role: *role }, START).await.expect("a role");
        let (token, csrf) = (random::token(), random::token());
        let hash = random::token_hash(&token);
        let session = NewSession { token_hash: &hash, org: of, user: id, csrf: &csrf, device: "test" };
        sessions::create(&mut tx, session, START).await.expect("a session");
        people.push((*letter, id, token, csrf));
    }
    tx.commit().await.expect("commit");
    (org, shop.id, people)
}
