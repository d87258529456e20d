-- Work that outlasts a call: any replica goes on with it.

CREATE TABLE operations (
  id               text PRIMARY KEY,
  kind             text NOT NULL,
  connector_uid    text NOT NULL, -- No foreign key: how it ended can be asked when the connector is gone.
  instance_id      text NOT NULL,
  connector_id     text NOT NULL,
  request          json NOT NULL,
  author           text NOT NULL,
  change_reason    text NOT NULL,
  create_time      timestamptz NOT NULL,
  -- How far it is.
  step             text NOT NULL DEFAULT '',
  checkpoint       json,
  done_count       bigint NOT NULL DEFAULT 0,
  total_count      bigint NOT NULL DEFAULT 0,
  waiting_for      text NOT NULL DEFAULT '',
  cancellable      boolean NOT NULL DEFAULT true,
  cancel_requested boolean NOT NULL DEFAULT false,
  -- How it ended.
  end_time         timestamptz,
  error            jsonb,
  response         json,
  -- Who is at it: a write with an older claim is refused.
  due_time         timestamptz NOT NULL,
  claimed_until    timestamptz,
  claim            bigint NOT NULL DEFAULT 0,
  tries            integer NOT NULL DEFAULT 0,
  failing_since    timestamptz
);

-- At most one at a time works on a connector.
CREATE UNIQUE INDEX operations_running ON operations (connector_uid) WHERE end_time IS NULL;
CREATE INDEX operations_due ON operations (due_time) WHERE end_time IS NULL;
CREATE INDEX operations_by_time ON operations (create_time DESC, id DESC);
CREATE INDEX operations_ended ON operations (end_time) WHERE end_time IS NOT NULL;

-- Which operation keeps the connector's tasks from reading, whatever is desired.
ALTER TABLE connectors ADD COLUMN hold jsonb;
ALTER TABLE connectors ADD COLUMN released_time timestamptz;
