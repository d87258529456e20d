-- How far the table of a connector is complete, by the records' own time.

CREATE TABLE completeness (
  connector_uid  text PRIMARY KEY REFERENCES connectors (uid) ON DELETE CASCADE,
  watermark      timestamptz,
  complete_until timestamptz,
  judged_time    timestamptz,
  last_commits   jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE completions (
  connector_uid    text NOT NULL REFERENCES connectors (uid) ON DELETE CASCADE,
  table_partition  text NOT NULL,
  begin_time       timestamptz NOT NULL,
  end_time         timestamptz NOT NULL,
  reopened         boolean NOT NULL,
  version          bigint NOT NULL,
  change_time      timestamptz NOT NULL,
  late_commit_time timestamptz,
  announced        boolean NOT NULL,
  PRIMARY KEY (connector_uid, table_partition)
);

CREATE INDEX completions_unannounced ON completions (connector_uid, change_time) WHERE NOT announced;
CREATE INDEX completions_reopened ON completions (connector_uid) WHERE reopened;
