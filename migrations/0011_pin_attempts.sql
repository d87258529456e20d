-- Who is about to write the first entries of a connector's ledger into its group, and until when: a
-- connector that is deleted meanwhile waits with taking its group away.
CREATE TABLE pin_attempts (
  connector_uid text NOT NULL REFERENCES connectors (uid) ON DELETE CASCADE,
  attempt       text NOT NULL,
  until         timestamptz NOT NULL,
  PRIMARY KEY (connector_uid, attempt)
);
