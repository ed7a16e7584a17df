-- Organisations, units, people, and the door: sessions, login attempts, invitations, keys of programs.
create table org (
  id blob primary key,
  name text not null,
  sector text not null,
  created_at integer not null
) strict;

create table unit (
  id blob primary key,
  org_id blob not null references org (id),
  parent_id blob references unit (id) deferrable initially deferred,
  name text not null,
  created_at integer not null
) strict;
create index unit_by_org on unit (org_id, parent_id);

create table app_user (
  id blob primary key,
  org_id blob not null references org (id),
  login text not null unique,
  family text not null,
  given text not null,
  family_kana text not null,
  given_kana text not null,
  language text not null,
  password_hash text,
  active integer not null,
  created_at integer not null
) strict;
create index app_user_by_org on app_user (org_id, family_kana, given_kana);

create table membership (
  org_id blob not null references org (id),
  user_id blob not null references app_user (id),
  unit_id blob not null references unit (id),
  role text not null,
  since integer not null,
  primary key (org_id, user_id, unit_id, role)
) strict;
create index membership_by_unit on membership (org_id, unit_id, role);

create table session (
  token_hash blob primary key,
  org_id blob not null references org (id),
  user_id blob not null references app_user (id),
  csrf text not null,
  device text not null,
  created_at integer not null,
  last_seen_at integer not null,
  expires_at integer not null,
  revoked_at integer
) strict;
create index session_by_user on session (org_id, user_id);

create table login_attempt (
  id blob primary key,
  login text not null,
  address text not null,
  succeeded integer not null,
  at integer not null
) strict;
create index login_attempt_by_login on login_attempt (login, at);
create index login_attempt_by_address on login_attempt (address, at);

create table invitation (
  id blob primary key,
  org_id blob not null references org (id),
  token_hash blob not null unique,
  unit_id blob not null references unit (id),
  role text not null,
  note text not null,
  created_by blob,
  created_at integer not null,
  expires_at integer not null,
  used_at integer,
  used_by blob references app_user (id),
  revoked_at integer
) strict;
create index invitation_by_org on invitation (org_id, created_at);

create table api_key (
  id blob primary key,
  org_id blob not null references org (id),
  key_hash blob not null unique,
  name text not null,
  user_id blob not null references app_user (id),
  unit_id blob not null references unit (id),
  created_by blob not null references app_user (id),
  created_at integer not null,
  revoked_at integer
) strict;
create index api_key_by_org on api_key (org_id, created_at);

create table password_link (
  token_hash blob primary key,
  org_id blob not null references org (id),
  user_id blob not null references app_user (id),
  created_by blob not null references app_user (id),
  created_at integer not null,
  expires_at integer not null,
  ended_at integer
) strict;
create index password_link_by_user on password_link (org_id, user_id);
