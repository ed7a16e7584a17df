//! 管理: who may, what it does, and what is left of it in the audit log.

use mamori_core::access::{Membership, Role};
use mamori_core::audit::{Entry, Verifier};
use mamori_core::{DAY, InvitationId, UnitId, random};
use mamori_store::testing::Tampering;
use mamori_store::{api_keys, audit, engines, people, units};

use crate::testing::{START, TestApp};

const PASSWORD: &str = "長い合言葉は忘れにくい";

/// What stands between `before` and the next quotation mark.
fn between<'t>(text: &'t str, before: &str) -> &'t str {
    text.split_once(before).and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default()
}

async fn head_office(t: &TestApp) -> UnitId {
    let mut tx = t.app.db.read().await.expect("read");
    let all = units::all(&mut tx, t.org).await.expect("units");
    all.iter().find(|unit| unit.parent_id.is_none()).expect("a top").id
}

async fn give_role(t: &TestApp, persona: &str, unit: UnitId, role: Role) {
    let mut tx = t.app.db.begin().await.expect("begin");
    let held = Membership { unit, role };
    people::give_role(&mut tx, t.org, t.id_of(persona), held, START).await.expect("a role");
    tx.commit().await.expect("commit");
}

/// The actions in the log, oldest first.
async fn actions(t: &TestApp) -> Vec<String> {
    let mut tx = t.app.db.read().await.expect("read");
    let entries = audit::after(&mut tx, t.org, 0, 1_000).await.expect("entries");
    entries.into_iter().map(|entry| entry.action).collect()
}

async fn invite(t: &TestApp, unit: UnitId) -> String {
    let (id, unit) = (InvitationId::new(START).to_string(), unit.to_string());
    let fields = [
        ("id", id.as_str()),
        ("unit", &unit),
        ("role", "worker"),
        ("note", "沢田さん"),
        ("days", "3"),
        ("language", "ja"),
    ];
    let card = t.as_persona("I").post("/admin/invitations", &fields).await;
    assert_eq!(card.status, 200, "{}", card.words());
    card.text
}

engines! {
    async fn only_the_right_roles_come_in_and_each_sees_its_own_links(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for persona in ["A", "M", "X", "T", "D", "E"] {
            for path in ["/admin", "/admin/people", "/admin/units", "/admin/invitations", "/admin/keys", "/admin/audit", "/admin/audit/download"] {
                assert_eq!(t.as_persona(persona).get(path).await.status, 403, "{persona} {path}");
            }
        }
        for path in ["/admin/people", "/admin/units", "/admin/invitations", "/admin/keys"] {
            assert_eq!(t.as_persona("H").get(path).await.status, 403, "{path}");
            assert_eq!(t.as_persona("I").get(path).await.status, 200, "{path}");
        }
        let desk = t.as_persona("H").get("/admin").await.text;
        assert!(desk.contains("/admin/audit") && !desk.contains("/admin/invitations"), "{desk}");
        assert_eq!(t.as_persona("A").post("/admin/audit/check", &[]).await.status, 403);
        let unit = t.shop.to_string();
        let add = [("unit", unit.as_str()), ("role", "desk")];
        let own = format!("/admin/people/{}/give-role", t.id_of("A"));
        assert_eq!(t.as_persona("A").post(&own, &add).await.status, 403);
    }

    async fn what_is_of_another_organisation_does_not_exist(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (admin, stranger) = (t.as_persona("I"), t.id_of("Z"));
        let outside = t.signed_in("Z").await.home_unit().expect("a unit");
        assert_eq!(admin.get(&format!("/admin/people/{stranger}")).await.status, 404);
        for deed in ["lock", "unlock", "sign-out", "password"] {
            assert_eq!(admin.post(&format!("/admin/people/{stranger}/{deed}"), &[]).await.status, 404, "{deed}");
        }
        let unit = outside.to_string();
        let give = format!("/admin/people/{}/give-role", t.id_of("A"));
        assert_eq!(admin.post(&give, &[("unit", &unit), ("role", "worker")]).await.status, 404);
        assert_eq!(admin.post(&format!("/admin/units/{unit}"), &[("name", "乗っ取り")]).await.status, 404);
        let id = UnitId::new(START).to_string();
        assert_eq!(admin.post("/admin/units", &[("id", &id), ("above", &unit), ("name", "x")]).await.status, 404);
        let invitation = [("id", id.as_str()), ("unit", &unit), ("role", "worker"), ("days", "1")];
        assert_eq!(admin.post("/admin/invitations", &invitation).await.status, 404);
        assert_eq!(admin.post(&format!("/admin/invitations/{id}/revoke"), &[]).await.status, 404);
        assert_eq!(admin.post(&format!("/admin/keys/{id}/revoke"), &[]).await.status, 404);
        assert!(!admin.get("/admin/people").await.text.contains("となり"));
        assert!(actions(&t).await.is_empty(), "what was refused left nothing behind");
    }

    async fn an_administrator_of_a_shop_reaches_that_shop_and_nobody_with_a_role_above(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        give_role(&t, "M", t.shop, Role::ItAdmin).await;
        give_role(&t, "B", head_office(&t).await, Role::Manager).await;
        let admin = t.as_persona("M");
        let list = admin.get("/admin/people").await.words();
        assert!(list.contains("髙橋 花") && !list.contains("林 大輔") && !list.contains("山﨑"), "{list}");
        assert_eq!(admin.get(&format!("/admin/people/{}", t.id_of("A"))).await.status, 200);
        assert_eq!(admin.post(&format!("/admin/people/{}/password", t.id_of("B")), &[]).await.status, 404);
        let top = head_office(&t).await.to_string();
        let give = format!("/admin/people/{}/give-role", t.id_of("M"));
        assert_eq!(admin.post(&give, &[("unit", &top), ("role", "desk")]).await.status, 404);
    }

    async fn an_invitation_goes_from_the_card_to_the_first_sign_in(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let card = invite(&t, t.shop).await;
        assert!(card.contains("<svg") && !card.contains("<?xml") && card.contains("沢田さん"));
        let path = between(&card, "value=\"http://127.0.0.1:3000").to_owned();
        let token = path.strip_prefix("/invite/").expect("a link");
        assert!(t.as_persona("I").get("/admin/invitations").await.words().contains("沢田さん"));
        assert!(!t.as_persona("I").get("/admin/invitations").await.text.contains(token), "the link is shown once");
        let newcomer = [("family", "森"), ("given", "海"), ("login", "mori"), ("password", PASSWORD)];
        assert_eq!(t.as_stranger().post(&path, &newcomer).await.location(), "/now");
        let list = t.as_persona("I").get("/admin/people").await.words();
        assert!(list.contains("森 海") && list.contains("mori"));
        assert!(!t.as_persona("I").get("/admin/invitations").await.words().contains("沢田さん"));
        assert_eq!(actions(&t).await, ["invitation.created", "person.joined", "session.begin"]);
    }

    async fn an_invitation_is_taken_back_or_expires(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let path = between(&invite(&t, t.shop).await, "value=\"http://127.0.0.1:3000").to_owned();
        let page = t.as_persona("I").get("/admin/invitations").await.text;
        let revoke = between(&page, "action=\"/admin/invitations/");
        let revoke = format!("/admin/invitations/{revoke}");
        // The first such form is the one of the list: the form above posts to the bare path.
        assert_eq!(t.as_persona("I").post(&revoke, &[]).await.location(), "/admin/invitations");
        assert_eq!(t.as_persona("I").post(&revoke, &[]).await.status, 404);
        assert_eq!(t.as_stranger().get(&path).await.status, 409);
        let late = between(&invite(&t, t.shop).await, "value=\"http://127.0.0.1:3000").to_owned();
        t.app.clock.set(START.plus(3 * DAY + 1));
        assert_eq!(t.as_stranger().get(&late).await.status, 409);
    }

    async fn an_invitation_form_keeps_what_was_typed_and_makes_one_when_sent_twice(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (id, unit) = (InvitationId::new(START).to_string(), t.shop.to_string());
        let long = "長".repeat(101);
        for (note, days) in [("沢田さん", "15"), ("沢田さん", "0"), ("沢田さん", "たくさん"), (long.as_str(), "3")] {
            let fields = [("id", id.as_str()), ("unit", &unit), ("role", "second_line"), ("note", note), ("days", days)];
            let refused = t.as_persona("I").post("/admin/invitations", &fields).await;
            assert_eq!(refused.status, 422);
            assert!(refused.text.contains(&format!("value=\"{note}\"")) && refused.text.contains(&format!("value=\"{days}\"")));
            assert!(refused.text.contains("value=\"second_line\" selected"));
        }
        let fields = [("id", id.as_str()), ("unit", &unit), ("role", "worker"), ("note", ""), ("days", " 14 ")];
        assert_eq!(t.as_persona("I").post("/admin/invitations", &fields).await.status, 200);
        assert_eq!(t.as_persona("I").post("/admin/invitations", &fields).await.status, 409);
        assert_eq!(actions(&t).await, ["invitation.created"]);
    }

    async fn roles_are_given_and_taken_and_written_down(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (person, unit) = (format!("/admin/people/{}", t.id_of("A")), t.shop.to_string());
        let role = [("unit", unit.as_str()), ("role", "second_line")];
        for _ in 0..2 {
            assert_eq!(t.as_persona("I").post(&format!("{person}/give-role"), &role).await.location(), person);
        }
        assert!(t.as_persona("I").get(&person).await.words().contains("これまでの事案が自動で開くことはありません"));
        assert!(t.signed_in("A").await.is(Role::SecondLine));
        for _ in 0..2 {
            assert_eq!(t.as_persona("I").post(&format!("{person}/take-role"), &role).await.location(), person);
        }
        assert!(!t.signed_in("A").await.is(Role::SecondLine));
        assert_eq!(actions(&t).await, ["person.role_given", "person.role_taken"], "twice is once");
        assert_eq!(t.as_persona("I").post(&format!("{person}/give-role"), &[("unit", &unit), ("role", "king")]).await.status, 400);
    }

    async fn locking_ends_every_session_at_once_and_unlocking_brings_none_back(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let person = format!("/admin/people/{}", t.id_of("A"));
        assert_eq!(t.as_persona("A").get("/account").await.status, 200);
        t.as_persona("I").post(&format!("{person}/lock"), &[]).await;
        assert_eq!(t.as_persona("A").get("/account").await.location(), "/login?next=/account");
        assert_eq!(t.as_persona("I").post(&format!("{person}/password"), &[]).await.status, 409);
        t.as_persona("I").post(&format!("{person}/unlock"), &[]).await;
        assert_eq!(t.as_persona("A").get("/account").await.location(), "/login?next=/account");
        assert_eq!(actions(&t).await, ["person.locked", "person.unlocked"]);
    }

    async fn signing_somebody_out_leaves_the_account_open(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let person = format!("/admin/people/{}", t.id_of("B"));
        t.as_persona("I").post(&format!("{person}/sign-out"), &[]).await;
        assert_eq!(t.as_persona("B").get("/account").await.location(), "/login?next=/account");
        let page = t.as_persona("I").get(&person).await.words();
        assert!(page.contains("いま、ログインしている端末はありません") && page.contains("ログインできます"));
        let own = format!("/admin/people/{}/sign-out", t.id_of("I"));
        t.as_persona("I").post(&own, &[]).await;
        assert_eq!(t.as_persona("I").get("/admin").await.status, 200, "the own device stays");
    }

    async fn the_last_administrator_stays_and_nobody_locks_oneself(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let top = head_office(&t).await;
        let (first, unit) = (format!("/admin/people/{}", t.id_of("I")), top.to_string());
        let role = [("unit", unit.as_str()), ("role", "it_admin")];
        assert_eq!(t.as_persona("I").post(&format!("{first}/lock"), &[]).await.status, 409);
        assert_eq!(t.as_persona("I").post(&format!("{first}/take-role"), &role).await.status, 409);
        give_role(&t, "X", top, Role::ItAdmin).await;
        let second = format!("/admin/people/{}", t.id_of("X"));
        t.as_persona("I").post(&format!("{second}/lock"), &[]).await;
        assert_eq!(t.as_persona("I").post(&format!("{first}/take-role"), &role).await.status, 409, "a locked one does not count");
        t.as_persona("I").post(&format!("{second}/unlock"), &[]).await;
        assert_eq!(t.as_persona("I").post(&format!("{first}/take-role"), &role).await.location(), "/account");
        assert_eq!(t.as_persona("I").get("/admin/people").await.status, 403);
    }

    async fn a_link_sets_a_new_password_once(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let make = format!("/admin/people/{}/password", t.id_of("A"));
        let link = |page: String| between(&page, "value=\"http://127.0.0.1:3000").to_owned();
        let first = link(t.as_persona("I").post(&make, &[]).await.text);
        let second = link(t.as_persona("I").post(&make, &[]).await.text);
        assert!(second.starts_with("/password/"));
        assert_eq!(t.as_stranger().get(&first).await.status, 409, "an earlier link has ended");
        assert!(t.as_stranger().get(&second).await.words().contains("hana"));
        assert_eq!(t.as_stranger().post(&second, &[("password", "short")]).await.status, 422);
        let entered = t.as_stranger().post(&second, &[("password", PASSWORD)]).await;
        assert_eq!(entered.location(), "/now");
        assert_eq!(t.as_persona("A").get("/account").await.location(), "/login?next=/account", "other sessions end");
        assert_eq!(t.as_stranger().post(&second, &[("password", PASSWORD)]).await.status, 409);
        let sign_in = [("login", "hana"), ("password", PASSWORD)];
        assert_eq!(t.as_stranger().post("/login", &sign_in).await.location(), "/now");
        let late = link(t.as_persona("I").post(&make, &[]).await.text);
        t.app.clock.set(START.plus(DAY + 1));
        assert_eq!(t.as_stranger().get(&late).await.status, 409);
    }

    async fn units_are_added_and_renamed(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let (id, above) = (UnitId::new(START).to_string(), t.shop.to_string());
        let fields = [("id", id.as_str()), ("above", &above), ("name", " 青果売場 ")];
        assert_eq!(t.as_persona("I").post("/admin/units", &fields).await.location(), "/admin/units");
        assert_eq!(t.as_persona("I").post("/admin/units", &fields).await.status, 409);
        assert!(t.as_persona("I").get("/admin/units").await.words().contains("本部 › 駅前店 › 青果売場"));
        t.as_persona("I").post(&format!("/admin/units/{id}"), &[("name", "𠮷田売場 🍎")]).await;
        assert!(t.as_persona("I").get("/admin/units").await.words().contains("駅前店 › 𠮷田売場 🍎"));
        for bad in ["", "  ", &"長".repeat(81)] {
            assert_eq!(t.as_persona("I").post(&format!("/admin/units/{id}"), &[("name", bad)]).await.status, 400);
        }
        assert_eq!(actions(&t).await, ["unit.created", "unit.renamed"]);
    }

    async fn a_key_acts_for_one_worker_until_it_is_taken_back(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let page = t.as_persona("I").get("/admin/keys").await.text;
        let id = between(&page, "name=\"id\" value=\"").to_owned();
        let acting = format!("{} {}", t.id_of("A"), t.shop);
        let fields = [("id", id.as_str()), ("name", "駅前店の電話"), ("acting", &acting)];
        let shown = t.as_persona("I").post("/admin/keys", &fields).await.text;
        let key = between(&shown, "id=\"key\" value=\"").to_owned();
        let opens = async || {
            let mut tx = t.app.db.read().await.expect("read");
            let found = api_keys::find(&mut tx, &random::token_hash(&key)).await.expect("find");
            found.map(|key| (key.org_id, key.user_id, key.unit_id))
        };
        assert_eq!(opens().await, Some((t.org, t.id_of("A"), t.shop)));
        assert!(!t.as_persona("I").get("/admin/keys").await.text.contains(&key), "the key is shown once");
        assert_eq!(t.as_persona("I").post("/admin/keys", &fields).await.status, 409);
        let person = format!("/admin/people/{}", t.id_of("A"));
        t.as_persona("I").post(&format!("{person}/lock"), &[]).await;
        assert_eq!(opens().await, None, "the worker may not sign in");
        t.as_persona("I").post(&format!("{person}/unlock"), &[]).await;
        assert!(opens().await.is_some());
        t.as_persona("I").post(&format!("/admin/keys/{id}/revoke"), &[]).await;
        assert_eq!(opens().await, None);
        let manager = format!("{} {}", t.id_of("X"), head_office(&t).await);
        let other = [("id", InvitationId::new(START).to_string()), ("name", "x".into()), ("acting", manager)];
        let other: Vec<_> = other.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(t.as_persona("I").post("/admin/keys", &other).await.status, 404, "a manager serves no customers");
    }

    async fn the_log_is_paged_in_words_and_reading_it_is_written_down(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        let mut tx = t.app.db.begin().await.expect("begin");
        for number in 0..150 {
            let action = if number == 149 { "moon.landed" } else { "person.locked" };
            let act = audit::Act { org: t.org, actor: Some(t.id_of("I")), at: START, action, subject: "", detail: "" };
            audit::append(&mut tx, act).await.expect("append");
        }
        tx.commit().await.expect("commit");
        let page = t.as_persona("H").get("/admin/audit").await;
        let words = page.words();
        assert!(words.contains("監査記録を見た 中村 由美") && words.contains("ログインを止めた 吉田 翔") && words.contains("moon.landed"), "{words}");
        assert_eq!(page.text.matches("<tr>").count(), 101);
        let older = between(&page.text, "href=\"/admin/audit?before=").to_owned();
        assert_eq!(older, "52");
        let rest = t.as_persona("H").get(&format!("/admin/audit?before={older}")).await.text;
        assert_eq!(rest.matches("<tr>").count(), 52);
        assert!(!rest.contains("audit?before="));
        assert_eq!(actions(&t).await.iter().filter(|action| *action == "audit.read").count(), 2);
        assert!(t.as_persona("Z").get("/admin/audit").await.words().contains("監査記録を見た となり 太郎"));
        assert!(!t.as_persona("Z").get("/admin/audit").await.words().contains("吉田"));
    }

    async fn a_download_holds_the_whole_chain(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for _ in 0..3 {
            t.as_persona("I").get("/admin/audit").await;
        }
        let file = t.as_persona("I").get("/admin/audit/download").await;
        assert!(file.headers["content-disposition"].to_str().expect("text").contains("mamori-audit-2026-11-24.jsonl"));
        let mut verifier = Verifier::default();
        for line in file.text.lines() {
            let entry: Entry = serde_json::from_str(line).expect("an entry");
            verifier.check(&entry).expect("an unbroken chain");
        }
        assert_eq!(verifier.head().map(|(number, _)| number), Some(4));
        assert!(file.text.lines().last().expect("a line").contains("audit.export"));
    }

    async fn the_check_says_where_the_log_was_changed_cut_or_shortened(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for _ in 0..5 {
            t.as_persona("I").get("/admin/audit").await;
        }
        let check = async || t.as_persona("I").post("/admin/audit/check", &[]).await.words();
        assert!(check().await.contains("5 件すべてが、書かれたときのままです"));
        for (tampering, found) in [
            (Tampering::ChangeAudit(3), "3 番の記録が、書かれたあとで変えられています"),
            (Tampering::DropAudit(2), "2 番の記録がありません"),
            (Tampering::DropAudit(1), "1 番の記録がありません"),
        ] {
            t.fresh.tamper(tampering).await;
            let said = check().await;
            assert!(said.contains(found), "{tampering:?}: {said}");
        }
        assert!(actions(&t).await.contains(&"audit.check".to_owned()));
    }

    async fn the_check_finds_missing_newest_entries(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        for _ in 0..5 {
            t.as_persona("I").get("/admin/audit").await;
        }
        t.fresh.tamper(Tampering::ShortenAudit(3)).await;
        let said = t.as_persona("I").post("/admin/audit/check", &[]).await.words();
        assert!(said.contains("3 番より後ろの記録"), "{said}");
    }

    async fn every_page_is_there_in_english(fresh: Fresh) {
        let t = TestApp::new(fresh).await;
        t.as_persona("I").post("/account/language", &[("language", "en")]).await;
        for path in ["/admin", "/admin/people", "/admin/units", "/admin/invitations", "/admin/keys", "/admin/audit"] {
            let page = t.as_persona("I").get(path).await;
            assert_eq!(page.status, 200);
            assert!(page.text.contains("lang=\"en\"") && !page.words().contains("admin-"), "{path}");
        }
    }
}
