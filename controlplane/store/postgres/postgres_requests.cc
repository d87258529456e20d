#include "controlplane/store/postgres/postgres_requests.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "base/status/status_macros.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kFind[] = R"sql(
  SELECT fingerprint, encode(answer, 'hex') AS answer FROM request_answers
  WHERE method = $1 AND request_id = $2 AND create_time >= $3)sql";

// In portions: a cleaning after a long pause must not hold a lock for long.
constexpr char kForget[] = R"sql(
  DELETE FROM request_answers WHERE (method, request_id) IN (
    SELECT method, request_id FROM request_answers WHERE create_time < $1
    ORDER BY create_time LIMIT 1000))sql";

}  // namespace

absl::StatusOr<std::optional<StoredAnswer>> PostgresRequests::FindAnswer(
    absl::string_view method, absl::string_view request_id, absl::Time now) {
  std::optional<StoredAnswer> answer;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    const pqxx::result rows =
        Exec(transaction, kFind, {method, request_id, now - kRequestAnswerLife});
    answer.reset();
    if (!rows.empty()) {
      SLUICE_ASSIGN_OR_RETURN(
          std::string fingerprint,
          secrets_.OpenFingerprint(Text(rows[0], "fingerprint"), method, request_id));
      answer = {std::move(fingerprint), absl::HexStringToBytes(Text(rows[0], "answer"))};
    }
    return absl::OkStatus();
  }));
  return answer;
}

absl::Status PostgresRequests::StoreAnswer(const Request& request, absl::Time now) {
  return database_.Run([&](pqxx::work& transaction) {
    return postgres::StoreAnswer(transaction, secrets_, request, now);
  });
}

absl::StatusOr<int> PostgresRequests::ForgetOldAnswers(absl::Time now) {
  int forgotten = 0;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    forgotten =
        static_cast<int>(Exec(transaction, kForget, {now - kRequestAnswerLife}).affected_rows());
    return absl::OkStatus();
  }));
  return forgotten;
}

}  // namespace sluice::controlplane::postgres
