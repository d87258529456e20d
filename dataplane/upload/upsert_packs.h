#ifndef SLUICE_DATAPLANE_UPLOAD_UPSERT_PACKS_H_
#define SLUICE_DATAPLANE_UPLOAD_UPSERT_PACKS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/key_hash.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::dataplane {

// What one bucket of an upsert session gets.
struct BucketPack {
  int bucket = 0;
  maxcompute::EncodedBlock block;
};

// Shares changes among the buckets of a session, and keeps of each key only the last one: a session
// that holds at most one change of each key can take its packs twice, late and in any order, and is
// the same.
//
// `streams` are whole record streams of ChangeTypes, in the order of their records. `schema` tells
// the primary key. DATA_LOSS: they are damaged, which is a mistake of ours. Pure.
absl::StatusOr<std::vector<BucketPack>> PackByBucket(const std::vector<absl::string_view>& streams,
                                                     const maxcompute::TableSchema& schema,
                                                     const maxcompute::KeyHash& hash, int buckets);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_UPSERT_PACKS_H_
