-- Every definition that a connector had, and what becomes of a new one.

ALTER TABLE connectors ADD COLUMN task_revision bigint NOT NULL DEFAULT 1;
ALTER TABLE connectors ADD COLUMN oldest_revision bigint NOT NULL DEFAULT 1;
ALTER TABLE connectors ADD COLUMN healthy_revision bigint NOT NULL DEFAULT 0;
ALTER TABLE connectors ADD COLUMN trial jsonb;
ALTER TABLE connectors ADD COLUMN deletion jsonb;

CREATE TABLE connector_revisions (
  connector_uid text NOT NULL REFERENCES connectors (uid) ON DELETE CASCADE,
  revision      bigint NOT NULL,
  spec          jsonb NOT NULL,
  labels        jsonb NOT NULL,
  annotations   jsonb NOT NULL,
  secrets       jsonb NOT NULL,
  author        text NOT NULL,
  reason        text NOT NULL,
  create_time   timestamptz NOT NULL,
  healthy_time  timestamptz,
  PRIMARY KEY (connector_uid, revision)
);

-- Definitions from before there were revisions: each is the one that its connector has.
INSERT INTO connector_revisions
  (connector_uid, revision, spec, labels, annotations, secrets, author, reason, create_time)
SELECT uid, spec_revision, spec, labels, annotations, secrets, '', '', update_time FROM connectors;

UPDATE connectors SET task_revision = spec_revision, oldest_revision = spec_revision;
