-- Cases, who may open them, what was judged and done, and what closing creates.
create table case_file (
  id uuid primary key,
  org_id uuid not null references org (id),
  number bigint not null,
  unit_id uuid not null references unit (id),
  worker_id uuid not null references app_user (id),
  reporter_id uuid not null references app_user (id),
  holder_id uuid references app_user (id),
  conversation_id uuid references conversation (id),
  state text not null,
  confidentiality text not null,
  title text not null,
  channel text not null,
  report text not null,
  our_fault text not null,
  -- the engine's reading when the case was made; never changed
  reading text not null,
  happened_at bigint not null,
  opened_at bigint not null,
  -- by when the next step is due, and which it is
  next_step text not null,
  next_due_at bigint,
  closed_at bigint,
  closed_by uuid references app_user (id),
  -- grows with each change; a stale form is told
  version bigint not null,
  -- what a form sends to be taken once
  idempotency_key text not null,
  unique (org_id, number),
  unique (org_id, reporter_id, idempotency_key)
);
create index case_file_by_worker on case_file (org_id, worker_id, id);
create index case_file_by_conversation on case_file (org_id, conversation_id);

create table case_number (
  org_id uuid primary key references org (id),
  last bigint not null
);

-- Who may open a case: no row, no case. `open` copies the case's state so that the list is one index walk.
create table case_access (
  org_id uuid not null references org (id),
  user_id uuid not null references app_user (id),
  case_id uuid not null references case_file (id),
  is_open boolean not null,
  why text not null,
  granted_by uuid,
  granted_at bigint not null,
  first_read_at bigint,
  primary key (org_id, user_id, case_id)
);
create index case_access_open on case_access (org_id, user_id, is_open, case_id);
create index case_access_by_case on case_access (org_id, case_id);

create table judgement (
  id uuid primary key,
  org_id uuid not null references org (id),
  case_id uuid not null references case_file (id),
  judged_by uuid not null references app_user (id),
  judged_at bigint not null,
  verdict text not null,
  elements text not null,
  reason text not null
);
create index judgement_by_case on judgement (org_id, case_id, id);

create table care_check (
  id uuid primary key,
  org_id uuid not null references org (id),
  case_id uuid not null references case_file (id),
  answers text not null,
  note text not null,
  checked_by uuid not null references app_user (id),
  checked_at bigint not null
);
create index care_check_by_case on care_check (org_id, case_id, id);

create table measure (
  id uuid primary key,
  org_id uuid not null references org (id),
  case_id uuid not null references case_file (id),
  kind text not null,
  state text not null,
  plan text not null,
  care_check_id uuid not null references care_check (id),
  proposed_by uuid not null references app_user (id),
  proposed_at bigint not null,
  decided_by uuid references app_user (id),
  decided_at bigint,
  decision_note text not null,
  recorded_by uuid references app_user (id),
  recorded_at bigint,
  record text not null
);
create index measure_by_case on measure (org_id, case_id, id);

create table case_event (
  org_id uuid not null references org (id),
  case_id uuid not null references case_file (id),
  seq bigint not null,
  at bigint not null,
  actor_id uuid references app_user (id),
  kind text not null,
  detail text not null,
  primary key (case_id, seq)
);

create table follow_up (
  id uuid primary key,
  org_id uuid not null references org (id),
  case_id uuid not null references case_file (id),
  worker_id uuid not null references app_user (id),
  step text not null,
  due_at bigint not null,
  -- set by the timer when the date has come; what the worker answers is in the care house alone
  offered_at bigint,
  unique (case_id, step)
);
create index follow_up_by_worker on follow_up (org_id, worker_id, due_at);

create table prevention (
  id uuid primary key,
  org_id uuid not null references org (id),
  case_id uuid not null references case_file (id),
  cause text not null,
  task text not null,
  owner_id uuid not null references app_user (id),
  due_at bigint not null,
  reminded_at bigint,
  done_at bigint,
  done_note text not null
);
create index prevention_by_owner on prevention (org_id, owner_id, due_at);
create index prevention_by_case on prevention (org_id, case_id);

create table lesson_hint (
  org_id uuid not null references org (id),
  user_id uuid not null references app_user (id),
  case_id uuid not null references case_file (id),
  lesson text not null,
  created_at bigint not null,
  primary key (org_id, user_id, case_id, lesson)
);
