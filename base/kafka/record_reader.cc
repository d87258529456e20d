#include "base/kafka/record_reader.h"

#include <utility>

namespace sluice::kafka {

void KeepNewest(StoredRecord record, const std::set<std::string>& keys, NewestByKey& newest) {
  if (!record.key.has_value() || keys.count(*record.key) == 0) return;
  const auto [found, first] = newest.try_emplace(*record.key, record);
  if (first) return;
  StoredRecord& kept = found->second;
  const bool newer = kept.partition == record.partition ? record.offset > kept.offset
                                                        : record.timestamp_ms > kept.timestamp_ms;
  if (newer) kept = std::move(record);
}

}  // namespace sluice::kafka
