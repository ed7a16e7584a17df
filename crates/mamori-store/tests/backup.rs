//! A backup is whole or refused, and moves between the engines.

use mamori_core::access::{Membership, Role};
use mamori_core::people::{Language, Login, PersonName};
use mamori_core::{OrgId, UnitId, UnixMs, UserId};
use mamori_store::dump::{Damaged, dump, restore};
use mamori_store::people::NewPerson;
use mamori_store::sessions::NewSession;
use mamori_store::testing::Fresh;
use mamori_store::units::Unit;
use mamori_store::{Db, MIGRATIONS, engines, orgs, people, sessions, units};

const NOW: UnixMs = UnixMs(1_790_000_000_000);

async fn fill(db: &Db) -> (OrgId, UserId) {
    let mut tx = db.begin().await.expect("begin");
    let (org, user) = (OrgId::new(NOW), UserId::new(NOW));
    orgs::create(&mut tx, org, "ひなた商店 ㈱", "retail", NOW).await.expect("an organisation");
    let root = Unit { id: UnitId::new(NOW), parent_id: None, name: "本部".into() };
    let shop = Unit { id: UnitId::new(NOW), parent_id: Some(root.id), name: "駅前店\n2階".into() };
    units::create(&mut tx, org, &root, NOW).await.expect("a unit");
    units::create(&mut tx, org, &shop, NOW).await.expect("a unit");
    let name = PersonName::parse("髙﨑", "花", "", "").expect("a name");
    let login = Login::parse("hana").expect("a login");
    let new = NewPerson { id: user, login: &login, name: &name, language: Language::Ja, password_hash: "x" };
    people::create(&mut tx, org, new, NOW).await.expect("a person");
    people::give_role(&mut tx, org, user, Membership { unit: shop.id, role: Role::Worker }, NOW)
        .await
        .expect("role");
    let session = NewSession { token_hash: &[0, 255, 7], org, user, csrf: "c", device: "" };
    sessions::create(&mut tx, session, NOW).await.expect("session");
    tx.commit().await.expect("commit");
    (org, user)
}

async fn backup(db: &Db) -> Vec<u8> {
    let mut file = Vec::new();
    dump(db, &MIGRATIONS, "main", NOW, &mut file).await.expect("a backup");
    file
}

async fn check_moved(file: &[u8], into: &Fresh, org: OrgId, user: UserId) {
    restore(&into.db, &MIGRATIONS, "main", &mut &file[..]).await.expect("restored");
    let mut tx = into.db.read().await.expect("read");
    let person = people::by_id(&mut tx, org, user).await.expect("find").expect("the person");
    assert_eq!((person.name.full().as_str(), person.active), ("髙﨑 花", true));
    assert!(sessions::find(&mut tx, &[0, 255, 7], NOW).await.expect("find").is_some());
    drop(tx);
    assert_eq!(lines(&backup(&into.db).await), lines(file), "a backup of the restored data says the same");
}

fn lines(file: &[u8]) -> Vec<String> {
    let mut lines: Vec<_> = String::from_utf8_lossy(file).lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

engines! {
    async fn a_backup_is_restored_on_either_engine(fresh: Fresh) {
        let (org, user) = fill(&fresh.db).await;
        let file = backup(&fresh.db).await;
        check_moved(&file, &Fresh::sqlite().await, org, user).await;
        if let Some(postgres) = Fresh::postgres().await {
            check_moved(&file, &postgres, org, user).await;
        }
    }

    async fn a_cut_or_damaged_backup_changes_nothing(fresh: Fresh) {
        fill(&fresh.db).await;
        let file = backup(&fresh.db).await;
        let target = Fresh::sqlite().await;
        for cut in [0, 10, file.len() / 2, file.len() - 1] {
            let refused = restore(&target.db, &MIGRATIONS, "main", &mut &file[..cut]).await;
            assert!(refused.is_err(), "cut at {cut}");
        }
        let without_a_row: Vec<u8> = {
            let text = String::from_utf8(file.clone()).expect("text");
            let mut lines: Vec<_> = text.lines().collect();
            lines.remove(lines.len() - 2);
            (lines.join("\n") + "\n").into_bytes()
        };
        let refused = restore(&target.db, &MIGRATIONS, "main", &mut &without_a_row[..]).await;
        assert!(matches!(refused, Err(Damaged::Line(_))));
        restore(&target.db, &MIGRATIONS, "main", &mut &file[..]).await.expect("the whole one, into what stayed empty");
        let again = restore(&target.db, &MIGRATIONS, "main", &mut &file[..]).await;
        assert!(matches!(again, Err(Damaged::NotEmpty)));
    }
}
