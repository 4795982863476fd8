-- How an image may travel by multicast (IMG-8). An image without a row goes to each machine by itself.
create table image_multicast (
    package text primary key references package (id) on delete cascade,
    encrypted integer not null,
    only_multicast integer not null
);

-- When a machine downloads what its run needs (CON-1). A run keeps what its deployment said when it began.
alter table deployment add column content_option text not null default 'WHEN_NEEDED';
alter table run add column content_option text not null default 'WHEN_NEEDED';
