-- Distribution points, what lies where, groups, boundary groups (DIST-1 to DIST-13). Identifiers come from fleet_number.

insert into fleet_number (kind, last_given) values ('distribution-point', 0), ('point-group', 0), ('boundary-group', 1);

create table distribution_point (
  id                 text    not null primary key,   -- SITE, or DP and five digits
  name               text    not null,
  name_key           text    not null unique,        -- the name in lower case
  kind               text    not null,               -- SITE, REMOTE, PLAIN
  comment            text    not null default '',
  public_key         text    not null default '',    -- REMOTE: signs its requests
  content_url        text    not null default '',    -- plain HTTP, with /content at its end where the point has one
  tls_url            text    not null default '',
  tls_pin            text    not null default '',
  version            text    not null default '',
  free_bytes         bigint  not null default 0,
  stored_bytes       bigint  not null default 0,
  last_report_at     bigint,                         -- null before the first one
  created_at         bigint  not null,
  maintenance        integer not null default 0,
  priority           text    not null default 'MEDIUM',  -- HIGH, MEDIUM, LOW
  prestaged          integer not null default 0,     -- behind a thin line: takes prestaged content files (DIST-11)
  validate_days      integer not null default 0,     -- validates all it holds every so many days; 0: never
  next_validation_at bigint,
  schedule           text    not null default '',    -- 168 hours from Monday 00:00 UTC: A(ll), M(edium and high), H(igh only), C(losed); empty: all open
  rate_kind          text    not null default 'UNLIMITED',
  rate_block_bytes   integer not null default 0,
  rate_delay_millis  integer not null default 0,
  rate_percents      text    not null default '',    -- 24 numbers, separated by commas
  state              text    not null default 'OFFLINE'  -- as it was last announced: ONLINE, LATE, OFFLINE
);

-- DIST-11: from which other points a point fetches, in order.
create table distribution_point_source (
  point    text    not null references distribution_point (id) on delete cascade,
  source   text    not null references distribution_point (id) on delete cascade,
  position integer not null,
  primary key (point, source)
);

create table point_join_code (
  id         text   not null primary key,
  code_hash  text   not null unique,                 -- SHA-256, lower-case hex
  created_by text   not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at    bigint,
  point      text   not null default ''
);

-- What each point reported last as whole on its disk.
create table point_content (
  point      text not null references distribution_point (id) on delete cascade,
  content_id text not null,
  primary key (point, content_id)
);
create index point_content_content on point_content (content_id);

create table distribution (
  package         text    not null references package (id) on delete cascade,
  point           text    not null references distribution_point (id) on delete cascade,
  state           text    not null,                  -- DIST-7
  target_version  bigint  not null,
  target_content  text    not null,
  present_version bigint  not null,                  -- 0: none
  present_content text    not null,
  job             text    not null,                  -- of this attempt; empty: none yet
  job_kind        text    not null,                  -- FETCH, REFETCH, VERIFY, REMOVE
  job_state       text    not null,                  -- DIST-7
  percent         integer not null,
  done_bytes      bigint  not null,
  total_bytes     bigint  not null,
  fetched_bytes   bigint  not null,
  attempt         integer not null,                  -- from 1
  next_attempt_at bigint,
  heard_at        bigint  not null,                  -- of the job: when it was ordered or the point told something new of it
  error_code      text    not null,
  message         text    not null,
  validated_at    bigint,
  changed_at      bigint  not null,
  primary key (package, point)
);
create index distribution_point_rows on distribution (point, state);
create index distribution_job on distribution (job_state, job_kind);

-- DIST-13
create table distribution_status (
  number     ${identity},
  time       bigint  not null,
  message_id integer not null,
  severity   text    not null,                       -- INFORMATION, WARNING, ERROR
  package    text    not null,                       -- outlives the package
  point      text    not null,                       -- empty: the package as such
  text       text    not null
);
create index distribution_status_package on distribution_status (package, number);
create index distribution_status_point on distribution_status (point, number);
create index distribution_status_time on distribution_status (time);

create table point_group (
  id         text   not null primary key,
  name       text   not null,
  name_key   text   not null unique,
  comment    text   not null,
  created_at bigint not null
);

create table point_group_member (
  point_group text not null references point_group (id) on delete cascade,
  point       text not null references distribution_point (id) on delete cascade,
  primary key (point_group, point)
);
create index point_group_member_point on point_group_member (point);

create table point_group_content (
  point_group text not null references point_group (id) on delete cascade,
  package     text not null references package (id) on delete cascade,
  primary key (point_group, package)
);
create index point_group_content_package on point_group_content (package);

-- Collections give default targets when content is distributed (DIST-8).
create table point_group_collection (
  point_group text not null references point_group (id) on delete cascade,
  collection  text not null references collection (id) on delete cascade,
  primary key (point_group, collection)
);

create table boundary_group (
  id         text    not null primary key,
  name       text    not null,
  name_key   text    not null unique,
  comment    text    not null,
  is_default integer not null,                       -- one: for every machine, after all others
  created_at bigint  not null
);

create table boundary (
  id             ${identity},
  boundary_group text not null references boundary_group (id) on delete cascade,
  boundary       text not null,                      -- as it was written: 10.0.0.0/8, 10.0.0.1-10.0.0.9, 2001:db8::/32
  first_address  text not null,                      -- 32 hex digits; IPv4 as ::ffff:a.b.c.d
  last_address   text not null
);
create index boundary_range on boundary (first_address, last_address);

create table boundary_group_point (
  boundary_group text    not null references boundary_group (id) on delete cascade,
  point          text    not null references distribution_point (id) on delete cascade,
  position       integer not null,
  primary key (boundary_group, point)
);

create table boundary_group_fallback (
  boundary_group text    not null references boundary_group (id) on delete cascade,
  neighbour      text    not null references boundary_group (id) on delete cascade,
  position       integer not null,
  primary key (boundary_group, neighbour)
);

insert into distribution_point (id, name, name_key, kind, comment, created_at, state) values
  ('SITE', 'Site server', 'site server', 'SITE', 'Shares the store of the site.', 0, 'ONLINE');
insert into boundary_group (id, name, name_key, comment, is_default, created_at) values
  ('BG00001', 'Default boundary group', 'default boundary group', 'For machines of no other group, and after all other places.', 1, 0);
insert into boundary_group_point (boundary_group, point, position) values ('BG00001', 'SITE', 0);

insert into distribution (package, point, state, target_version, target_content, present_version, present_content, job, job_kind, job_state,
    percent, done_bytes, total_bytes, fetched_bytes, attempt, heard_at, error_code, message, changed_at)
  select id, 'SITE', 'INSTALLED', source_version, content_id, source_version, content_id, '', 'FETCH', 'COMPLETE',
    100, size_bytes, size_bytes, 0, 1, changed_at, '', '', changed_at
  from package where content_id <> '';
