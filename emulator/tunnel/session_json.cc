#include "emulator/tunnel/session_json.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"
#include "emulator/record/record_decoder.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

constexpr int64_t kUpsertBuckets = 16;  // Only for clients: rows are found by their keys.

std::string IsoTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

// `column_id` is a text and `nullable` a truth value: one client is strict about both.
Json ColumnsJson(const Columns& columns) {
  Json list = Json::array();
  for (size_t i = 0; i < columns.size(); ++i) {
    list.push_back({{"name", columns[i].name},
                    {"type", columns[i].type.ToString()},
                    {"comment", columns[i].comment},
                    {"nullable", columns[i].nullable},
                    {"column_id", absl::StrCat(i)},
                    {"default_value", ""}});
  }
  return list;
}

Json SchemaJson(const Columns& columns, const Columns& partition_keys) {
  return {{"IsVirtualView", false},
          {"columns", ColumnsJson(columns)},
          {"partitionKeys", ColumnsJson(partition_keys)}};
}

http::ServerResponse Answer(int status, const Json& json) {
  http::ServerResponse response{.status = status};
  response.headers.Add("Content-Type", "application/json");
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

}  // namespace

http::ServerResponse UploadAnswer(int status, const Upload& upload, const Columns& columns,
                                  const Columns& partition_keys,
                                  const std::vector<UploadBlock>& blocks) {
  Json list = Json::array();
  for (const UploadBlock& block : blocks) {
    list.push_back({{"BlockID", block.block_id},
                    {"CreateTime", absl::ToUnixSeconds(block.created)},
                    {"Date", IsoTime(block.created)},
                    {"FileName", block.file},
                    {"RecordCount", block.rows},
                    {"Version", 0}});
  }
  return Answer(status, {{"UploadID", upload.id},
                         {"Status", ToString(upload.state)},
                         {"Schema", SchemaJson(columns, partition_keys)},
                         {"UploadedBlockList", list},
                         {"MaxFieldSize", RecordDecoder::kFieldBytesMax},
                         {"IsOverwrite", upload.overwrite},
                         {"Owner", upload.owner},
                         {"Initiated", IsoTime(upload.created)},
                         {"QuotaName", "default"}});
}

http::ServerResponse DownloadAnswer(int status, const Download& download, const Columns& columns,
                                    const Columns& partition_keys) {
  return Answer(status, {{"DownloadID", download.id},
                         {"Status", download.is_expired ? "expired" : "normal"},
                         {"RecordCount", download.rows},
                         {"Schema", SchemaJson(columns, partition_keys)},
                         {"SupportReadByRawSize", false},
                         {"Initiated", IsoTime(download.created)},
                         {"QuotaName", "default"}});
}

http::ServerResponse StreamAnswer(int status, const Stream& stream, const Table& table,
                                  const std::string& worker) {
  Json slots = Json::array();
  for (int64_t slot = 0; slot < stream.slots; ++slot) slots.push_back({slot, worker});
  return Answer(status, {{"session_name", stream.id},
                         {"schema", SchemaJson(table.columns, table.partition_keys)},
                         {"schema_version", table.schema_version},
                         {"status", "normal"},
                         {"slots", slots},
                         {"quota_name", "default"},
                         {"QuotaName", "default"}});
}

http::ServerResponse UpsertAnswer(int status, const Upsert& upsert, const Table& table,
                                  const std::string& worker) {
  Json slots = Json::array();
  for (int64_t slot = 0; slot < upsert.slots; ++slot) {
    Json buckets = Json::array();
    for (int64_t bucket = slot; bucket < kUpsertBuckets; bucket += upsert.slots) {
      buckets.push_back(bucket);
    }
    slots.push_back({{"slot_id", slot}, {"buckets", buckets}, {"worker_addr", worker}});
  }
  return Answer(status, {{"id", upsert.id},
                         {"schema", SchemaJson(table.columns, table.partition_keys)},
                         {"hash_key", table.primary_key},
                         {"hasher", "default"},
                         {"slots", slots},
                         {"status", ToString(upsert.state)},
                         {"enable_partial_update", true},
                         {"quota_name", "default"}});
}

http::ServerResponse TunnelError(const absl::Status& error, const std::string& request_id) {
  Json members = {{"Code", CodeOf(error)},
                  {"Message", std::string(error.message())},
                  {"RequestId", request_id}};
  // A text, because clients read it as one.
  if (auto hold = HoldOf(error); hold.has_value()) {
    members["HoldClientMillis"] = absl::StrCat(absl::ToInt64Milliseconds(*hold));
  }
  http::ServerResponse response = Answer(HttpStatusOf(error), members);
  for (const auto& [name, value] : HeadersOf(error)) response.headers.Add(name, value);
  return response;
}

}  // namespace sluice::emulator
