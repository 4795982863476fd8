-- How an image may travel by multicast (IMG-8). An image without a row goes to each machine by itself.
create table image_multicast (
    package text primary key references package (id) on delete cascade,
    encrypted integer not null,
    only_multicast integer not null
);

-- When a machine downloads what its run needs (CON-1). A run keeps what its deployment said when it began.
alter table deployment add column content_option text not null default 'WHEN_NEEDED';
alter table run add column content_option text not null default 'WHEN_NEEDED';

-- What else the WIM says of an image (IMG-5); null when it does not.
alter table image_index add column hal_type text;
alter table image_index add column product_name text;
alter table image_index add column product_suite text;
alter table image_index add column system_root text;
alter table image_index add column branch text;
-- Why the updates in it are not known; empty when they are.
alter table image_index add column updates_problem text not null default '';
-- Until now this column held the product's name.
update image_index set product_name = product_type, product_type = null;

-- Updates whose packages lie in an image (IMG-6), as read when its content came in or its metadata was reloaded.
create table image_update (
    package text not null references package (id) on delete cascade,
    number integer not null,
    identity text not null,
    name text not null,
    -- Null when neither the name nor the manifest tells.
    kb text,
    title text,
    release_type text,
    architecture text not null,
    language text not null,
    version text not null,
    -- Why its manifest tells nothing; empty when it was read.
    problem text not null,
    primary key (package, number, identity)
);

-- Who agreed to the licence terms of what was added (IMG-3).
create table license_acceptance (
    package text primary key references package (id) on delete cascade,
    terms text not null,
    accepted_at bigint not null,
    accepted_by text not null
);
