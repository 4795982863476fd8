-- DIST-9: points of the same priority are served in the order of their speed.
alter table distribution_point add column speed_bytes_per_second bigint not null default 0;  -- measured; 0: not yet
alter table distribution_point add column speed_millis bigint not null default 0;            -- of recent transfer on which that stands
alter table distribution_point add column speed_pinned bigint not null default 0;            -- bytes per second as an administrator says; 0: as measured

-- A server that takes the place of one whose disk or whole machine was replaced.
alter table point_join_code add column replaces text not null default '';  -- the point whose place it takes; empty: a new point
