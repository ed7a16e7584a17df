//! Timers: fired once, by whoever is alive, whatever the clock does.

use mamori_core::access::{Membership, Role};
use mamori_core::alerts::{AlertState, CallStep};
use mamori_core::people::{Language, Login, PersonName};
use mamori_core::{AlertId, Clock, HOUR, MINUTE, OrgId, SECOND, UnitId, UnixMs, UserId};
use mamori_store::alerts::{self, Alert, NewAlert};
use mamori_store::people::{self, NewPerson};
use mamori_store::units::{self, Unit};
use mamori_store::{Db, Tx, engines, jobs, orgs};

use crate::Worker;

const NOW: UnixMs = UnixMs(1_795_482_000_000);

struct Shop {
    db: Db,
    clock: Clock,
    org: OrgId,
    unit: UnitId,
    worker: UserId,
    manager: UserId,
    desk: UserId,
}

async fn person(tx: &mut Tx, org: OrgId, unit: UnitId, login: &str, role: Role) -> UserId {
    let id = UserId::new(NOW);
    let name = PersonName::parse(login, "", "", "").expect("a name");
    let login = Login::parse(login).expect("a login");
    let new = NewPerson { id, login: &login, name: &name, language: Language::Ja, password_hash: "" };
    people::create(tx, org, new, NOW).await.expect("a person");
    people::give_role(tx, org, id, Membership { unit, role }, NOW).await.expect("a role");
    id
}

impl Shop {
    /// A shop without a second line: the manager is called first.
    async fn open(db: &Db) -> Self {
        let mut tx = db.begin().await.expect("begin");
        let (org, unit) = (OrgId::new(NOW), UnitId::new(NOW));
        orgs::create(&mut tx, org, "ひなた商店", "retail", NOW).await.expect("an organisation");
        let row = Unit { id: unit, parent_id: None, name: "駅前店".into() };
        units::create(&mut tx, org, &row, NOW).await.expect("a unit");
        let worker = person(&mut tx, org, unit, "worker", Role::Worker).await;
        let manager = person(&mut tx, org, unit, "manager", Role::Manager).await;
        let desk = person(&mut tx, org, unit, "desk", Role::Desk).await;
        tx.commit().await.expect("commit");
        Self { db: db.clone(), clock: Clock::manual(NOW), org, unit, worker, manager, desk }
    }

    async fn raise(&self) -> AlertId {
        let new = NewAlert {
            unit: self.unit,
            raised_by: self.worker,
            conversation: None,
            drill: false,
            silent: false,
            takeover: false,
        };
        let mut tx = self.db.begin().await.expect("begin");
        let raised = alerts::raise(&mut tx, self.org, new, self.clock.now()).await.expect("raise");
        tx.commit().await.expect("commit");
        raised.id()
    }

    fn worker(&self) -> Worker {
        Worker::new(self.db.clone(), self.clock.clone())
    }

    async fn state(&self, id: AlertId) -> (Alert, Vec<(UserId, CallStep)>) {
        let mut tx = self.db.read().await.expect("read");
        let alert = alerts::by_id(&mut tx, self.org, id).await.expect("found").expect("an alert");
        let calls = alerts::calls(&mut tx, self.org, id).await.expect("calls");
        (alert, calls.into_iter().map(|call| (call.user_id, call.step)).collect())
    }
}

engines! {
    async fn nobody_answers_and_the_next_people_are_called(fresh: Fresh) {
        let shop = Shop::open(&fresh.db).await;
        let id = shop.raise().await;
        let mut worker = shop.worker();
        assert_eq!(worker.run_due().await.expect("run"), 0);
        assert_eq!(shop.state(id).await.1, [(shop.manager, CallStep::Manager)], "no second line: the manager at once");
        shop.clock.set(NOW.plus(MINUTE));
        assert_eq!(worker.run_due().await.expect("run"), 1);
        let desk = (shop.desk, CallStep::Desk);
        assert_eq!(shop.state(id).await.1, [(shop.manager, CallStep::Manager), desk]);
        shop.clock.set(NOW.plus(2 * MINUTE));
        worker.run_due().await.expect("run");
        let (alert, calls) = shop.state(id).await;
        assert_eq!((alert.state, calls.len(), calls[2]), (AlertState::Calling, 3, desk), "the desk is called again");
        for minute in 3..60 {
            shop.clock.set(NOW.plus(minute * MINUTE));
            worker.run_due().await.expect("run");
        }
        let desk_calls = shop.state(id).await.1.iter().filter(|call| **call == desk).count();
        assert_eq!(desk_calls, 22, "then the calling ends and its history stays");
    }

    async fn an_answer_takes_the_timer_back(fresh: Fresh) {
        let shop = Shop::open(&fresh.db).await;
        let id = shop.raise().await;
        let mut tx = shop.db.begin().await.expect("begin");
        assert!(alerts::acknowledge(&mut tx, shop.org, id, shop.manager, NOW).await.expect("first"));
        assert!(!alerts::acknowledge(&mut tx, shop.org, id, shop.desk, NOW).await.expect("second"));
        tx.commit().await.expect("commit");
        shop.clock.set(NOW.plus(HOUR));
        assert_eq!(shop.worker().run_due().await.expect("run"), 0);
        let (alert, calls) = shop.state(id).await;
        assert_eq!((alert.acknowledged_by, calls.len()), (Some(shop.manager), 1));
    }

    async fn two_workers_at_once_fire_a_timer_once(fresh: Fresh) {
        let shop = Shop::open(&fresh.db).await;
        let id = shop.raise().await;
        shop.clock.set(NOW.plus(MINUTE));
        let (mut one, mut two) = (shop.worker(), shop.worker());
        let (first, second) = tokio::join!(one.run_due(), two.run_due());
        assert_eq!(first.expect("one") + second.expect("two"), 1);
        assert_eq!(shop.state(id).await.1.len(), 2);
    }

    async fn a_worker_that_dies_in_the_middle_leaves_the_timer_to_the_next(fresh: Fresh) {
        let shop = Shop::open(&fresh.db).await;
        let id = shop.raise().await;
        let due = NOW.plus(MINUTE);
        shop.clock.set(due);
        let mut tx = shop.db.begin().await.expect("begin");
        jobs::claim(&mut tx, due).await.expect("claim").expect("a job");
        alerts::escalate(&mut tx, shop.org, id, 1, due).await.expect("escalate");
        drop(tx); // killed before the commit
        assert_eq!(shop.state(id).await.1.len(), 1);
        assert_eq!(shop.worker().run_due().await.expect("run"), 1);
        assert_eq!(shop.state(id).await.1.len(), 2);
    }

    async fn a_clock_that_is_set_back_or_forward_neither_stops_nor_storms(fresh: Fresh) {
        let shop = Shop::open(&fresh.db).await;
        let id = shop.raise().await;
        let mut worker = shop.worker();
        worker.run_due().await.expect("run");
        shop.clock.set(NOW.plus(-HOUR));
        worker.run_due().await.expect("run");
        shop.clock.set(NOW.plus(MINUTE - HOUR));
        assert_eq!(worker.run_due().await.expect("run"), 1, "not an hour late");
        shop.clock.set(NOW.plus(24 * HOUR));
        assert_eq!(worker.run_due().await.expect("run"), 1, "once, not once for each minute that was jumped over");
        assert_eq!(shop.state(id).await.1.len(), 3);
    }

    async fn a_job_that_nobody_knows_is_put_back_and_later_given_up(fresh: Fresh) {
        let shop = Shop::open(&fresh.db).await;
        let mut tx = shop.db.begin().await.expect("begin");
        jobs::schedule(&mut tx, shop.org, "no.such", "x", "{}", NOW, NOW).await.expect("schedule");
        tx.commit().await.expect("commit");
        let mut worker = shop.worker();
        assert_eq!(worker.run_due().await.expect("run"), 1);
        assert_eq!(worker.run_due().await.expect("run"), 0, "it waits");
        for round in 1..40 {
            shop.clock.set(NOW.plus(round * 2_000 * SECOND));
            worker.run_due().await.expect("run");
        }
        let mut tx = shop.db.read().await.expect("read");
        assert!(!jobs::any_due(&mut tx, UnixMs(i64::MAX)).await.expect("due"));
    }
}
