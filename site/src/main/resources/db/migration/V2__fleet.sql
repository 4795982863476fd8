-- Devices, collections, variables, deployments, runs. Identifiers of collections and deployments come from fleet_number, so that none is
-- ever given twice.

create table fleet_number (
  kind       text   not null primary key,
  last_given bigint not null
);
insert into fleet_number (kind, last_given) values ('collection', 15), ('deployment', 0);

create table device (
  id            ${identity},
  name          text    not null,
  name_key      text    not null unique,        -- the name in lower case
  state         text    not null,               -- IMPORTED, PENDING, APPROVED, DENIED
  state_reason  text    not null,
  unknown       integer not null,               -- member of All Unknown Computers (PXE-4)
  smbios_uuid   text    not null,               -- empty: none, or one that vendors leave in by mistake
  serial_number text    not null,
  asset_tag     text    not null,
  manufacturer  text    not null,
  model         text    not null,
  firmware      text,                           -- BIOS, UEFI
  architecture  text    not null,
  memory_bytes  bigint  not null,
  public_key    text    not null,               -- the key that was let in, or the first one shown; empty before the first contact
  offered_key   text    not null,               -- another key that a machine of this identity showed later
  agent_version text    not null,
  environment   text,                           -- BOOT, FULL_OS: where the agent ran when it registered last
  address       text    not null,
  created_at    bigint  not null,
  last_seen_at  bigint                          -- null before the first contact
);
create index device_smbios_uuid on device (smbios_uuid);
create index device_public_key on device (public_key);
create index device_last_seen on device (last_seen_at, id);

create table device_mac (
  device   bigint  not null references device (id) on delete cascade,
  mac      text    not null,
  position integer not null,
  primary key (device, mac)
);
create index device_mac_mac on device_mac (mac);

create table device_token (
  token_hash text   not null primary key,       -- SHA-256, lower-case hex
  device     bigint not null references device (id) on delete cascade,
  expires_at bigint not null
);
create index device_token_device on device_token (device);

create table collection (
  id                text    not null primary key,
  name              text    not null,
  name_key          text    not null unique,
  comment           text    not null,
  built_in          integer not null,
  variable_priority integer not null,           -- 1 lowest to 9 highest (VAR-2)
  created_at        bigint  not null
);
insert into collection (id, name, name_key, comment, built_in, variable_priority, created_at) values
  ('SMS00001', 'All Systems', 'all systems', 'Every device that this site knows.', 1, 1, 0),
  ('SMS000US', 'All Unknown Computers', 'all unknown computers', 'Machines that registered by themselves and have no operating system from this site yet.', 1, 1, 0);

create table collection_member (
  collection text   not null references collection (id) on delete cascade,
  device     bigint not null references device (id) on delete cascade,
  primary key (collection, device)
);
create index collection_member_device on collection_member (device);

create table variable (
  owner_kind text    not null,                  -- DEVICE, COLLECTION
  owner_id   text    not null,
  name_key   text    not null,                  -- the name in lower case
  name       text    not null,
  value      text    not null,                  -- sealed by the site's vault when secret
  secret     integer not null,
  primary key (owner_kind, owner_id, name_key)
);

create table deployment (
  id           text    not null primary key,
  sequence     text    not null,
  collection   text    not null references collection (id),
  purpose      text    not null,                -- REQUIRED, AVAILABLE
  available_to text    not null,                -- CLIENTS, CLIENTS_MEDIA_PXE, MEDIA_PXE, MEDIA_PXE_HIDDEN (DEP-2)
  enabled      integer not null,
  comment      text    not null,
  created_at   bigint  not null,
  created_by   text    not null
);
create index deployment_sequence on deployment (sequence);
create index deployment_collection on deployment (collection);

-- PXE-2: a required deployment starts once on a device, until an administrator clears it.
create table deployment_done (
  deployment text   not null references deployment (id) on delete cascade,
  device     bigint not null references device (id) on delete cascade,
  done_at    bigint not null,
  primary key (deployment, device)
);
create index deployment_done_device on deployment_done (device);

-- A run is history: it outlives its deployment, its device and its sequence, and keeps what it needs of them.
create table run (
  id                 text    not null primary key,
  deployment         text    not null,
  device             bigint  not null,
  device_name        text    not null,
  sequence           text    not null,
  sequence_name      text    not null,
  sequence_revision  integer not null,
  sequence_xml       text    not null,
  state              text    not null,          -- RUNNING, RESTARTING, INTERRUPTED, SUCCEEDED, FAILED, CANCELLED
  environment        text    not null,          -- where the next part runs: BOOT, FULL_OS
  step_count         integer not null,
  current_step       integer not null,          -- 0: none
  percent            integer not null,
  last_event         bigint  not null,
  last_line          bigint  not null,
  message            text    not null,
  error_code         text    not null,
  exit_code          bigint,
  failed_step        text    not null,
  started_at         bigint  not null,
  last_event_at      bigint  not null,
  finished_at        bigint
);
create index run_device on run (device, started_at);
create index run_deployment on run (deployment, started_at);
create index run_started on run (started_at, id);

create table run_content (
  run        text not null references run (id) on delete cascade,
  package    text not null,
  name       text not null,
  kind       text not null,
  content_id text not null,
  primary key (run, package)
);

create table run_step (
  run         text    not null references run (id) on delete cascade,
  step        integer not null,                 -- position in document order, groups counted
  ordinal     integer not null,                 -- n of "step n of m", 0 when it does not count
  name        text    not null,
  step_group  text    not null,
  type        text    not null,
  state       text    not null,                 -- WAITING, RUNNING, SUCCEEDED, FAILED, SKIPPED
  percent     integer not null,
  text        text    not null,
  exit_code   bigint,
  error_code  text    not null,
  message     text    not null,
  continued   integer not null,
  started_at  bigint,
  finished_at bigint,
  primary key (run, step)
);

create table run_log (
  run      text    not null references run (id) on delete cascade,
  number   bigint  not null,
  step     integer not null,
  time     bigint  not null,
  line     text    not null,
  primary key (run, number)
);

create table run_state (
  run         text   not null primary key references run (id) on delete cascade,
  save_number bigint not null,
  snapshot    text   not null,                  -- sealed by the site's vault: it may hold secrets
  saved_at    bigint not null
);
