#include "dataplane/task/delivery.h"

#include <algorithm>

#include "dataplane/commit/upload_keeper.h"
#include "dataplane/commit/upsert_keeper.h"
#include "dataplane/upload/batch_writer.h"
#include "dataplane/upload/stream_writer.h"
#include "dataplane/upload/upsert_writer.h"

namespace sluice::dataplane {

Delivery::Delivery(const RevisionDefinition& revision, const maxcompute::TableSchema& planned,
                   const DeliveryParts& parts)
    : table_(parts.sql, revision.table_name(), planned),
      witness_(parts.sql, revision.table_name()),
      rows_may_repeat_(revision.delivery == DeliveryMode::kUpsert) {
  switch (revision.delivery) {
    case DeliveryMode::kExactlyOnce:
      writer_ = std::make_unique<BatchWriter>(parts.tunnel, table_);
      break;
    case DeliveryMode::kStream:
      writer_ = std::make_unique<StreamWriter>(parts.streams, table_);
      break;
    case DeliveryMode::kUpsert:
      writer_ = std::make_unique<UpsertWriter>(parts.upserts, table_);
      sessions_ = std::make_unique<UpsertKeeper>(parts.upserts, table_.name());
      return;
  }
  sessions_ =
      std::make_unique<UploadKeeper>(parts.tunnel, witness_, table_.name(), revision.source_topic);
}

BatchLimits LimitsOf(DeliveryMode mode, BatchLimits limits) {
  switch (mode) {
    case DeliveryMode::kExactlyOnce:
      break;
    case DeliveryMode::kStream:
      // Half of it passes before a record's batch is sealed, on average.
      limits.age_min = std::min(limits.age_min, absl::Milliseconds(250));
      break;
    case DeliveryMode::kUpsert:
      // Blocks are kept, unpacked, until the batch is sealed.
      limits.batch_bytes_max = std::min<int64_t>(limits.batch_bytes_max, 64 << 20);
      limits.blocks.encoding = maxcompute::ContentEncoding::kRaw;
      break;
  }
  return limits;
}

SessionBudget BudgetOf(DeliveryMode mode, int tasks) {
  return mode == DeliveryMode::kStream ? SessionBudget::Unlimited() : SessionBudget(tasks);
}

}  // namespace sluice::dataplane
