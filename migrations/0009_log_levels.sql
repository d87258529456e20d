-- Levels of logging of their own that a person gave to connectors, for a while.

CREATE TABLE connector_log_levels (
  connector_uid text PRIMARY KEY REFERENCES connectors (uid) ON DELETE CASCADE,
  level         text NOT NULL CHECK (level IN ('debug', 'info', 'warning', 'error')),
  until_time    timestamptz NOT NULL
);
