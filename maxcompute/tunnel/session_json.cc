#include "maxcompute/tunnel/session_json.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/table_schema_json.h"
#include "maxcompute/request/service_error.h"
#include "nlohmann/json.hpp"

namespace sluice::maxcompute {
namespace {

using Json = nlohmann::json;

absl::Status Malformed(absl::string_view what) {
  return WithReason(
      absl::InternalError(absl::StrCat("the tunnel's answer about a session is malformed: ", what)),
      kReasonAnswerInvalid);
}

absl::StatusOr<Json> ParseObject(absl::string_view text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return Malformed("it is no JSON object");
  return json;
}

absl::StatusOr<std::string> TextAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string() || found->get<std::string>().empty()) {
    return Malformed(absl::StrCat("no ", key));
  }
  return found->get<std::string>();
}

std::optional<int64_t> NumberAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<int64_t>();
}

absl::StatusOr<TableSchema> SchemaAt(const Json& object, const char* key = "Schema") {
  const auto found = object.find(key);
  if (found == object.end()) return Malformed(absl::StrCat("no ", key));
  absl::StatusOr<TableSchema> schema = ParseTableSchema(found->dump());
  if (!schema.ok()) return Malformed(schema.status().message());
  return schema;
}

// Of a stream: [id, "host:port"].
absl::StatusOr<TunnelSlot> StreamSlotOf(const Json& item) {
  if (!item.is_array() || item.size() != 2 || !item[0].is_number_integer() ||
      !item[1].is_string()) {
    return Malformed("a slot is no pair of number and address");
  }
  return TunnelSlot{item[0].get<int64_t>(), item[1].get<std::string>()};
}

// Adds a slot of an upsert session to the buckets that it serves.
absl::Status ReadUpsertSlot(const Json& item, std::map<int64_t, TunnelSlot>& by_bucket) {
  const auto address = item.is_object() ? item.find("worker_addr") : item.end();
  const auto buckets = item.is_object() ? item.find("buckets") : item.end();
  const std::optional<int64_t> id = item.is_object() ? NumberAt(item, "slot_id") : std::nullopt;
  if (!id.has_value() || address == item.end() || !address->is_string() || buckets == item.end() ||
      !buckets->is_array()) {
    return Malformed("a slot without id, address or buckets");
  }
  for (const Json& bucket : *buckets) {
    if (!bucket.is_number_integer()) return Malformed("a bucket is no number");
    by_bucket[bucket.get<int64_t>()] = {*id, address->get<std::string>()};
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<TunnelSlot>> BucketsAt(const Json& object) {
  const auto slots = object.find("slots");
  if (slots == object.end() || !slots->is_array()) return Malformed("no slots");
  std::map<int64_t, TunnelSlot> by_bucket;
  for (const Json& item : *slots) SLUICE_RETURN_IF_ERROR(ReadUpsertSlot(item, by_bucket));
  std::vector<TunnelSlot> buckets;
  for (auto& [bucket, slot] : by_bucket) {
    if (bucket != static_cast<int64_t>(buckets.size())) return Malformed("a bucket is missing");
    buckets.push_back(std::move(slot));
  }
  if (buckets.empty()) return Malformed("no buckets");
  return buckets;
}

SessionStatus UpsertStatusOf(absl::string_view word) {
  if (absl::EqualsIgnoreCase(word, "committed")) return SessionStatus::kClosed;
  if (absl::EqualsIgnoreCase(word, "aborted")) return SessionStatus::kCanceled;
  return ParseSessionStatus(word);  // The others are those of upload sessions.
}

}  // namespace

absl::StatusOr<CreatedUpload> ReadCreatedUpload(absl::string_view json) {
  SLUICE_ASSIGN_OR_RETURN(const Json object, ParseObject(json));
  CreatedUpload created;
  SLUICE_ASSIGN_OR_RETURN(created.session.id, TextAt(object, "UploadID"));
  SLUICE_ASSIGN_OR_RETURN(created.schema, SchemaAt(object));
  created.field_bytes_max = NumberAt(object, "MaxFieldSize").value_or(created.field_bytes_max);
  return created;
}

absl::StatusOr<UploadState> ReadUploadState(absl::string_view json) {
  SLUICE_ASSIGN_OR_RETURN(const Json object, ParseObject(json));
  UploadState state;
  SLUICE_ASSIGN_OR_RETURN(const std::string status, TextAt(object, "Status"));
  state.status = ParseSessionStatus(status);
  const auto list = object.find("UploadedBlockList");
  if (list != object.end()) {
    if (!list->is_array()) return Malformed("UploadedBlockList is no list");
    for (const Json& item : *list) {
      if (!item.is_object()) return Malformed("a block is no object");
      const std::optional<int64_t> block_id = NumberAt(item, "BlockID");
      if (!block_id.has_value()) return Malformed("a block has no BlockID");
      state.blocks.push_back({*block_id, NumberAt(item, "RecordCount")});
    }
  }
  std::sort(state.blocks.begin(), state.blocks.end(),
            [](const UploadedBlock& a, const UploadedBlock& b) { return a.block_id < b.block_id; });
  return state;
}

absl::StatusOr<DownloadState> ReadDownloadState(absl::string_view json) {
  SLUICE_ASSIGN_OR_RETURN(const Json object, ParseObject(json));
  DownloadState state;
  SLUICE_ASSIGN_OR_RETURN(state.session.id, TextAt(object, "DownloadID"));
  SLUICE_ASSIGN_OR_RETURN(const std::string status, TextAt(object, "Status"));
  state.status = ParseSessionStatus(status);
  SLUICE_ASSIGN_OR_RETURN(state.session.schema, SchemaAt(object));
  state.session.rows = NumberAt(object, "RecordCount").value_or(0);
  return state;
}

absl::StatusOr<StreamSession> ReadStreamSession(absl::string_view json) {
  SLUICE_ASSIGN_OR_RETURN(const Json object, ParseObject(json));
  StreamSession session;
  SLUICE_ASSIGN_OR_RETURN(session.id, TextAt(object, "session_name"));
  SLUICE_ASSIGN_OR_RETURN(session.schema, SchemaAt(object, "schema"));
  session.schema_version = NumberAt(object, "schema_version").value_or(0);
  const auto slots = object.find("slots");
  if (slots == object.end() || !slots->is_array() || slots->empty()) return Malformed("no slots");
  for (const Json& item : *slots) {
    SLUICE_ASSIGN_OR_RETURN(TunnelSlot slot, StreamSlotOf(item));
    session.slots.push_back(std::move(slot));
  }
  return session;
}

absl::StatusOr<UpsertState> ReadUpsertState(absl::string_view json) {
  SLUICE_ASSIGN_OR_RETURN(const Json object, ParseObject(json));
  UpsertState state;
  SLUICE_ASSIGN_OR_RETURN(state.opened.session.id, TextAt(object, "id"));
  SLUICE_ASSIGN_OR_RETURN(const std::string status, TextAt(object, "status"));
  state.status = UpsertStatusOf(status);
  SLUICE_ASSIGN_OR_RETURN(state.opened.schema, SchemaAt(object, "schema"));
  const auto hash_key = object.find("hash_key");
  if (hash_key == object.end() || !hash_key->is_array()) return Malformed("no hash_key");
  for (const Json& name : *hash_key) {
    if (!name.is_string()) return Malformed("a name in hash_key is no text");
    state.opened.hash_key.push_back(absl::AsciiStrToLower(name.get<std::string>()));
  }
  const auto hasher = object.find("hasher");
  const bool legacy = hasher != object.end() && hasher->is_string() &&
                      absl::EqualsIgnoreCase(hasher->get<std::string>(), "legacy");
  state.opened.hash_rule = legacy ? HashRule::kLegacy : HashRule::kDefault;
  SLUICE_ASSIGN_OR_RETURN(state.opened.buckets, BucketsAt(object));
  return state;
}

}  // namespace sluice::maxcompute
