//! The door: who gets in and who does not.

use mamori_core::access::{Membership, Role};
use mamori_core::{DAY, InvitationId, random};
use mamori_store::invitations::{self, NewInvitation};
use mamori_store::{engines, logins, people};

use crate::testing::{START, TestApp};

async fn give_password(t: &TestApp, persona: &str, password: &str) {
    let hash = crate::hash_password(password.to_owned()).await.expect("a hash");
    let mut tx = t.app.db.begin().await.expect("begin");
    logins::set_password(&mut tx, t.org, t.id_of(persona), &hash).await.expect("a password");
    tx.commit().await.expect("commit");
}

async fn invite(t: &TestApp) -> String {
    let token = random::token();
    let gives = Membership { unit: t.shop, role: Role::Worker };
    let invitation = NewInvitation {
        id: InvitationId::new(START),
        token_hash: &random::token_hash(&token),
        gives,
        note: "",
        created_by: None,
        expires_at: START.plus(DAY),
    };
    let mut tx = t.app.db.begin().await.expect("begin");
    invitations::create(&mut tx, t.org, invitation, START).await.expect("an invitation");
    tx.commit().await.expect("commit");
    token
}

const NEWCOMER: &[(&str, &str)] =
    &[("family", "森"), ("given", "海"), ("login", "mori"), ("password", "長い合言葉は忘れにくい")];

engines! {
    async fn the_right_password_opens_and_the_wrong_one_keeps_what_was_typed(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        give_password(&t, "A", "correct horse battery").await;
        let stranger = t.as_stranger();
        let wrong = stranger.post("/login", &[("login", "hana"), ("password", "nonsense")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("hana") && !wrong.text.contains("nonsense"));
        let unknown = stranger.post("/login", &[("login", "nobody"), ("password", "nonsense")]).await;
        assert_eq!(unknown.status, 422);
        let right = stranger.post("/login", &[("login", " Hana "), ("password", "correct horse battery"), ("next", "/care")]).await;
        assert_eq!((right.status.as_u16(), right.location()), (303, "/care"));
        assert!(right.headers["set-cookie"].to_str().expect("text").contains("HttpOnly"));
    }

    async fn the_door_leads_to_our_own_pages_only(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        give_password(&t, "A", "correct horse battery").await;
        for evil in ["https://evil.example/", "//evil.example", "/\\evil.example"] {
            let fields = [("login", "hana"), ("password", "correct horse battery"), ("next", evil)];
            assert_eq!(t.as_stranger().post("/login", &fields).await.location(), "/now");
        }
        assert_eq!(t.as_stranger().get("/account").await.location(), "/login?next=/account");
    }

    async fn after_eight_wrong_passwords_even_the_right_one_waits(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        give_password(&t, "A", "correct horse battery").await;
        for _ in 0..logins::PER_LOGIN {
            t.as_stranger().post("/login", &[("login", "hana"), ("password", "guess")]).await;
        }
        let fields = [("login", "hana"), ("password", "correct horse battery")];
        assert_eq!(t.as_stranger().post("/login", &fields).await.status, 429);
        t.app.clock.set(START.plus(logins::WINDOW + 1));
        assert_eq!(t.as_stranger().post("/login", &fields).await.status, 303);
    }

    async fn a_form_without_its_token_or_from_another_site_is_refused(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let browser = t.as_persona("A");
        let request = |site: &str, token: &str| {
            axum::http::Request::post("/logout")
                .header("cookie", browser.cookie())
                .header("sec-fetch-site", site)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(axum::body::Body::from(format!("csrf={token}")))
                .expect("a request")
        };
        assert_eq!(browser.send(request("same-origin", "guess")).await.status, 409);
        assert_eq!(browser.send(request("cross-site", browser.csrf())).await.status, 403);
        assert_eq!(browser.send(request("same-origin", browser.csrf())).await.location(), "/login");
        assert_eq!(browser.get("/account").await.location(), "/login?next=/account", "the session has ended");
    }

    async fn an_invitation_makes_one_account_once(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = format!("/invite/{}", invite(&t).await);
        assert!(t.as_stranger().get(&path).await.words().contains("駅前店"));
        let short = t.as_stranger().post(&path, &[("family", "森"), ("login", "m"), ("password", "short")]).await;
        assert_eq!(short.status, 422);
        assert!(short.text.contains("value=\"森\"") && !short.text.contains("short"));
        let entered = t.as_stranger().post(&path, NEWCOMER).await;
        assert_eq!(entered.location(), "/now");
        assert_eq!(t.as_stranger().post(&path, NEWCOMER).await.status, 409);
        assert_eq!(t.as_stranger().get("/invite/guess").await.status, 409);
        let mut tx = t.app.db.read().await.expect("read");
        let all = people::all(&mut tx, t.org).await.expect("people");
        assert!(all.iter().any(|person| person.login == "mori" && person.name.full() == "森 海"));
    }

    async fn a_taken_login_is_told_and_the_invitation_stays(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = format!("/invite/{}", invite(&t).await);
        let taken = [("family", "森"), ("login", "hana"), ("password", "長い合言葉は忘れにくい")];
        assert_eq!(t.as_stranger().post(&path, &taken).await.status, 422);
        assert_eq!(t.as_stranger().post(&path, NEWCOMER).await.status, 303);
    }
}
