//! The demonstration organisation: one person for each role, in a head office and two shops. Tests use the same.

use mamori_core::access::{Membership, Role};
use mamori_core::people::{Language, Login, PersonName};
use mamori_core::{OrgId, UnitId, UnixMs, UserId};
use mamori_store::people::{self, NewPerson};
use mamori_store::units::{self, Unit};
use mamori_store::{Result, Tx, orgs, rulebooks};

/// Where a persona works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// 本部, the root of the tree.
    HeadOffice,
    /// 駅前店.
    StationShop,
    /// 港店.
    HarbourShop,
}

/// Somebody with an account in the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Persona {
    /// The letter by which the acceptance tests call the person.
    pub letter: &'static str,
    /// 姓, 名, セイ, メイ.
    pub name: [&'static str; 4],
    /// What is typed to sign in.
    pub login: &'static str,
    /// The role.
    pub role: Role,
    /// The unit.
    pub place: Place,
}

const fn persona(
    letter: &'static str,
    name: [&'static str; 4],
    login: &'static str,
    role: Role,
    place: Place,
) -> Persona {
    Persona { letter, name, login, role, place }
}

/// Everybody in the demonstration.
pub const PERSONAS: &[Persona] = &[
    persona("A", ["髙橋", "花", "タカハシ", "ハナ"], "hana", Role::Worker, Place::StationShop),
    persona("B", ["林", "大輔", "ハヤシ", "ダイスケ"], "daisuke", Role::Worker, Place::StationShop),
    persona("M", ["佐藤", "美咲", "サトウ", "ミサキ"], "misaki", Role::SecondLine, Place::StationShop),
    persona("N", ["渡辺", "葵", "ワタナベ", "アオイ"], "aoi", Role::SecondLine, Place::HarbourShop),
    persona("X", ["山﨑", "健", "ヤマザキ", "ケン"], "ken", Role::Manager, Place::HeadOffice),
    persona("H", ["中村", "由美", "ナカムラ", "ユミ"], "yumi", Role::Desk, Place::HeadOffice),
    persona("T", ["小林", "直樹", "コバヤシ", "ナオキ"], "naoki", Role::Trainer, Place::HeadOffice),
    persona("D", ["加藤", "玲子", "カトウ", "レイコ"], "reiko", Role::Physician, Place::HeadOffice),
    persona("I", ["吉田", "翔", "ヨシダ", "ショウ"], "sho", Role::ItAdmin, Place::HeadOffice),
    persona("E", ["伊藤", "誠", "イトウ", "マコト"], "makoto", Role::Executive, Place::HeadOffice),
];

/// The demonstration as it was made.
#[derive(Clone, Debug)]
pub struct Founded {
    /// ひなた商店.
    pub org: OrgId,
    /// 駅前店.
    pub shop: UnitId,
    /// The people, in the order of [`PERSONAS`].
    pub people: Vec<UserId>,
}

/// Makes the organisation with its units, people and the first rulebook; everybody gets the same password hash.
pub async fn found(tx: &mut Tx, password_hash: &str, now: UnixMs) -> Result<Founded> {
    let org = OrgId::new(now);
    orgs::create(tx, org, "ひなた商店", "retail", now).await?;
    rulebooks::create_first(tx, org, mamori_content::rulebook_toml(), now).await?;
    let unit = |name: &str, parent_id| Unit { id: UnitId::new(now), parent_id, name: name.to_owned() };
    let head_office = unit("本部", None);
    let (station, harbour) = (unit("駅前店", Some(head_office.id)), unit("港店", Some(head_office.id)));
    for unit in [&head_office, &station, &harbour] {
        units::create(tx, org, unit, now).await?;
    }
    let mut people = Vec::new();
    for persona in PERSONAS {
        let unit = match persona.place {
            Place::HeadOffice => head_office.id,
            Place::StationShop => station.id,
            Place::HarbourShop => harbour.id,
        };
        people.push(join(tx, org, unit, persona, password_hash, now).await?);
    }
    Ok(Founded { org, shop: station.id, people })
}

/// Gives `persona` an account and the role in `unit`.
pub async fn join(
    tx: &mut Tx,
    org: OrgId,
    unit: UnitId,
    persona: &Persona,
    password_hash: &str,
    now: UnixMs,
) -> Result<UserId> {
    let id = UserId::new(now);
    let [family, given, family_kana, given_kana] = persona.name;
    let name = PersonName::parse(family, given, family_kana, given_kana).expect("the names above are good");
    let login = Login::parse(persona.login).expect("the logins above are good");
    let new = NewPerson { id, login: &login, name: &name, language: Language::Ja, password_hash };
    people::create(tx, org, new, now).await?;
    people::give_role(tx, org, id, Membership { unit, role: persona.role }, now).await?;
    Ok(id)
}
