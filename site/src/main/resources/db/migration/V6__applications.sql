-- Boot images: what is in them, and what the site's administrator changed about them (BOOT-3).
alter table boot_image add column agent_build text not null default '';
alter table boot_image add column built_at bigint;
alter table boot_image add column compression text not null default '';
alter table boot_image add column decompressed_bytes bigint not null default 0;
-- What its start understands of a customisation; 0: nothing.
alter table boot_image add column overlay_format integer not null default 0;
-- Additional Debian packages in it, separated by blanks.
alter table boot_image add column components text not null default '';
-- The second initramfs; empty while nothing is customised.
alter table boot_image add column overlay_hash text not null default '';
alter table boot_image add column overlay_size_bytes bigint not null default 0;
-- JSON; empty while nothing is customised.
alter table boot_image add column customization text not null default '';

create table boot_image_driver (
    package text not null references boot_image (package) on delete cascade,
    name text not null,
    folder text not null,
    kind text not null,
    description text not null,
    primary key (package, name)
);

-- Files for the prestart command; they lie among the boot files under their hash.
create table boot_image_file (
    package text not null references boot_image (package) on delete cascade,
    path text not null,
    hash text not null,
    size_bytes bigint not null,
    primary key (package, path)
);

-- Boot files that were replaced a short while ago: a machine may be in the middle of fetching them.
create table boot_file_retired (
    hash text primary key,
    retired_at bigint not null
);

-- A task sequence that starts machines with a boot image of its own.
create table task_sequence_boot_image (
    sequence text primary key references task_sequence (id) on delete cascade,
    boot_image text not null references boot_image (package)
);
create index task_sequence_boot_image_image on task_sequence_boot_image (boot_image);

-- What can be run of a package's content (classic packages), in the order in which people see it.
create table program (
    package text not null references package (id) on delete cascade,
    position integer not null,
    name text not null,
    comment text not null,
    command_line text not null,
    -- Below the content; empty for its root.
    start_in text not null,
    run_mode text not null,
    -- Separated by blanks; empty for all.
    architectures text not null,
    max_run_minutes integer not null,
    after_run text not null,
    -- Exit codes, separated by blanks.
    success_codes text not null,
    restart_codes text not null,
    primary key (package, name)
);

-- How an application is installed; a machine takes the first one that suits it.
create table deployment_type (
    application text not null references package (id) on delete cascade,
    position integer not null,
    name text not null,
    comment text not null,
    -- Below the application's content; empty for its root.
    content_folder text not null,
    install_command text not null,
    uninstall_command text not null,
    run_mode text not null,
    architectures text not null,
    requirements text not null,
    estimated_minutes integer not null,
    max_run_minutes integer not null,
    success_codes text not null,
    restart_codes text not null,
    -- JSON: a list of rules, all of which must hold.
    detection text not null,
    primary key (application, name)
);
