//! Everybody by unit, sorted by reading.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use mamori_core::UserId;
use mamori_core::access::{Action, Membership};
use mamori_core::people::PersonName;
use mamori_store::people::{self, Person};

use super::reach::Reach;
use crate::App;
use crate::web::{Member, Result, Shell, render};

#[derive(Template)]
#[template(path = "admin/people.html")]
struct PeoplePage {
    shell: Shell,
    groups: Vec<Group>,
}

/// The people of one unit.
struct Group {
    unit: String,
    rows: Vec<Row>,
}

struct Row {
    id: UserId,
    name: String,
    kana: String,
    login: String,
    roles: Vec<&'static str>,
    active: bool,
}

/// `GET /admin/people`
pub(super) async fn page(app: App, member: Member) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let reach = Reach::of(&mut tx, &member, Action::ManagePeople).await?;
    let mut everybody = people::all(&mut tx, member.org).await?;
    let mut roles: HashMap<UserId, Vec<Membership>> = HashMap::new();
    for (user, held) in people::all_memberships(&mut tx, member.org).await? {
        roles.entry(user).or_default().push(held);
    }
    drop(tx);
    everybody.sort_by_cached_key(|person| reading_order(&person.name));
    let shell = Shell::of(&member);
    let held_by = |person: &Person| roles.get(&person.id).map_or(&[][..], Vec::as_slice);
    let reached: Vec<_> = everybody.iter().filter(|person| reach.covers(held_by(person))).collect();
    let row = |person: &Person, roles| Row {
        id: person.id,
        name: person.name.full(),
        kana: format!("{} {}", person.name.family_kana, person.name.given_kana).trim().to_owned(),
        login: person.login.clone(),
        roles,
        active: person.active,
    };
    let of_unit = |unit| {
        reached.iter().filter_map(move |person| {
            let here = held_by(person).iter().filter(|held| held.unit == unit);
            let labels: Vec<_> = here.map(|held| held.role.label(shell.language)).collect();
            (!labels.is_empty()).then(|| row(person, labels))
        })
    };
    let mut groups: Vec<_> = reach
        .branches
        .iter()
        .map(|branch| Group { unit: branch.path.clone(), rows: of_unit(branch.id).collect() })
        .collect();
    let without = reached.iter().filter(|person| held_by(person).is_empty());
    let without: Vec<_> = without.map(|person| row(person, Vec::new())).collect();
    if !without.is_empty() {
        groups.push(Group { unit: shell.t("admin-people-without").to_owned(), rows: without });
    }
    groups.retain(|group| !group.rows.is_empty());
    render(&PeoplePage { shell: Shell::of(&member), groups })
}

/// Sorts as Japanese lists do: by reading, ひらがな and カタカナ alike; names without a reading come last.
fn reading_order(name: &PersonName) -> (bool, String, String, String) {
    let katakana = |text: &str| {
        text.chars()
            .map(|letter| match letter {
                'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter),
                other => other,
            })
            .collect::<String>()
    };
    let unknown = name.family_kana.is_empty();
    (unknown, katakana(&name.family_kana), katakana(&name.given_kana), name.full())
}

#[cfg(test)]
mod reading_tests {
    use super::*;

    #[test]
    fn hiragana_and_katakana_sort_as_one_and_unknown_readings_come_last() {
        let name = |family: &str, kana: &str| PersonName::parse(family, "", kana, "").expect("a name");
        let mut names =
            [name("森", ""), name("渡辺", "ワタナベ"), name("秋山", "あきやま"), name("青木", "アオキ")];
        names.sort_by_key(reading_order);
        let order: Vec<_> = names.iter().map(|name| name.family.as_str()).collect();
        assert_eq!(order, ["青木", "秋山", "渡辺", "森"]);
    }
}
