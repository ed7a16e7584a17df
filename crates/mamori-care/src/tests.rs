//! The care house on both engines: what it keeps, what it hides, what it refuses.

use std::fs;
use std::path::{Path, PathBuf};

use mamori_core::access::{HealthStaff, Membership, Myself, Role, SignedIn};
use mamori_core::people::{Language, PersonName};
use mamori_core::{DAY, FollowUpId, OrgId, UnitId, UnixMs, UserId};
use mamori_store::on;
use mamori_store::testing::Fresh;

use crate::practice::monday;
use crate::{Answer, Care, Error, Face, MIGRATIONS, Reply};

/// 2026-11-24 10:00 in Japan, a Tuesday.
const NOW: UnixMs = UnixMs(1_795_482_000_000);
const WORDS: &str = "夜になると、あの声を思い出します";

struct House {
    fresh: Fresh,
    care: Care,
    keys: tempfile::TempDir,
    org: OrgId,
}

impl House {
    async fn on(fresh: Fresh) -> Self {
        let keys = tempfile::tempdir().expect("a folder");
        let care =
            Care::open(&fresh.address, &keys.path().join("keys/care.key")).await.expect("a care house");
        Self { fresh, care, keys, org: OrgId::new(NOW) }
    }

    fn key(&self) -> PathBuf {
        self.keys.path().join("keys/care.key")
    }

    fn person(&self, role: Role) -> SignedIn {
        let name = PersonName::parse("髙橋", "花", "", "").expect("a name");
        let memberships = vec![Membership { unit: UnitId::new(NOW), role }];
        SignedIn { org: self.org, user: UserId::new(NOW), name, language: Language::Ja, memberships }
    }

    fn worker(&self) -> Myself {
        self.person(Role::Worker).myself()
    }

    fn physician(&self) -> HealthStaff {
        self.person(Role::Physician).health_staff().expect("a physician")
    }

    async fn told(&self, me: Myself) -> FollowUpId {
        let follow_up = FollowUpId::new(NOW);
        self.care.record_answer(me, follow_up, &answer()).await.expect("an answer");
        follow_up
    }

    async fn dumped(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.care.dump(NOW, &mut out).await.expect("a backup");
        out
    }
}

fn answer() -> Answer {
    Answer { face: Face::Hard, note: WORDS.into(), at: NOW }
}

/// An empty care house on each engine that is there.
async fn houses() -> Vec<House> {
    let mut houses = vec![House::on(Fresh::sqlite_with(&MIGRATIONS).await).await];
    if let Some(fresh) = Fresh::postgres_with(&MIGRATIONS).await {
        houses.push(House::on(fresh).await);
    }
    houses
}

#[tokio::test]
async fn a_worker_finds_the_own_answers_and_nobody_elses() {
    for house in houses().await {
        let (hana, daisuke) = (house.worker(), house.worker());
        let follow_up = house.told(hana).await;
        let kept = house.care.answers(hana).await.expect("answers");
        assert_eq!((kept.len(), kept[0].follow_up), (1, follow_up));
        assert_eq!(kept[0].reply, Reply::Answered(answer()));
        assert_eq!(house.care.answers(daisuke).await.expect("answers"), []);
    }
}

#[tokio::test]
async fn the_same_person_in_another_organisation_sees_nothing() {
    for house in houses().await {
        let person = house.person(Role::Worker);
        house.told(person.myself()).await;
        let elsewhere = SignedIn { org: OrgId::new(NOW), ..person };
        assert_eq!(house.care.answers(elsewhere.myself()).await.expect("answers"), []);
    }
}

#[tokio::test]
async fn skipping_is_kept_and_takes_no_answer_away() {
    for house in houses().await {
        let me = house.worker();
        let (answered, skipped) = (house.told(me).await, FollowUpId::new(NOW.plus(1)));
        for follow_up in [answered, skipped, skipped] {
            house.care.skip(me, follow_up, NOW).await.expect("skipped");
        }
        let kept: Vec<_> =
            house.care.answers(me).await.expect("answers").into_iter().map(|kept| kept.reply).collect();
        assert_eq!(kept, [Reply::Answered(answer()), Reply::Skipped { at: NOW }]);
    }
}

#[tokio::test]
async fn occupational_health_sees_what_was_consented_to_and_no_longer() {
    for house in houses().await {
        let (me, staff) = (house.worker(), house.physician());
        let follow_up = house.told(me).await;
        let _unshared = house.told(house.worker()).await;
        assert_eq!(house.care.shared_with(staff, NOW).await.expect("shared"), []);
        house.care.share(me, follow_up, NOW).await.expect("consent");
        let shared = house.care.shared_with(staff, NOW).await.expect("shared");
        assert_eq!((shared.len(), shared[0].user, &shared[0].answer), (1, me.user(), &answer()));
        house.care.withdraw(me, follow_up, NOW.plus(1)).await.expect("withdrawn");
        assert_eq!(house.care.shared_with(staff, NOW).await.expect("shared"), []);
    }
}

#[tokio::test]
async fn every_reading_is_shown_to_the_worker() {
    for house in houses().await {
        let (me, staff) = (house.worker(), house.physician());
        let follow_up = house.told(me).await;
        house.care.share(me, follow_up, NOW).await.expect("consent");
        for minute in 1..=2 {
            house.care.shared_with(staff, NOW.plus(minute)).await.expect("shared");
        }
        house.care.withdraw(me, follow_up, NOW.plus(3)).await.expect("withdrawn");
        house.care.shared_with(staff, NOW.plus(4)).await.expect("shared");
        let seen: Vec<_> =
            house.care.seen_by(me).await.expect("seen").iter().map(|seen| (seen.staff, seen.at)).collect();
        assert_eq!(seen, [(staff.user(), NOW.plus(2)), (staff.user(), NOW.plus(1))]);
        assert_eq!(house.care.seen_by(house.worker()).await.expect("seen"), []);
    }
}

#[tokio::test]
async fn a_consent_is_for_the_words_it_was_given_for() {
    for house in houses().await {
        let (me, staff) = (house.worker(), house.physician());
        let follow_up = house.told(me).await;
        house.care.share(me, follow_up, NOW).await.expect("consent");
        house.care.record_answer(me, follow_up, &answer()).await.expect("answered anew");
        assert_eq!(house.care.shared_with(staff, NOW).await.expect("shared"), []);
        house.care.share(me, follow_up, NOW).await.expect("consent again");
        assert_eq!(house.care.shared_with(staff, NOW).await.expect("shared").len(), 1);
    }
}

#[tokio::test]
async fn only_an_answer_of_ones_own_can_be_shared() {
    for house in houses().await {
        let (me, other) = (house.worker(), house.worker());
        let (answered, skipped) = (house.told(me).await, FollowUpId::new(NOW.plus(1)));
        house.care.skip(me, skipped, NOW).await.expect("skipped");
        for (who, what) in [(other, answered), (me, skipped), (me, FollowUpId::new(NOW))] {
            assert!(matches!(house.care.share(who, what, NOW).await, Err(Error::NothingToShare)));
        }
    }
}

#[tokio::test]
async fn exercises_are_counted_by_week_for_oneself() {
    for house in houses().await {
        let me = house.worker();
        for at in [NOW, NOW.plus(DAY), NOW.plus(7 * DAY)] {
            house.care.exercise_done(me, "breath", at).await.expect("counted");
        }
        let weeks = house.care.exercise_weeks(me, "breath").await.expect("weeks");
        let counted: Vec<_> = weeks.iter().map(|week| (week.begins.date_text(), week.times)).collect();
        assert_eq!(counted, [("2026-11-30".to_owned(), 1), ("2026-11-23".to_owned(), 2)]);
        assert_eq!(house.care.exercise_weeks(me, "other").await.expect("weeks"), []);
        assert_eq!(house.care.exercise_weeks(house.worker(), "breath").await.expect("weeks"), []);
    }
}

#[test]
fn a_week_begins_on_monday_in_japan() {
    let at = |text: &str| monday(UnixMs::from_local(text).expect("a moment")).minute_text();
    assert_eq!(at("2026-11-23T00:00"), "2026-11-23 00:00");
    assert_eq!(at("2026-11-22T23:59"), "2026-11-16 00:00");
    assert_eq!(at("1969-12-31T12:00"), "1969-12-29 00:00");
}

#[tokio::test]
async fn two_taps_at_the_same_moment_are_two() {
    for house in houses().await {
        let me = house.worker();
        let taps: Vec<_> = (0..8)
            .map(|_| {
                let care = house.care.clone();
                tokio::spawn(async move { care.exercise_done(me, "breath", NOW).await })
            })
            .collect();
        for tap in taps {
            tap.await.expect("a task").expect("counted");
        }
        assert_eq!(house.care.exercise_weeks(me, "breath").await.expect("weeks")[0].times, 8);
    }
}

#[tokio::test]
async fn what_was_told_stands_in_no_file_and_no_backup() {
    for house in houses().await {
        let me = house.worker();
        house.told(me).await;
        house.care.exercise_done(me, "breath", NOW).await.expect("counted");
        let mut places = vec![house.dumped().await];
        if let Some(folder) = house.fresh.folder() {
            places.extend(
                fs::read_dir(folder)
                    .expect("a folder")
                    .map(|entry| fs::read(entry.expect("an entry").path()).expect("a database file")),
            );
            assert!(places.len() > 1);
        }
        for bytes in places {
            for word in [WORDS, "夜になると", "hard", "breath", "answered"] {
                assert!(!contains(&bytes, word.as_bytes()), "{word}");
                // A backup writes bytes as hexadecimal digits.
                assert!(!contains(&bytes, hex(word).as_bytes()), "{word}");
            }
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn hex(text: &str) -> String {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).expect("half a byte");
    text.bytes().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[tokio::test]
async fn swapped_or_changed_values_are_refused() {
    const SWAP: &str = "update care_reply set reply = $1 where user_id = $2";
    const TAKE: &str = "select reply from care_reply where user_id = $1";
    for house in houses().await {
        let (hana, daisuke) = (house.worker(), house.worker());
        house.told(hana).await;
        house.told(daisuke).await;
        let mut tx = house.care.db.begin().await.expect("begin");
        let (sealed,): (Vec<u8>,) =
            on!(&mut tx, conn => sqlx::query_as(TAKE).bind(hana.user()).fetch_one(conn).await)
                .expect("a value");
        on!(&mut tx, conn => sqlx::query(SWAP).bind(&sealed).bind(daisuke.user()).execute(conn).await.map(drop))
            .expect("swapped");
        let mut changed = sealed;
        *changed.last_mut().expect("bytes") ^= 1;
        on!(&mut tx, conn => sqlx::query(SWAP).bind(&changed).bind(hana.user()).execute(conn).await.map(drop))
            .expect("changed");
        tx.commit().await.expect("commit");
        for who in [hana, daisuke] {
            assert!(matches!(house.care.answers(who).await, Err(Error::Tampered)));
        }
    }
}

#[tokio::test]
async fn another_key_or_none_is_refused_once_there_is_data() {
    for house in houses().await {
        let reopened = Care::open(&house.fresh.address, &house.key()).await.expect("the same key");
        house.told(house.worker()).await;
        let other = house.keys.path().join("other.key");
        write_key(&other, &[7; 32]);
        assert!(matches!(Care::open(&house.fresh.address, &other).await, Err(Error::OtherKey)));
        let gone = house.keys.path().join("gone.key");
        let error = Care::open(&house.fresh.address, &gone).await.expect_err("no key");
        assert!(matches!(error, Error::KeyMissing(_)) && !gone.exists(), "none is made silently");
        assert!(error.to_string().contains("元の鍵を戻して") && error.to_string().contains("original key"));
        reopened.answers(house.worker()).await.expect("the right key still opens");
    }
}

#[tokio::test]
async fn a_second_process_with_another_key_cannot_write_between() {
    for house in houses().await {
        let other = house.keys.path().join("other.key");
        write_key(&other, &[7; 32]);
        let second = Care::open(&house.fresh.address, &other).await.expect("nothing is written yet");
        house.told(house.worker()).await;
        let refused = second.record_answer(house.worker(), FollowUpId::new(NOW), &answer()).await;
        assert!(matches!(refused, Err(Error::OtherKey)));
    }
}

fn write_key(path: &Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, bytes).expect("a key");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("a mode");
}

#[tokio::test]
async fn the_key_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = House::on(Fresh::sqlite_with(&MIGRATIONS).await).await;
    let mode = |path: &Path| fs::metadata(path).expect("it exists").permissions().mode() & 0o777;
    assert_eq!((mode(&house.key()), fs::read(house.key()).expect("a key").len()), (0o600, 32));
    assert_eq!(mode(house.key().parent().expect("a folder")), 0o700);
    assert_eq!(fs::read_dir(house.key().parent().expect("a folder")).expect("a folder").count(), 1);
    for open in [0o640, 0o604, 0o620] {
        fs::set_permissions(house.key(), fs::Permissions::from_mode(open)).expect("a mode");
        let refused = Care::open(&house.fresh.address, &house.key()).await.expect_err("exposed");
        assert!(matches!(refused, Error::KeyExposed(..)) && refused.to_string().contains("chmod 600"));
    }
    for length in [0, 31, 33, 5000] {
        write_key(&house.key(), &vec![1; length]);
        let refused = Care::open(&house.fresh.address, &house.key()).await.expect_err("not a key");
        assert!(matches!(refused, Error::KeyLength(..)));
    }
}

#[tokio::test]
async fn a_backup_comes_back_under_the_same_key_and_under_no_other() {
    for house in houses().await {
        let me = house.worker();
        let follow_up = house.told(me).await;
        house.care.share(me, follow_up, NOW).await.expect("consent");
        let backup = house.dumped().await;
        let target = Fresh::sqlite_with(&MIGRATIONS).await;
        let other = house.keys.path().join("other.key");
        write_key(&other, &[7; 32]);
        let stranger = Care::open(&target.address, &other).await.expect("an empty house");
        assert!(matches!(stranger.restore(&mut &backup[..]).await, Err(Error::OtherKey)));
        let care = Care::open(&target.address, &house.key()).await.expect("nothing was kept");
        assert_eq!(care.restore(&mut &backup[..]).await.expect("restored"), 3);
        assert_eq!(care.answers(me).await.expect("answers"), house.care.answers(me).await.expect("answers"));
        let cut = &backup[..backup.len() - 20];
        let another = Fresh::sqlite_with(&MIGRATIONS).await;
        let care = Care::open(&another.address, &house.key()).await.expect("an empty house");
        assert!(matches!(care.restore(&mut &cut[..]).await, Err(Error::Backup(_))));
    }
}

#[test]
fn a_key_never_shows_itself() {
    assert_eq!(format!("{:?}", crate::seal::Seal::new([7; 32])), "Seal(***)");
}
