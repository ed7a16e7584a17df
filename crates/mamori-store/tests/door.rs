//! People, sessions, the audit chain and timers, on both engines.

use mamori_core::access::{Membership, Role};
use mamori_core::audit::Verifier;
use mamori_core::people::{Language, Login, PersonName};
use mamori_core::{DAY, OrgId, SECOND, UnitId, UnixMs, UserId};
use mamori_store::audit::Act;
use mamori_store::people::NewPerson;
use mamori_store::sessions::NewSession;
use mamori_store::units::Unit;
use mamori_store::{Db, Tx, audit, engines, jobs, logins, orgs, people, sessions, units};

const NOW: UnixMs = UnixMs(1_790_000_000_000);

async fn organisation(tx: &mut Tx) -> (OrgId, UnitId, UnitId) {
    let org = OrgId::new(NOW);
    orgs::create(tx, org, "ひなた商店", "retail", NOW).await.expect("an organisation");
    let root = Unit { id: UnitId::new(NOW), parent_id: None, name: "本部".into() };
    let shop = Unit { id: UnitId::new(NOW), parent_id: Some(root.id), name: "駅前店".into() };
    units::create(tx, org, &root, NOW).await.expect("a unit");
    units::create(tx, org, &shop, NOW).await.expect("a unit");
    (org, root.id, shop.id)
}

async fn person(tx: &mut Tx, org: OrgId, login: &str) -> UserId {
    let id = UserId::new(NOW);
    let name = PersonName::parse("髙橋", "花", "タカハシ", "ハナ").expect("a name");
    let login = Login::parse(login).expect("a login");
    let new =
        NewPerson { id, login: &login, name: &name, language: Language::Ja, password_hash: "$argon2id$x" };
    people::create(tx, org, new, NOW).await.expect("a person");
    id
}

async fn append(db: &Db, org: OrgId, subject: &str) {
    let mut tx = db.begin().await.expect("begin");
    let act = Act { org, actor: None, at: NOW, action: "case.read", subject, detail: "" };
    audit::append(&mut tx, act).await.expect("append");
    tx.commit().await.expect("commit");
}

engines! {
    async fn a_role_covers_the_unit_and_what_lies_below(fresh: Fresh) {
        let mut tx = fresh.db.begin().await.expect("begin");
        let (org, root, shop) = organisation(&mut tx).await;
        let manager = person(&mut tx, org, "manager").await;
        people::give_role(&mut tx, org, manager, Membership { unit: root, role: Role::Manager }, NOW).await.expect("role");
        people::give_role(&mut tx, org, manager, Membership { unit: root, role: Role::Manager }, NOW).await.expect("twice");
        let mut covered = units::covered(&mut tx, org, manager, &[Role::Manager]).await.expect("covered");
        covered.sort_unstable();
        let mut both = vec![root, shop];
        both.sort_unstable();
        assert_eq!(covered, both);
        assert!(units::covered(&mut tx, org, manager, &[Role::Desk]).await.expect("covered").is_empty());
        assert_eq!(units::upwards(&mut tx, org, shop).await.expect("up"), [shop, root]);
    }

    async fn a_session_opens_until_it_is_revoked_or_the_person_may_not_sign_in(fresh: Fresh) {
        let mut tx = fresh.db.begin().await.expect("begin");
        let (org, _, shop) = organisation(&mut tx).await;
        let user = person(&mut tx, org, "hana").await;
        people::give_role(&mut tx, org, user, Membership { unit: shop, role: Role::Worker }, NOW).await.expect("role");
        let new = NewSession { token_hash: b"hash", org, user, csrf: "csrf", device: "phone" };
        sessions::create(&mut tx, new, NOW).await.expect("session");
        let found = sessions::find(&mut tx, b"hash", NOW).await.expect("find").expect("a session");
        assert_eq!((found.who.user, found.who.name.full(), found.who.is(Role::Worker)), (user, "髙橋 花".to_owned(), true));
        assert!(sessions::find(&mut tx, b"other", NOW).await.expect("find").is_none());
        assert!(sessions::find(&mut tx, b"hash", NOW.plus(15 * DAY)).await.expect("find").is_none());
        people::set_active(&mut tx, org, user, false).await.expect("lock");
        assert!(sessions::find(&mut tx, b"hash", NOW).await.expect("find").is_none());
        people::set_active(&mut tx, org, user, true).await.expect("unlock");
        sessions::revoke(&mut tx, b"hash", NOW).await.expect("revoke");
        assert!(sessions::find(&mut tx, b"hash", NOW).await.expect("find").is_none());
    }

    async fn the_same_login_cannot_be_taken_twice(fresh: Fresh) {
        let mut tx = fresh.db.begin().await.expect("begin");
        let (org, ..) = organisation(&mut tx).await;
        person(&mut tx, org, "hana").await;
        let name = PersonName::parse("林", "", "", "").expect("a name");
        let login = Login::parse("HANA").expect("a login");
        let again = NewPerson { id: UserId::new(NOW), login: &login, name: &name, language: Language::Ja, password_hash: "" };
        assert!(people::create(&mut tx, org, again, NOW).await.expect_err("taken").is_duplicate());
    }

    async fn eight_wrong_passwords_and_the_login_waits(fresh: Fresh) {
        let mut tx = fresh.db.begin().await.expect("begin");
        for _ in 0..logins::PER_LOGIN {
            assert!(logins::may_try(&mut tx, "hana", "10.0.0.1", NOW).await.expect("may"));
            logins::record(&mut tx, "hana", "10.0.0.1", false, NOW).await.expect("record");
        }
        assert!(!logins::may_try(&mut tx, "hana", "10.0.0.1", NOW).await.expect("may"));
        assert!(logins::may_try(&mut tx, "other", "10.0.0.1", NOW).await.expect("may"));
        assert!(logins::may_try(&mut tx, "hana", "10.0.0.1", NOW.plus(logins::WINDOW + SECOND)).await.expect("may"));
    }

    async fn appends_at_the_same_time_make_one_chain(fresh: Fresh) {
        let mut tx = fresh.db.begin().await.expect("begin");
        let (org, ..) = organisation(&mut tx).await;
        tx.commit().await.expect("commit");
        let tasks: Vec<_> = (0..20)
            .map(|number| {
                let db = fresh.db.clone();
                tokio::spawn(async move { append(&db, org, &number.to_string()).await })
            })
            .collect();
        for task in tasks {
            task.await.expect("an append");
        }
        let mut tx = fresh.db.read().await.expect("read");
        let entries = audit::after(&mut tx, org, 0, 100).await.expect("entries");
        assert_eq!(entries.len(), 20);
        let mut verifier = Verifier::default();
        entries.iter().try_for_each(|entry| verifier.check(entry)).expect("an unbroken chain");
    }

    async fn a_due_job_is_taken_once_and_a_dropped_one_comes_back(fresh: Fresh) {
        let mut tx = fresh.db.begin().await.expect("begin");
        let (org, ..) = organisation(&mut tx).await;
        jobs::schedule(&mut tx, org, "alert.escalate", "a", "{}", NOW.plus(SECOND), NOW).await.expect("schedule");
        tx.commit().await.expect("commit");

        let due = NOW.plus(SECOND);
        let mut tx = fresh.db.begin().await.expect("begin");
        assert!(jobs::claim(&mut tx, NOW).await.expect("claim").is_none(), "not yet");
        assert!(jobs::claim(&mut tx, due).await.expect("claim").is_some());
        drop(tx); // the process dies before it commits

        let mut tx = fresh.db.begin().await.expect("begin");
        let job = jobs::claim(&mut tx, due).await.expect("claim").expect("it came back");
        assert_eq!((job.kind.as_str(), job.subject.as_str()), ("alert.escalate", "a"));
        tx.commit().await.expect("commit");

        let mut tx = fresh.db.begin().await.expect("begin");
        assert!(jobs::claim(&mut tx, due).await.expect("claim").is_none(), "only once");
    }
}
