-- Folders order the console's lists; each holds packages of one type.
create table folder (
    id ${identity},
    type text not null,
    parent bigint references folder (id),
    name text not null
);
create index folder_type on folder (type, parent);

-- Who may read a source on a share. The password is sealed by the vault.
create table source_account (
    name text primary key,
    user_name text not null,
    domain text not null,
    password text not null,
    changed_at bigint not null
);

-- source_version is the number of the current version, last_version the highest ever given: a rollback lowers only the former.
alter table package add column last_version bigint not null default 1;
alter table package add column manufacturer text not null default '';
alter table package add column language text not null default '';
alter table package add column architecture text not null default '';
alter table package add column folder bigint references folder (id);
alter table package add column priority text not null default 'MEDIUM';
alter table package add column keep_versions integer not null default 3;
alter table package add column source_account text references source_account (name);
alter table package add column refresh_schedule text not null default 'NEVER';
alter table package add column prestage text not null default 'AUTOMATIC';
alter table package add column on_demand integer not null default 0;
alter table package add column refreshed_at bigint;
alter table package add column next_refresh_at bigint;
alter table package add column created_by text not null default '';
update package set last_version = source_version, refreshed_at = changed_at;
create index package_type on package (type);
create index package_folder on package (folder);
create index package_next_refresh on package (next_refresh_at);
create index package_source_account on package (source_account);

create table package_version (
    package text not null references package (id) on delete cascade,
    number bigint not null,
    -- empty for boot images, whose files are served as they are
    content_id text not null,
    size_bytes bigint not null,
    new_bytes bigint not null,
    source_path text not null,
    -- What the source looked like when it was read: as long as it looks so, it need not be read again. Empty: read it.
    source_stamp text not null,
    note text not null,
    created_at bigint not null,
    created_by text not null,
    primary key (package, number)
);
create index package_version_content on package_version (content_id);
insert into package_version (package, number, content_id, size_bytes, new_bytes, source_path, source_stamp, note, created_at, created_by)
    select id, source_version, content_id, size_bytes, stored_bytes, source_path, '', '', changed_at, '' from package;

create index run_content_content on run_content (content_id);

-- Where in the content the described WIM lies: an upgrade package is a whole tree (UPG-1).
alter table image add column wim_path text not null default 'image.wim';
