#include "emulator/store/tables.h"

namespace sluice::emulator {
namespace {

// Times are milliseconds since 1970. Lists (columns, values) are JSON.
constexpr const char* kTables[] = {
    R"sql(CREATE TABLE IF NOT EXISTS accounts(
        uid TEXT PRIMARY KEY, service TEXT NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS access_keys(
        id TEXT PRIMARY KEY, secret TEXT NOT NULL, uid TEXT NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS roles(
        uid TEXT NOT NULL, lower_name TEXT NOT NULL, name TEXT NOT NULL, role_id TEXT NOT NULL,
        trust TEXT NOT NULL, description TEXT NOT NULL, session_seconds_max INTEGER NOT NULL,
        created INTEGER NOT NULL, PRIMARY KEY(uid, lower_name)) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS tokens(
        access_key_id TEXT PRIMARY KEY, secret TEXT NOT NULL, token TEXT NOT NULL, uid TEXT NOT NULL,
        role TEXT NOT NULL, session TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS projects(
        name TEXT PRIMARY KEY, owner_uid TEXT NOT NULL, region TEXT NOT NULL,
        created INTEGER NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS schemas(
        project TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, created INTEGER NOT NULL,
        PRIMARY KEY(project, name)) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS users(
        project TEXT NOT NULL, principal TEXT NOT NULL, PRIMARY KEY(project, principal)) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS grants(
        project TEXT NOT NULL, principal TEXT NOT NULL, object TEXT NOT NULL, action TEXT NOT NULL,
        PRIMARY KEY(project, principal, object, action)) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS tables(
        id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, name TEXT NOT NULL,
        columns TEXT NOT NULL, partition_keys TEXT NOT NULL, comment TEXT NOT NULL,
        lifecycle INTEGER NOT NULL, owner TEXT NOT NULL, created INTEGER NOT NULL,
        modified INTEGER NOT NULL, primary_key TEXT NOT NULL DEFAULT '[]',
        properties TEXT NOT NULL DEFAULT '{}', schema_version INTEGER NOT NULL DEFAULT 0,
        UNIQUE(project, name)))sql",
    // An unpartitioned table has one partition, whose values are the empty list.
    R"sql(CREATE TABLE IF NOT EXISTS partitions(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        table_id INTEGER NOT NULL REFERENCES tables(id) ON DELETE CASCADE,
        "values" TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL,
        UNIQUE(table_id, "values")))sql",
    // A block file whose rows everybody sees.
    R"sql(CREATE TABLE IF NOT EXISTS segments(
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        partition_id INTEGER NOT NULL REFERENCES partitions(id) ON DELETE CASCADE,
        file TEXT NOT NULL, rows INTEGER NOT NULL, bytes INTEGER NOT NULL))sql",
    "CREATE INDEX IF NOT EXISTS segments_of_partition ON segments(partition_id, id)",
    R"sql(CREATE TABLE IF NOT EXISTS uploads(
        id TEXT PRIMARY KEY, table_id INTEGER NOT NULL, partition_id INTEGER NOT NULL,
        state TEXT NOT NULL, overwrite INTEGER NOT NULL, owner TEXT NOT NULL,
        created INTEGER NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS upload_blocks(
        upload_id TEXT NOT NULL, block_id INTEGER NOT NULL, file TEXT NOT NULL, rows INTEGER NOT NULL,
        bytes INTEGER NOT NULL, created INTEGER NOT NULL, PRIMARY KEY(upload_id, block_id)) WITHOUT ROWID)sql",
    // Sessions whose commit is being carried out.
    R"sql(CREATE TABLE IF NOT EXISTS closing_uploads(
        upload_id TEXT PRIMARY KEY, closes INTEGER NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS streams(
        id TEXT PRIMARY KEY, table_id INTEGER NOT NULL, partition_id INTEGER NOT NULL,
        slots INTEGER NOT NULL, owner TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS upserts(
        id TEXT PRIMARY KEY, table_id INTEGER NOT NULL, partition_id INTEGER NOT NULL,
        state TEXT NOT NULL, schema_version INTEGER NOT NULL, slots INTEGER NOT NULL,
        owner TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID)sql",
    // In the order in which they came: a later row of a key replaces an earlier one.
    R"sql(CREATE TABLE IF NOT EXISTS upsert_packs(
        id INTEGER PRIMARY KEY AUTOINCREMENT, upsert_id TEXT NOT NULL, file TEXT NOT NULL,
        rows INTEGER NOT NULL))sql",
    "CREATE INDEX IF NOT EXISTS packs_of_upsert ON upsert_packs(upsert_id, id)",
    R"sql(CREATE TABLE IF NOT EXISTS downloads(
        id TEXT PRIMARY KEY, source TEXT NOT NULL, partition TEXT NOT NULL, segments TEXT NOT NULL,
        rows INTEGER NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID)sql",
    R"sql(CREATE TABLE IF NOT EXISTS instances(
        id TEXT PRIMARY KEY, project TEXT NOT NULL, owner TEXT NOT NULL, task TEXT NOT NULL,
        job TEXT NOT NULL, succeeded INTEGER NOT NULL, result TEXT NOT NULL, columns TEXT NOT NULL,
        file TEXT NOT NULL, rows INTEGER NOT NULL, started INTEGER NOT NULL,
        ended INTEGER NOT NULL) WITHOUT ROWID)sql",
};

// Tables with primary keys, and columns that change.
constexpr const char* kUpgradeToVersion2[] = {
    "ALTER TABLE tables ADD COLUMN primary_key TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE tables ADD COLUMN properties TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE tables ADD COLUMN schema_version INTEGER NOT NULL DEFAULT 0",
};

}  // namespace

absl::Span<const char* const> TableStatements() { return kTables; }
absl::Span<const char* const> UpgradeToVersion2() { return kUpgradeToVersion2; }

}  // namespace sluice::emulator
