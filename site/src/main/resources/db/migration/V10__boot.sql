-- Boot images are contents of the store (BOOT-1, BOOT-6): what machines fetch by hash is taken out of these.
create table boot_image_content (
    package text not null references package (id) on delete cascade,
    content_id text not null,
    kernel_hash text not null,
    initramfs_hash text not null,
    primary key (package, content_id)
);
create index boot_image_content_kernel on boot_image_content (kernel_hash);
create index boot_image_content_initramfs on boot_image_content (initramfs_hash);

-- BOOT-3, Data Source: machines start it from the distribution points that hold it; else from the site alone.
alter table boot_image add column from_points integer not null default 1;
