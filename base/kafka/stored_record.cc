#include "base/kafka/stored_record.h"

namespace sluice::kafka {

int64_t StoredRecord::bytes() const {
  size_t bytes = key.value_or("").size() + value.value_or("").size();
  for (const StoredHeader& header : headers) {
    bytes += header.key.size() + header.value.value_or("").size();
  }
  return static_cast<int64_t>(bytes);
}

}  // namespace sluice::kafka
