-- Everything a connector needs from its definition to its first row.

CREATE TABLE instances (
  id          text COLLATE "C" PRIMARY KEY,
  uid         text NOT NULL UNIQUE,
  generation  bigint NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  definition  jsonb NOT NULL
);

CREATE TABLE connectors (
  uid                 text PRIMARY KEY,
  instance_id         text COLLATE "C" NOT NULL REFERENCES instances (id),
  id                  text COLLATE "C" NOT NULL,
  generation          bigint NOT NULL,
  observed_generation bigint NOT NULL DEFAULT 0,
  create_time         timestamptz NOT NULL,
  update_time         timestamptz NOT NULL,
  labels              jsonb NOT NULL,
  annotations         jsonb NOT NULL,
  spec                jsonb NOT NULL,
  spec_revision       bigint NOT NULL,
  desired_state       text NOT NULL
    CHECK (desired_state IN ('DRAFT', 'RUNNING', 'PAUSED', 'STOPPED', 'DELETED')),
  desired_state_time  timestamptz NOT NULL,
  provisioning        jsonb NOT NULL,
  start_pin           jsonb,
  UNIQUE (instance_id, id)
);

-- What the scheduler reads.
CREATE INDEX connectors_with_tasks ON connectors (uid) WHERE desired_state IN ('RUNNING', 'PAUSED');

-- Which connectors want a look, and when. A claim is the right to take the next step.
CREATE TABLE reconcile_keys (
  connector_uid text PRIMARY KEY REFERENCES connectors (uid) ON DELETE CASCADE,
  due_time      timestamptz NOT NULL,
  wakes         bigint NOT NULL DEFAULT 0,
  claim         bigint NOT NULL DEFAULT 0,
  claimed_until timestamptz,
  tries         integer NOT NULL DEFAULT 0
);

CREATE INDEX reconcile_keys_by_due_time ON reconcile_keys (due_time);

CREATE TABLE workers (
  uid                   text PRIMARY KEY,
  name                  text COLLATE "C" NOT NULL UNIQUE,
  vpc_id                text NOT NULL,
  vswitch_id            text NOT NULL,
  tasks_max             integer NOT NULL,
  protocol_version      integer NOT NULL,
  features              jsonb NOT NULL,
  build_version         text NOT NULL,
  draining              boolean NOT NULL,
  assignment_revision   bigint NOT NULL,
  acknowledged_revision bigint NOT NULL,
  create_time           timestamptz NOT NULL,
  heartbeat_time        timestamptz NOT NULL
);

CREATE TABLE tasks (
  connector_uid       text NOT NULL REFERENCES connectors (uid) ON DELETE CASCADE,
  task_index          integer NOT NULL,
  worker_uid          text REFERENCES workers (uid),
  assignment_revision bigint NOT NULL DEFAULT 0,
  create_time         timestamptz NOT NULL,
  placed_time         timestamptz,
  leaving             boolean NOT NULL DEFAULT false,
  leaving_revision    bigint NOT NULL DEFAULT 0,
  report              jsonb,
  PRIMARY KEY (connector_uid, task_index)
);

CREATE INDEX tasks_by_worker ON tasks (worker_uid) WHERE worker_uid IS NOT NULL;

-- The `a` of the ledger's entries. One sequence for all tasks: it grows even over a task that was
-- removed and made again.
CREATE SEQUENCE assignment_revisions;

-- What a repeat of a write is answered.
CREATE TABLE request_answers (
  method      text NOT NULL,
  request_id  text NOT NULL,
  fingerprint text NOT NULL,
  answer      bytea NOT NULL,
  create_time timestamptz NOT NULL,
  PRIMARY KEY (method, request_id)
);

CREATE INDEX request_answers_by_age ON request_answers (create_time);

-- What happened to a connector, for people. No foreign key: events outlive it.
CREATE TABLE connector_events (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connector_uid text NOT NULL,
  instance_id   text NOT NULL,
  connector_id  text NOT NULL,
  generation    bigint NOT NULL,
  kind          text NOT NULL,
  detail        text NOT NULL,
  event_time    timestamptz NOT NULL
);

CREATE INDEX connector_events_by_connector ON connector_events (connector_uid, id);
