#include "emulator/tunnel/upsert_merge.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/record/record_decoder.h"
#include "emulator/record/record_encoder.h"

namespace sluice::emulator {
namespace {

constexpr int64_t kUpsert = 'U';
constexpr int64_t kDelete = 'D';

// Places behind the table's columns.
constexpr size_t kOperation = 2;
constexpr size_t kValueColumns = 4;
constexpr size_t kMetaColumns = 5;

// A column's id, as the session told it, is its place.
absl::StatusOr<std::vector<int>> ReadChanged(const Columns& columns, const Value& list) {
  std::vector<int> changed;
  if (IsNull(list)) return changed;
  for (const Value& item : std::get<std::shared_ptr<const Nested>>(list)->items) {
    const auto* id = std::get_if<int64_t>(&item);
    if (id == nullptr || *id < 0 || *id >= static_cast<int64_t>(columns.size())) {
      return ServiceError("DataStoreError", "__value_cols names a column that the table has not");
    }
    changed.push_back(static_cast<int>(*id));
  }
  return changed;
}

}  // namespace

Columns UpsertColumns(const Columns& columns) {
  const Type bigint{.kind = Kind::kBigint};
  const Type list{.kind = Kind::kArray, .parts = {bigint}};
  Columns all = columns;
  all.push_back({.name = "__version", .type = bigint});
  all.push_back({.name = "__app_version", .type = bigint});
  all.push_back({.name = "__operation", .type = {.kind = Kind::kTinyint}});
  all.push_back({.name = "__key_cols", .type = list});
  all.push_back({.name = "__value_cols", .type = list});
  return all;
}

std::vector<int> KeyPlaces(const Table& table) {
  std::vector<int> places;
  for (const std::string& name : table.primary_key) {
    places.push_back(FindColumn(table.columns, name));
  }
  return places;
}

absl::StatusOr<UpsertRow> ReadUpsertRow(const Columns& columns, const std::vector<int>& key,
                                        const Row& decoded) {
  const size_t meta = columns.size();
  const auto* operation = std::get_if<int64_t>(&decoded[meta + kOperation]);
  if (operation == nullptr || (*operation != kUpsert && *operation != kDelete)) {
    return ServiceError("DataStoreError", "__operation must be 85 (upsert) or 68 (delete)");
  }
  UpsertRow change{.row = Row(decoded.begin(), decoded.begin() + static_cast<int64_t>(meta)),
                   .is_delete = *operation == kDelete};
  for (int place : key) {
    if (!IsNull(change.row[place])) continue;
    return ServiceError("DataStoreError", absl::StrCat("column ", columns[place].name,
                                                       " of the primary key is not nullable"));
  }
  SLUICE_ASSIGN_OR_RETURN(change.changed, ReadChanged(columns, decoded[meta + kValueColumns]));
  return change;
}

bool UpsertMerge::KeyLess::operator()(const Row& a, const Row& b) const {
  for (size_t i = 0; i < a.size(); ++i) {
    if (int order = Compare(a[i], b[i]); order != 0) return order < 0;
  }
  return false;
}

Row UpsertMerge::KeyOf(const Row& row) const {
  Row key;
  for (int place : key_) key.push_back(row[place]);
  return key;
}

void UpsertMerge::Fold(UpsertRow next) {
  Change& change = changes_[KeyOf(next.row)];
  if (next.is_delete || next.changed.empty()) {
    change = Change{.row = std::move(next.row), .is_whole = true, .is_delete = next.is_delete};
    return;
  }
  if (change.row.empty() || change.is_delete) {
    // What a deleted row held must not come back.
    change.row.assign(table_.columns.size(), Value());
    for (int place : key_) change.row[place] = next.row[place];
    change.is_delete = false;
    change.is_changed.assign(table_.columns.size(), false);
  }
  for (int place : next.changed) {
    change.row[place] = next.row[place];
    if (!change.is_whole) change.is_changed[place] = true;
  }
}

absl::Status UpsertMerge::AddPack(absl::string_view bytes) {
  const Columns columns = UpsertColumns(table_.columns);
  RecordDecoder decoder(columns, bytes);
  Row decoded;
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(bool more, decoder.Next(decoded));
    if (!more) return absl::OkStatus();
    SLUICE_ASSIGN_OR_RETURN(UpsertRow row, ReadUpsertRow(table_.columns, key_, decoded));
    Fold(std::move(row));
  }
}

absl::StatusOr<UpsertMerge::Result> UpsertMerge::Apply(const BlockDirectory& blocks,
                                                       const std::vector<Segment>& segments) {
  RecordEncoder encoder(table_.columns);
  Result result;
  Row row;
  for (const Segment& segment : segments) {
    SLUICE_ASSIGN_OR_RETURN(std::string bytes, blocks.Read(segment.file));
    RecordDecoder decoder(table_.columns, bytes);
    while (true) {
      SLUICE_ASSIGN_OR_RETURN(bool more, decoder.Next(row));
      if (!more) break;
      auto found = changes_.find(KeyOf(row));
      if (found != changes_.end()) {
        Change& change = found->second;
        if (change.is_whole) continue;
        for (size_t i = 0; i < row.size(); ++i) {
          if (change.is_changed[i]) row[i] = change.row[i];
        }
        change.is_applied = true;
      }
      encoder.Append(row, result.bytes);
    }
  }
  for (const auto& [key, change] : changes_) {
    if (!change.is_delete && !change.is_applied) encoder.Append(change.row, result.bytes);
  }
  encoder.Finish(result.bytes);
  result.rows = encoder.count();
  return result;
}

}  // namespace sluice::emulator
