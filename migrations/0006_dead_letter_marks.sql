-- What was done about dead letters; the letters themselves are in Kafka.

CREATE TABLE dead_letter_marks (
  connector_uid    text NOT NULL REFERENCES connectors (uid) ON DELETE CASCADE,
  topic            text COLLATE "C" NOT NULL,
  partition        integer NOT NULL,
  record_offset    bigint NOT NULL,
  state            text NOT NULL CHECK (state IN ('REPLAYING', 'REPLAYED', 'DISCARDED')),
  mark_time        timestamptz NOT NULL,
  source_partition integer NOT NULL,
  source_offset    bigint NOT NULL,
  replayed_offset  bigint NOT NULL DEFAULT -1,
  operation        text NOT NULL DEFAULT '',
  source_end       bigint NOT NULL DEFAULT -1,
  PRIMARY KEY (connector_uid, topic, partition, record_offset)
);

-- The same record may have become a dead letter twice; it is written again once.
CREATE INDEX dead_letter_marks_by_source
  ON dead_letter_marks (connector_uid, source_partition, source_offset);
CREATE INDEX dead_letter_marks_unfinished
  ON dead_letter_marks (connector_uid) WHERE state = 'REPLAYING';
