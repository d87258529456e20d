#include "dataplane/upload/upsert_packs.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/record_decoder.h"
#include "maxcompute/record/row_change.h"

namespace sluice::dataplane {
namespace {

// One change on its way, where it stands in its stream.
struct Change {
  maxcompute::EncodedRecord record;
  int bucket = 0;
  bool superseded = false;
};

void AppendBytes(const void* bytes, size_t size, std::string& text) {
  text.append(static_cast<const char*>(bytes), size);
}

// The same text for the same key, and for no other. Key columns have no other types (CheckKeyType).
void AppendKeyValue(const maxcompute::Value& value, std::string& text) {
  text.push_back(static_cast<char>(value.data.index()));
  if (const auto* truth = std::get_if<bool>(&value.data)) AppendBytes(truth, sizeof *truth, text);
  if (const auto* number = std::get_if<int64_t>(&value.data))
    AppendBytes(number, sizeof *number, text);
  if (const auto* time = std::get_if<maxcompute::Timestamp>(&value.data)) {
    AppendBytes(&time->seconds, sizeof time->seconds, text);
    AppendBytes(&time->nanos, sizeof time->nanos, text);
  }
  if (const auto* words = std::get_if<std::string>(&value.data)) {
    const size_t size = words->size();
    AppendBytes(&size, sizeof size, text);
    text.append(*words);
  }
}

std::vector<int> KeyPositions(const maxcompute::TableSchema& schema) {
  std::vector<int> positions;
  for (const std::string& name : schema.primary_key) {
    if (const std::optional<int> position = schema.FindColumn(name)) positions.push_back(*position);
  }
  return positions;
}

}  // namespace

absl::StatusOr<std::vector<BucketPack>> PackByBucket(const std::vector<absl::string_view>& streams,
                                                     const maxcompute::TableSchema& schema,
                                                     const maxcompute::KeyHash& hash, int buckets) {
  const std::vector<maxcompute::ColumnType> types = maxcompute::ChangeTypes(schema);
  const std::vector<int> key_positions = KeyPositions(schema);
  std::vector<Change> changes;
  absl::flat_hash_map<std::string, size_t> last;  // By key.
  maxcompute::Row row;
  std::string key;
  for (const absl::string_view stream : streams) {
    maxcompute::RecordDecoder decoder(types, stream);
    for (;;) {
      SLUICE_ASSIGN_OR_RETURN(const bool more, decoder.Next(row));
      if (!more) break;
      key.clear();
      for (const int position : key_positions) AppendKeyValue(row[position], key);
      const auto [found, first] = last.try_emplace(key, changes.size());
      if (!first) {
        changes[found->second].superseded = true;
        found->second = changes.size();
      }
      changes.push_back({decoder.last(), hash.BucketOf(row, buckets)});
    }
  }
  std::vector<maxcompute::RecordEncoder> encoders(buckets);
  for (const Change& change : changes) {
    if (!change.superseded) encoders[change.bucket].Append(change.record);
  }
  std::vector<BucketPack> packs;
  for (int bucket = 0; bucket < buckets; ++bucket) {
    if (encoders[bucket].rows() > 0) packs.push_back({bucket, encoders[bucket].Finish()});
  }
  return packs;
}

}  // namespace sluice::dataplane
