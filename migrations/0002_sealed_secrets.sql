-- Secrets of definitions, sealed: field → sealed text.

ALTER TABLE instances ADD COLUMN secrets jsonb NOT NULL DEFAULT '{}';
ALTER TABLE connectors ADD COLUMN secrets jsonb NOT NULL DEFAULT '{}';

-- Which key seals here: one row at most. A replica with another key does not serve.
CREATE TABLE secret_key (
  only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  key_id      text NOT NULL,
  create_time timestamptz NOT NULL DEFAULT now()
);
