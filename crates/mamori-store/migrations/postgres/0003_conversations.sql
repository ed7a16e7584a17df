-- Live talks, their turns, and alerts with the people who were called.
create table conversation (
  id uuid primary key,
  org_id uuid not null references org (id),
  unit_id uuid not null references unit (id),
  worker_id uuid not null references app_user (id),
  channel text not null,
  source text not null,
  context text not null,
  state text not null,
  drill boolean not null,
  started_at bigint not null,
  ended_at bigint,
  -- counts turns; a live page that knows a smaller number asks again
  version bigint not null,
  -- the engine's reading after the last turn, without anything about our own side's words
  reading text not null,
  -- what the sender calls this talk; the same key of the same worker is the same talk
  idempotency_key text not null,
  unique (org_id, worker_id, idempotency_key)
);
create index conversation_live on conversation (org_id, state, unit_id);
create index conversation_by_worker on conversation (org_id, worker_id, id);

create table turn (
  org_id uuid not null references org (id),
  conversation_id uuid not null references conversation (id),
  -- the order in which the turns arrived, from 0
  arrived bigint not null,
  -- the order of the talk; a turn that comes late takes its place by this
  position bigint not null,
  -- what the sender calls this turn; the same key twice is the same turn
  idempotency_key text not null,
  speaker text not null,
  text text not null,
  facts text not null,
  asr text not null,
  -- milliseconds since the start of the talk
  at_ms bigint not null,
  received_at bigint not null,
  primary key (conversation_id, arrived),
  unique (conversation_id, idempotency_key)
);

create table alert (
  id uuid primary key,
  org_id uuid not null references org (id),
  unit_id uuid not null references unit (id),
  raised_by uuid not null references app_user (id),
  conversation_id uuid references conversation (id),
  drill boolean not null,
  silent boolean not null,
  -- 替わってもらう: the worker asks to be relieved of a talk
  takeover boolean not null,
  state text not null,
  step text not null,
  raised_at bigint not null,
  acknowledged_by uuid references app_user (id),
  acknowledged_at bigint,
  closed_by uuid references app_user (id),
  closed_at bigint
);
create index alert_open on alert (org_id, state, unit_id);
-- one open alert a person: a second tap finds the first
create unique index alert_one_open on alert (org_id, raised_by, drill) where state <> 'closed';
create index alert_by_raiser on alert (org_id, raised_by, id);

create table alert_call (
  org_id uuid not null references org (id),
  alert_id uuid not null references alert (id),
  user_id uuid not null references app_user (id),
  step text not null,
  -- counts the times that somebody was called, from 0
  round bigint not null,
  called_at bigint not null,
  seen_at bigint,
  primary key (alert_id, round, user_id)
);
create index alert_call_by_user on alert_call (org_id, user_id, alert_id);
