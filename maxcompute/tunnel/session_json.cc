#include "maxcompute/tunnel/session_json.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
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

absl::StatusOr<TableSchema> SchemaAt(const Json& object) {
  const auto found = object.find("Schema");
  if (found == object.end()) return Malformed("no Schema");
  absl::StatusOr<TableSchema> schema = ParseTableSchema(found->dump());
  if (!schema.ok()) return Malformed(schema.status().message());
  return schema;
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

}  // namespace sluice::maxcompute
