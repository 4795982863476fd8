-- Who edits which object (section 1 of the behaviour specification): a package, task sequence, collection or group.
create table object_lock (
    object text primary key,
    account text not null,
    -- What tells one device of an account from another; not shown to anybody.
    device text not null,
    address text not null,
    taken_at bigint not null,
    expires_at bigint not null
);
create index object_lock_expiry on object_lock (expires_at);

create table security_scope (
    id text primary key,
    name text not null,
    name_key text not null unique,
    description text not null,
    built_in integer not null,
    created_at bigint not null
);
insert into security_scope (id, name, name_key, description, built_in, created_at) values
    ('SMS00ALL', 'All', 'all', 'Every object, whatever its scopes. An account with it sees all.', 1, 0),
    ('SMS00UNA', 'Default', 'default', 'Objects that nobody has put into a scope of their own.', 1, 0);
insert into fleet_number (kind, last_given) values ('security-scope', 0);

create table account_scope (
    account text not null references account (name) on delete cascade,
    scope text not null references security_scope (id),
    primary key (account, scope)
);
create index account_scope_scope on account_scope (scope);
insert into account_scope (account, scope) select name, 'SMS00ALL' from account;

-- A package or task sequence without a row is seen only by accounts with the scope All.
create table object_scope (
    object text not null,
    scope text not null references security_scope (id),
    primary key (object, scope)
);
create index object_scope_scope on object_scope (scope);
insert into object_scope (object, scope) select id, 'SMS00UNA' from package;
insert into object_scope (object, scope) select id, 'SMS00UNA' from task_sequence;

-- Who may take a package's content out of the site or change it. A package without a row has the usual ones: all users read, administrators full.
create table package_access (
    package text not null references package (id) on delete cascade,
    -- An account's name, or *users, *administrators
    principal text not null,
    access text not null,
    primary key (package, principal)
);
