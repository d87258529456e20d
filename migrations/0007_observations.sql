-- What is observed of connectors, for lists and for those who watch; events as the API tells them; figures over time.

-- In which transaction a row was last written. Whoever reads rows that changed asks for all from the
-- oldest transaction that was under way the time before: so none is missed, whoever commits first.
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.change_xid := pg_current_xact_id();
  RETURN NEW;
END $$;

ALTER TABLE connectors ADD COLUMN change_xid xid8 NOT NULL DEFAULT '0';
CREATE INDEX connectors_by_change ON connectors (change_xid);
CREATE TRIGGER connectors_note_change BEFORE INSERT OR UPDATE ON connectors
  FOR EACH ROW EXECUTE FUNCTION note_change();

-- No index: each report would have to change it, and a look at all of them costs less.
ALTER TABLE tasks ADD COLUMN change_xid xid8 NOT NULL DEFAULT '0';
CREATE TRIGGER tasks_note_change BEFORE INSERT OR UPDATE ON tasks
  FOR EACH ROW EXECUTE FUNCTION note_change();

-- What lists filter and order by: noted every few seconds, never the truth. One row for each
-- connector, made with it. Only what rarely changes is indexed, and pages have room: a new lag then
-- costs one small write and no index anything.
CREATE TABLE connector_observations (
  connector_uid      text PRIMARY KEY REFERENCES connectors (uid) ON DELETE CASCADE,
  connector_instance text COLLATE "C" NOT NULL,
  connector_id       text COLLATE "C" NOT NULL,
  version            bigint NOT NULL,  -- 0: nobody has looked yet.
  state              text NOT NULL,
  severity           integer NOT NULL,
  lag_records        bigint NOT NULL,  -- -1: not known.
  stale_rank         bigint NOT NULL,  -- Grows as the table gets staler: lifecycle/observed_values.h.
  dead_letters       bigint NOT NULL,
  trouble_reason     text NOT NULL,
  trouble_class      text NOT NULL,
  trouble_since      timestamptz,
  observed_time      timestamptz NOT NULL,
  change_xid         xid8 NOT NULL
) WITH (fillfactor = 60);

CREATE UNIQUE INDEX connector_observations_by_name
  ON connector_observations (connector_instance, connector_id);
CREATE INDEX connector_observations_by_severity
  ON connector_observations (severity DESC, connector_instance, connector_id);
CREATE INDEX connector_observations_by_state
  ON connector_observations (state, connector_instance, connector_id);
CREATE TRIGGER connector_observations_note_change BEFORE INSERT OR UPDATE ON connector_observations
  FOR EACH ROW EXECUTE FUNCTION note_change();

INSERT INTO connector_observations (connector_uid, connector_instance, connector_id, version, state,
  severity, lag_records, stale_rank, dead_letters, trouble_reason, trouble_class, observed_time,
  change_xid)
SELECT uid, instance_id, id, 0, 'CREATING', 30, -1, -9223372036854775808, 0, '', '', now(), '0'
FROM connectors;

CREATE INDEX connectors_by_label ON connectors USING gin (labels jsonb_path_ops);

-- Events. What was written before is told as well as it is known.
ALTER TABLE connector_events
  ADD COLUMN type       text NOT NULL DEFAULT 'CHANGE'
    CHECK (type IN ('CHANGE', 'STATE', 'TROUBLE', 'OPERATION', 'BY_ITSELF')),
  ADD COLUMN verb       text NOT NULL DEFAULT '',
  ADD COLUMN from_state text NOT NULL DEFAULT '',
  ADD COLUMN to_state   text NOT NULL DEFAULT '',
  ADD COLUMN reason     text NOT NULL DEFAULT '',
  ADD COLUMN actor      text NOT NULL DEFAULT '',
  ADD COLUMN revision   bigint NOT NULL DEFAULT 0,
  ADD COLUMN request_id text NOT NULL DEFAULT '',
  ADD COLUMN operation  text NOT NULL DEFAULT '',
  ADD COLUMN task       integer NOT NULL DEFAULT -1;

UPDATE connector_events SET
  type = CASE WHEN kind = 'REMOVED' THEN 'BY_ITSELF' ELSE 'CHANGE' END,
  verb = CASE kind
    WHEN 'CREATED' THEN 'create'
    WHEN 'UPDATED' THEN 'update'
    WHEN 'RESTARTED' THEN 'restart'
    WHEN 'REMOVED' THEN 'remove'
    WHEN 'DESIRED_STATE' THEN CASE detail
      WHEN 'RUNNING' THEN 'deploy' WHEN 'PAUSED' THEN 'pause' WHEN 'STOPPED' THEN 'stop'
      WHEN 'DELETED' THEN 'delete' ELSE '' END
    ELSE '' END,
  detail = CASE WHEN kind = 'DESIRED_STATE' THEN 'desired ' || detail ELSE detail END;

ALTER TABLE connector_events RENAME COLUMN detail TO message;
ALTER TABLE connector_events DROP COLUMN kind, DROP COLUMN generation;
CREATE INDEX connector_events_by_age ON connector_events (event_time);

-- What the tasks of a connector had counted when it was last sampled.
CREATE TABLE connector_counters (
  connector_uid text PRIMARY KEY REFERENCES connectors (uid) ON DELETE CASCADE,
  sample_time   timestamptz NOT NULL,
  from_time     timestamptz,  -- Of the counters before these.
  tasks         jsonb NOT NULL
);

CREATE TABLE connector_samples (
  connector_uid     text NOT NULL REFERENCES connectors (uid) ON DELETE CASCADE,
  sample_time       timestamptz NOT NULL,
  since_seconds     double precision NOT NULL,  -- The sample before; 0: there was none.
  rows_committed    bigint NOT NULL,
  bytes_committed   bigint NOT NULL,
  dead_letters      bigint NOT NULL,
  lag_records       bigint NOT NULL,
  freshness_seconds double precision,
  PRIMARY KEY (connector_uid, sample_time)
);

-- In the order of time as they come: the smallest index that finds the old ones.
CREATE INDEX connector_samples_by_age ON connector_samples USING brin (sample_time);
