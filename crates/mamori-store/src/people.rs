//! People with accounts, and their roles in units.

use mamori_core::access::{Membership, Role};
use mamori_core::people::{Language, Login, PersonName};
use mamori_core::{OrgId, UnitId, UnixMs, UserId};
use sqlx::FromRow;

use crate::{Result, Tx, on};

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: UserId,
    /// What is typed to sign in.
    pub login: String,
    /// 姓 and 名 with reading.
    pub name: PersonName,
    /// The language of the screens.
    pub language: Language,
    /// Whether the person may sign in.
    pub active: bool,
}

#[derive(FromRow)]
struct Row {
    id: UserId,
    login: String,
    family: String,
    given: String,
    family_kana: String,
    given_kana: String,
    language: Language,
    active: bool,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        let name = PersonName {
            family: row.family,
            given: row.given,
            family_kana: row.family_kana,
            given_kana: row.given_kana,
        };
        Self { id: row.id, login: row.login, name, language: row.language, active: row.active }
    }
}

/// A person to be created. The login must be free in the whole installation.
#[derive(Clone, Debug)]
pub struct NewPerson<'a> {
    /// The id.
    pub id: UserId,
    /// What is typed to sign in.
    pub login: &'a Login,
    /// The name.
    pub name: &'a PersonName,
    /// The language of the screens.
    pub language: Language,
    /// The argon2id hash in PHC format.
    pub password_hash: &'a str,
}

/// Creates an account; a login that is taken gives an error for which [`crate::Error::is_duplicate`] is true.
pub async fn create(tx: &mut Tx, org: OrgId, person: NewPerson<'_>, now: UnixMs) -> Result<()> {
    const SQL: &str = "insert into app_user
        (id, org_id, login, family, given, family_kana, given_kana, language, password_hash, active, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let name = person.name;
    on!(tx, conn => sqlx::query(SQL)
        .bind(person.id).bind(org).bind(person.login.as_str()).bind(&name.family).bind(&name.given)
        .bind(&name.family_kana).bind(&name.given_kana).bind(person.language).bind(person.password_hash)
        .bind(true).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// Gives a role in a unit; twice is once.
pub async fn give_role(tx: &mut Tx, org: OrgId, user: UserId, held: Membership, now: UnixMs) -> Result<()> {
    const SQL: &str =
        "insert into membership (org_id, user_id, unit_id, role, since) values ($1, $2, $3, $4, $5)
        on conflict do nothing";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(held.unit).bind(held.role).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// Takes a role away.
pub async fn take_role(tx: &mut Tx, org: OrgId, user: UserId, held: Membership) -> Result<()> {
    const SQL: &str =
        "delete from membership where org_id = $1 and user_id = $2 and unit_id = $3 and role = $4";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(held.unit).bind(held.role)
        .execute(conn).await.map(drop))?;
    Ok(())
}

/// The person's roles, oldest first.
pub async fn memberships(tx: &mut Tx, org: OrgId, user: UserId) -> Result<Vec<Membership>> {
    const SQL: &str =
        "select unit_id, role from membership where org_id = $1 and user_id = $2 order by since, role";
    let rows: Vec<(UnitId, Role)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(unit, role)| Membership { unit, role }).collect())
}

/// Everybody's roles, for the list of people.
pub async fn all_memberships(tx: &mut Tx, org: OrgId) -> Result<Vec<(UserId, Membership)>> {
    const SQL: &str =
        "select user_id, unit_id, role from membership where org_id = $1 order by user_id, since, role";
    let rows: Vec<(UserId, UnitId, Role)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(user, unit, role)| (user, Membership { unit, role })).collect())
}

/// One person.
pub async fn by_id(tx: &mut Tx, org: OrgId, user: UserId) -> Result<Option<Person>> {
    const SQL: &str = "select id, login, family, given, family_kana, given_kana, language, active
        from app_user where org_id = $1 and id = $2";
    let row: Option<Row> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(user).fetch_optional(conn).await)?;
    Ok(row.map(Person::from))
}

/// Everybody, sorted by reading (姓, then 名), as Japanese lists are.
pub async fn all(tx: &mut Tx, org: OrgId) -> Result<Vec<Person>> {
    const SQL: &str = "select id, login, family, given, family_kana, given_kana, language, active
        from app_user where org_id = $1 order by family_kana, given_kana, family, id";
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(SQL).bind(org).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// Active people who hold `role` in exactly `unit`.
pub async fn with_role(tx: &mut Tx, org: OrgId, unit: UnitId, role: Role) -> Result<Vec<UserId>> {
    const SQL: &str = "select app_user.id from membership join app_user on app_user.id = membership.user_id
        where membership.org_id = $1 and membership.unit_id = $2 and membership.role = $3 and app_user.active = $4
        order by membership.since, app_user.id";
    let rows: Vec<(UserId,)> = on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(unit).bind(role).bind(true).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Active people who hold `role` anywhere in the organisation.
pub async fn with_role_anywhere(tx: &mut Tx, org: OrgId, role: Role) -> Result<Vec<UserId>> {
    const SQL: &str =
        "select distinct app_user.id from membership join app_user on app_user.id = membership.user_id
        where membership.org_id = $1 and membership.role = $2 and app_user.active = $3 order by app_user.id";
    let rows: Vec<(UserId,)> =
        on!(tx, conn => sqlx::query_as(SQL).bind(org).bind(role).bind(true).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Sets the language of a person's screens.
pub async fn set_language(tx: &mut Tx, org: OrgId, user: UserId, language: Language) -> Result<()> {
    const SQL: &str = "update app_user set language = $3 where org_id = $1 and id = $2";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(language).execute(conn).await.map(drop))?;
    Ok(())
}

/// Lets a person sign in or not; sessions are ended apart, with [`crate::sessions::revoke_all`].
pub async fn set_active(tx: &mut Tx, org: OrgId, user: UserId, active: bool) -> Result<()> {
    const SQL: &str = "update app_user set active = $3 where org_id = $1 and id = $2";
    on!(tx, conn => sqlx::query(SQL).bind(org).bind(user).bind(active).execute(conn).await.map(drop))?;
    Ok(())
}
