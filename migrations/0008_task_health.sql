-- How often a task was begun anew by itself under earlier placements, since the connector was deployed or a person
-- restarted it; the present one is in the report.
ALTER TABLE tasks ADD COLUMN restarts_before bigint NOT NULL DEFAULT 0;
