#include "controlplane/store/postgres/secret_key.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kGet[] = "SELECT key_id FROM secret_key";

constexpr char kNote[] = "INSERT INTO secret_key (key_id) VALUES ($1) ON CONFLICT DO NOTHING";

constexpr char kAdopt[] = R"sql(
  INSERT INTO secret_key (key_id) VALUES ($1)
  ON CONFLICT (only_row) DO UPDATE SET key_id = excluded.key_id, create_time = now())sql";

}  // namespace

absl::Status CheckSecretKey(Database& database, const std::string& key_id) {
  return database.Run([&](pqxx::work& transaction) {
    pqxx::result rows = Exec(transaction, kGet);
    if (rows.empty()) {
      Exec(transaction, kNote, {key_id});
      rows = Exec(transaction, kGet);
    }
    const std::string known = Text(rows[0], "key_id");
    if (known == key_id) return absl::OkStatus();
    return WithRemedy(
        WithReason(absl::FailedPreconditionError(
                       absl::StrCat("the secrets in this database are sealed with key ", known,
                                    ", secret_key_file holds key ", key_id)),
                   "SECRET_KEY_DIFFERS"),
        "give every replica the same secret_key_file; if that key is lost for good, run "
        "`sluice-controlplane adopt-secret-key` and give every secret again");
  });
}

absl::Status AdoptSecretKey(Database& database, const std::string& key_id) {
  return database.Run([&](pqxx::work& transaction) {
    Exec(transaction, kAdopt, {key_id});
    return absl::OkStatus();
  });
}

}  // namespace sluice::controlplane::postgres
