-- The hash chain of each organisation, and timers that survive a kill.
create table audit_head (
  org_id blob primary key references org (id),
  seq integer not null,
  hash text not null
) strict;

create table audit (
  org_id blob not null references org (id),
  seq integer not null,
  at integer not null,
  actor_id blob,
  action text not null,
  subject text not null,
  detail text not null,
  previous text not null,
  hash text not null,
  primary key (org_id, seq)
) strict;
create index audit_by_subject on audit (org_id, subject, seq);

create table job (
  id blob primary key,
  org_id blob not null references org (id),
  kind text not null,
  subject text not null,
  payload text not null,
  state text not null,
  due_at integer not null,
  attempts integer not null,
  last_error text not null,
  created_at integer not null,
  done_at integer
) strict;
create index job_due on job (state, due_at);
create index job_by_subject on job (org_id, subject);
