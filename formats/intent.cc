#include "formats/intent.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "nlohmann/json.hpp"

namespace sluice::formats {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;

absl::Status Unreadable(absl::string_view why) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(absl::StrCat(
                                   "the committed offset's metadata is no ledger entry: ", why)),
                               "LEDGER_UNREADABLE"),
                    "something else commits offsets for this consumer group; stop it, then move "
                    "the offsets to where the table ends");
}

absl::Status UnknownVersion(const std::string& version) {
  return WithRemedy(
      WithReason(
          absl::FailedPreconditionError(absl::StrCat("the ledger entry has version ", version,
                                                     ", and this worker knows version ", kVersion)),
          "BATCH_FORMAT_UNKNOWN"),
      "a newer Sluice wrote it; run this connector on workers of that version or newer");
}

IntentSession ReadSession(const Json& session) {
  return {.session_id = session.at(0).get<std::string>(),
          .table_partition = session.at(1).get<std::string>(),
          .blocks = session.at(2).get<int64_t>(),
          .rows = session.at(3).get<int64_t>(),
          .first_row_offset = session.at(4).get<int64_t>()};
}

}  // namespace

std::string EncodeIntent(const Intent& intent) {
  Json json;
  json["v"] = kVersion;
  json["u"] = intent.connector_uid;
  json["r"] = intent.connector_revision;
  json["i"] = intent.task_index;
  json["a"] = intent.assignment_revision;
  json["n"] = intent.next_offset;
  Json sessions = Json::array();
  for (const IntentSession& s : intent.sessions) {
    sessions.push_back({s.session_id, s.table_partition, s.blocks, s.rows, s.first_row_offset});
  }
  json["s"] = std::move(sessions);
  if (intent.table_holds_until.has_value()) json["t"] = *intent.table_holds_until;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::StatusOr<Intent> ParseIntent(absl::string_view metadata) {
  const Json json =
      Json::parse(metadata.begin(), metadata.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Unreadable("it is not a JSON object");
  const auto version = json.find("v");
  if (version == json.end() || !version->is_number_integer())
    return Unreadable("it has no version");
  if (*version != kVersion) return UnknownVersion(version->dump());
  try {
    Intent intent{.connector_uid = json.at("u").get<std::string>(),
                  .connector_revision = json.at("r").get<int64_t>(),
                  .task_index = json.at("i").get<int32_t>(),
                  .assignment_revision = json.at("a").get<int64_t>(),
                  .next_offset = json.at("n").get<int64_t>(),
                  .sessions = {},
                  .table_holds_until = std::nullopt};
    for (const Json& session : json.at("s")) intent.sessions.push_back(ReadSession(session));
    if (const auto until = json.find("t"); until != json.end()) {
      intent.table_holds_until = until->get<int64_t>();
    }
    return intent;
  } catch (const Json::exception& error) {
    return Unreadable(error.what());
  }
}

}  // namespace sluice::formats
