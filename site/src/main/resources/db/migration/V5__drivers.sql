-- Drivers (DRV-1 to DRV-3): what their INF files say.
create table driver (
    package text primary key references package (id) on delete cascade,
    inf text not null,
    provider text not null,
    device_class text not null,
    class_guid text not null,
    -- ISO 8601; empty when the INF file tells none
    driver_date text not null,
    driver_version text not null,
    signed integer not null,
    boot_critical integer not null,
    extension integer not null,
    enabled integer not null,
    -- Separated by blanks.
    architectures text not null,
    device_count integer not null,
    -- JSON: files that the INF file names and the source did not have
    missing text not null,
    -- Of paths and contents, without times: by it a driver is known again.
    files_hash text not null,
    -- The operation that imported it.
    imported_by text not null
);
create unique index driver_files_hash on driver (files_hash);

create table driver_device (
    driver text not null references driver (package) on delete cascade,
    position integer not null,
    manufacturer text not null,
    description text not null,
    hardware_id text not null,
    -- Separated by line breaks.
    compatible_ids text not null,
    architecture text not null,
    os_version text not null,
    primary key (driver, position)
);
create index driver_device_hardware_id on driver_device (hardware_id);

create table driver_category (
    driver text not null references driver (package) on delete cascade,
    category text not null,
    primary key (driver, category)
);
create index driver_category_category on driver_category (category);

-- Driver packages (DRV-4).
create table driver_package (
    package text primary key references package (id) on delete cascade,
    model text not null
);

create table driver_package_member (
    package text not null references driver_package (package) on delete cascade,
    driver text not null references driver (package),
    primary key (package, driver)
);
create index driver_package_member_driver on driver_package_member (driver);
