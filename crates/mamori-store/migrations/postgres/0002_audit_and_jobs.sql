-- The hash chain of each organisation, and timers that survive a kill.
create table audit_head (
  org_id uuid primary key references org (id),
  seq bigint not null,
  hash text not null
);

create table audit (
  org_id uuid not null references org (id),
  seq bigint not null,
  at bigint not null,
  actor_id uuid,
  action text not null,
  subject text not null,
  detail text not null,
  previous text not null,
  hash text not null,
  primary key (org_id, seq)
);
create index audit_by_subject on audit (org_id, subject, seq);

create table job (
  id uuid primary key,
  org_id uuid not null references org (id),
  kind text not null,
  subject text not null,
  payload text not null,
  state text not null,
  due_at bigint not null,
  attempts bigint not null,
  last_error text not null,
  created_at bigint not null,
  done_at bigint
);
create index job_due on job (state, due_at);
create index job_by_subject on job (org_id, subject);
