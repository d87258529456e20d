-- Who may call. Of secrets only hashes are kept: SHA-256 of 256 random bits, as 64 hex digits.

CREATE TABLE api_tokens (
  id                text COLLATE "C" PRIMARY KEY,
  secret_hash       text NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
  display_name      text NOT NULL,
  kind              text NOT NULL CHECK (kind IN ('USER', 'WORKER')),
  role_bindings     jsonb NOT NULL,
  create_time       timestamptz NOT NULL,
  created_by        text NOT NULL,
  expire_time       timestamptz NOT NULL,
  last_used_time    timestamptz,
  revoke_time       timestamptz,
  revoked_by        text NOT NULL DEFAULT '',
  create_request_id text NOT NULL DEFAULT ''
);

CREATE TABLE sessions (
  secret_hash    text PRIMARY KEY CHECK (length(secret_hash) = 64),
  token_id       text COLLATE "C" NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
  create_time    timestamptz NOT NULL,
  last_used_time timestamptz NOT NULL,
  expire_time    timestamptz NOT NULL
);
CREATE INDEX sessions_by_token ON sessions (token_id, last_used_time);

-- Each signs in once.
CREATE TABLE sign_in_codes (
  code_hash   text PRIMARY KEY CHECK (length(code_hash) = 64),
  token_id    text COLLATE "C" NOT NULL REFERENCES api_tokens (id) ON DELETE CASCADE,
  expire_time timestamptz NOT NULL
);
CREATE INDEX sign_in_codes_by_token ON sign_in_codes (token_id);
