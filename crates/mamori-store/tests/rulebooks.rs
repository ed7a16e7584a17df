//! Versions of the rulebook on both engines.

use mamori_core::people::{Language, Login, PersonName};
use mamori_core::rulebook::RulebookState;
use mamori_core::{DAY, OrgId, UnixMs, UserId};
use mamori_store::live::Event;
use mamori_store::people::{self, NewPerson};
use mamori_store::rulebooks::{self, Approval, DraftForm, Outcome};
use mamori_store::{Db, audit, engines, orgs};

const FIRST: &str = include_str!("../../../content/rulebook.toml");
const START: UnixMs = UnixMs(1_795_482_000_000);

struct Office {
    db: Db,
    org: OrgId,
    desk: UserId,
    manager: UserId,
}

async fn office(db: &Db) -> Office {
    let (org, desk, manager) = (OrgId::new(START), UserId::new(START), UserId::new(START));
    let mut tx = db.begin().await.expect("begin");
    orgs::create(&mut tx, org, "ひなた商店", "retail", START).await.expect("an organisation");
    for (id, given) in [(desk, "由美"), (manager, "健")] {
        let login = Login::parse(&format!("p-{id}")).expect("a login");
        let name = PersonName::parse("山﨑", given, "", "").expect("a name");
        let new = NewPerson { id, login: &login, name: &name, language: Language::Ja, password_hash: "" };
        people::create(&mut tx, org, new, START).await.expect("a person");
    }
    rulebooks::create_first(&mut tx, org, FIRST, START).await.expect("the first rulebook");
    tx.commit().await.expect("commit");
    Office { db: db.clone(), org, desk, manager }
}

impl Office {
    async fn minutes(&self, now: UnixMs) -> (i64, u32) {
        let mut tx = self.db.read().await.expect("read");
        let found = rulebooks::in_force(&mut tx, self.org, now).await.expect("a rulebook");
        assert_eq!(found.text.contains("minutes_end = 20"), found.rulebook.yardsticks.minutes_end == 20);
        (found.version, found.rulebook.yardsticks.minutes_end)
    }

    /// The desk writes 20 minutes into a new draft.
    async fn draft(&self) -> i64 {
        let mut tx = self.db.begin().await.expect("begin");
        rulebooks::begin_draft(&mut tx, self.org, self.desk, START).await.expect("a draft");
        let (found, text) = rulebooks::draft(&mut tx, self.org).await.expect("read").expect("the draft");
        let text = text.replace("minutes_end = 30", "minutes_end = 20");
        let form =
            DraftForm {
                version: found.version, revision: found.revision, text: &text, note: "30分を20分に"
            };
        let saved = rulebooks::save_draft(&mut tx, self.org, form, self.desk, START).await.expect("saved");
        assert_eq!(saved, Outcome::Done);
        tx.commit().await.expect("commit");
        found.version
    }

    async fn approve(&self, version: i64, revision: i64, by: UserId, effective_at: UnixMs) -> Outcome {
        let mut tx = self.db.begin().await.expect("begin");
        let approval = Approval { version, revision, effective_at };
        let outcome =
            rulebooks::approve(&mut tx, self.org, approval, by, START.plus(1)).await.expect("an answer");
        tx.commit().await.expect("commit");
        outcome
    }
}

engines! {
    async fn an_approved_version_holds_from_its_date_on(fresh: Fresh) {
        let office = office(&fresh.db).await;
        assert_eq!(office.minutes(START).await, (1, 30));
        let version = office.draft().await;
        assert_eq!(office.minutes(START.plus(9 * DAY)).await, (1, 30), "a draft does not hold");
        let mut told = fresh.db.hub().subscribe();
        assert_eq!(office.approve(version, 2, office.manager, START.plus(3 * DAY)).await, Outcome::Done);
        assert_eq!(office.minutes(START.plus(3 * DAY - 1)).await, (1, 30));
        assert_eq!(office.minutes(START.plus(3 * DAY)).await, (2, 20));
        assert_eq!(told.recv().await.expect("an event"), Event::Rulebook { org: office.org });
        let mut tx = office.db.read().await.expect("read");
        let (first, text) = rulebooks::by_version(&mut tx, office.org, 1).await.expect("read").expect("kept");
        assert_eq!((first.note.as_str(), text.as_str()), ("初期値", FIRST));
        let all = rulebooks::versions(&mut tx, office.org).await.expect("read");
        assert_eq!((all[0].approver.as_str(), all[0].drafter.as_str()), ("山﨑 健", "山﨑 由美"));
        let log = audit::after(&mut tx, office.org, 0, 9).await.expect("read");
        let acts: Vec<_> = log.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(acts, ["rulebook.draft", "rulebook.save", "rulebook.approve"]);
    }

    async fn a_draft_is_approved_once_by_another_person_who_read_it(fresh: Fresh) {
        let office = office(&fresh.db).await;
        let version = office.draft().await;
        assert_eq!(office.approve(version, 2, office.desk, START).await, Outcome::OwnDraft);
        assert_eq!(office.approve(version, 1, office.manager, START).await, Outcome::Stale);
        assert_eq!(office.approve(7, 1, office.manager, START).await, Outcome::NotADraft);
        assert_eq!(office.approve(version, 2, office.manager, START).await, Outcome::Done);
        assert_eq!(office.approve(version, 2, office.manager, START).await, Outcome::NotADraft);
        let mut tx = office.db.begin().await.expect("begin");
        let form = DraftForm { version, revision: 2, text: FIRST, note: "" };
        let late = rulebooks::save_draft(&mut tx, office.org, form, office.desk, START).await.expect("an answer");
        assert_eq!(late, Outcome::NotADraft, "what was approved stays");
    }

    async fn a_stale_or_unreadable_save_changes_nothing(fresh: Fresh) {
        let office = office(&fresh.db).await;
        let version = office.draft().await;
        let mut tx = office.db.begin().await.expect("begin");
        let stale = DraftForm { version, revision: 1, text: FIRST, note: "" };
        let answer = rulebooks::save_draft(&mut tx, office.org, stale, office.manager, START).await;
        assert_eq!(answer.expect("an answer"), Outcome::Stale);
        let broken = DraftForm { version, revision: 2, text: "[yardsticks]", note: "" };
        let answer = rulebooks::save_draft(&mut tx, office.org, broken, office.manager, START).await;
        assert!(matches!(answer, Err(mamori_store::Error::Rulebook(_))));
        let (kept, text) = rulebooks::draft(&mut tx, office.org).await.expect("read").expect("the draft");
        assert_eq!((kept.revision, text.contains("minutes_end = 20")), (2, true));
        let gone = rulebooks::discard(&mut tx, office.org, version, 2, office.desk, START).await;
        assert_eq!(gone.expect("an answer"), Outcome::Done);
        let all = rulebooks::versions(&mut tx, office.org).await.expect("read");
        assert_eq!(all[0].state, RulebookState::Discarded);
        rulebooks::begin_draft(&mut tx, office.org, office.desk, START).await.expect("a new draft");
        let (next, _) = rulebooks::draft(&mut tx, office.org).await.expect("read").expect("the draft");
        assert_eq!(next.version, version + 1, "a number is used once");
    }

    async fn another_organisation_has_its_own(fresh: Fresh) {
        let (ours, theirs) = (office(&fresh.db).await, office(&fresh.db).await);
        let version = ours.draft().await;
        assert_eq!(theirs.approve(version, 2, theirs.manager, START).await, Outcome::NotADraft);
        assert_eq!(ours.approve(version, 2, ours.manager, START).await, Outcome::Done);
        assert_eq!(theirs.minutes(START.plus(DAY)).await, (1, 30));
        assert_eq!(ours.minutes(START.plus(DAY)).await, (2, 20));
    }
}
