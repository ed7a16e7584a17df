-- The care house. What people tell is in encrypted columns; ids stand in the clear so that rows can be found.

-- One row, written with the first value: a known text under the key, so that another key is noticed at the door.
create table care_key (
  id bigint primary key,
  check_value bytea not null
);

-- What a worker answered to a follow-up, or that it was skipped: one row a follow-up.
create table care_reply (
  org_id uuid not null,
  user_id uuid not null,
  follow_up_id uuid not null,
  reply bytea not null,
  primary key (org_id, user_id, follow_up_id)
);

-- Consent to show one answer to occupational health. It ends when it is withdrawn or the answer changes.
create table care_consent (
  org_id uuid not null,
  user_id uuid not null,
  follow_up_id uuid not null,
  given_at bigint not null,
  withdrawn_at bigint,
  primary key (org_id, user_id, follow_up_id)
);
create index care_consent_by_org on care_consent (org_id, withdrawn_at);

-- Who of occupational health read which answer.
create table care_seen (
  org_id uuid not null,
  user_id uuid not null,
  follow_up_id uuid not null,
  staff_id uuid not null,
  at bigint not null,
  primary key (org_id, user_id, follow_up_id, staff_id, at)
);

-- How often a person did which exercise in which week: one row a person.
create table care_practice (
  org_id uuid not null,
  user_id uuid not null,
  weeks bytea not null,
  primary key (org_id, user_id)
);
