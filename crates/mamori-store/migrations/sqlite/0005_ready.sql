-- The rulebook with its versions, evidence for the statutory matrix, ground rules, learning.
create table rulebook (
  id blob primary key,
  org_id blob not null references org (id),
  version integer not null,
  state text not null,
  body text not null,
  note text not null,
  based_on integer,
  drafted_by blob references app_user (id),
  drafted_at integer not null,
  approved_by blob references app_user (id),
  approved_at integer,
  effective_at integer,
  -- grows with each save of a draft; a stale form is told
  revision integer not null,
  unique (org_id, version)
) strict;
create index rulebook_in_force on rulebook (org_id, state, effective_at);

-- Everybody who ever saved a draft: none of them may approve it.
create table rulebook_author (
  org_id blob not null references org (id),
  rulebook_id blob not null references rulebook (id),
  user_id blob not null references app_user (id),
  primary key (rulebook_id, user_id)
) strict;

create table duty_evidence (
  org_id blob not null references org (id),
  duty text not null,
  kind text not null,
  subject text not null,
  case_id blob references case_file (id),
  at integer not null,
  note text not null,
  primary key (org_id, duty, kind, subject)
) strict;
create index duty_evidence_newest on duty_evidence (org_id, duty, kind, at);

create table ground_rule (
  id blob primary key,
  org_id blob not null references org (id),
  unit_id blob not null references unit (id),
  text text not null,
  proposed_by blob not null references app_user (id),
  proposed_at integer not null,
  retired_at integer,
  retired_by blob references app_user (id)
) strict;
create index ground_rule_by_unit on ground_rule (org_id, unit_id, proposed_at);

create table ground_rule_vote (
  org_id blob not null references org (id),
  ground_rule_id blob not null references ground_rule (id),
  user_id blob not null references app_user (id),
  at integer not null,
  primary key (ground_rule_id, user_id)
) strict;

-- What a learner did in a lesson; for the learner alone.
create table lesson_progress (
  org_id blob not null references org (id),
  user_id blob not null references app_user (id),
  lesson text not null,
  step text not null,
  answers text not null,
  at integer not null,
  primary key (org_id, user_id, lesson, step)
) strict;
