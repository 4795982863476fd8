-- Instants are bigint epoch milliseconds, booleans integer 0 or 1, JSON text. ${identity} is a key that counts up by itself.

create table setting (
    name text primary key,
    value text not null
);

create table account (
    name text primary key,
    password_hash text not null,
    role text not null,
    -- Counts up when password or role change; sessions that hold an older number end.
    credentials bigint not null default 1,
    failed_logins integer not null default 0,
    locked_until bigint,
    last_login_at bigint,
    created_at bigint not null
);

create table api_token (
    id text primary key,
    account text not null references account (name) on delete cascade,
    name text not null,
    token_hash text not null unique,
    created_at bigint not null,
    expires_at bigint not null,
    last_used_at bigint
);

create table secret (
    name text primary key,
    ciphertext text not null,
    changed_at bigint not null
);

create table audit (
    id ${identity},
    time bigint not null,
    account text not null,
    address text not null,
    action text not null,
    subject text not null,
    status integer not null
);
create index audit_time on audit (time);

create table event (
    number ${identity},
    time bigint not null,
    topic text not null,
    subject text not null,
    change text not null
);
create index event_time on event (time);

create table operation (
    id text primary key,
    kind text not null,
    title text not null,
    subject text,
    input text not null,
    state text not null,
    percent integer not null default 0,
    message text,
    error_code text,
    cancel_requested integer not null default 0,
    attempt integer not null default 0,
    created_by text not null,
    created_at bigint not null,
    started_at bigint,
    finished_at bigint
);
create index operation_state on operation (state);

create table operation_log (
    number ${identity},
    operation text not null references operation (id) on delete cascade,
    time bigint not null,
    text text not null
);
create index operation_log_operation on operation_log (operation, number);

-- One row: the last number given to a package or task sequence.
create table package_number (
    site_code text primary key,
    last bigint not null
);

create table package (
    id text primary key,
    type text not null,
    name text not null,
    version text not null,
    comment text not null,
    source_path text not null,
    source_version bigint not null,
    content_id text not null,
    size_bytes bigint not null,
    stored_bytes bigint not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index package_content on package (content_id);

create table image (
    package text primary key references package (id) on delete cascade,
    compression text not null,
    solid integer not null,
    boot_index integer not null,
    wim_guid text not null,
    blocks bigint not null
);

-- IMG-5
create table image_index (
    package text not null references image (package) on delete cascade,
    number integer not null,
    name text not null,
    description text not null,
    display_name text,
    architecture text,
    os_version text,
    edition text,
    installation_type text,
    product_type text,
    -- separated by spaces
    languages text not null,
    default_language text,
    size_bytes bigint not null,
    hard_link_bytes bigint not null,
    file_count bigint not null,
    directory_count bigint not null,
    created_at bigint,
    changed_at bigint,
    primary key (package, number)
);

create table boot_image (
    package text primary key references package (id) on delete cascade,
    architecture text not null,
    kernel_version text,
    agent_version text,
    kernel_hash text not null,
    kernel_size_bytes bigint not null,
    initramfs_hash text not null,
    initramfs_size_bytes bigint not null,
    is_default integer not null
);

create table task_sequence (
    id text primary key,
    name text not null,
    description text not null,
    enabled integer not null,
    revision bigint not null,
    xml text not null,
    step_count integer not null,
    warnings text not null,
    created_at bigint not null,
    changed_at bigint not null,
    changed_by text not null
);

create table task_sequence_revision (
    sequence text not null references task_sequence (id) on delete cascade,
    revision bigint not null,
    xml text not null,
    saved_at bigint not null,
    saved_by text not null,
    primary key (sequence, revision)
);

-- What a sequence refers to; the package need not exist (TS-2).
create table task_sequence_reference (
    sequence text not null references task_sequence (id) on delete cascade,
    package text not null,
    primary key (sequence, package)
);
create index task_sequence_reference_package on task_sequence_reference (package);
