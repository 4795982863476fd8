-- How an account wants to see a list of the console.
create table list_choice (
    account text not null references account (name) on delete cascade,
    list text not null,
    -- separated by spaces, in the order of the list
    shown_columns text not null,
    sort_column text not null,
    descending integer not null,
    primary key (account, list)
);
