#ifndef SLUICE_TESTS_MODEL_PRODUCT_H_
#define SLUICE_TESTS_MODEL_PRODUCT_H_

#include <string>
#include <vector>

#include "dataplane/commit/entry_plan.h"
#include "dataplane/commit/standing_intent.h"
#include "formats/intent.h"
#include "maxcompute/tunnel/tunnel.h"
#include "tests/model/state.h"

// The model's small values as those that the product's decisions take.
namespace sluice::model {

dataplane::LedgerIdentity Identity();
std::string TablePartitionName(int table_partition);
formats::IntentSession IntentSessionOf(const Share& share);
formats::Intent IntentOf(const Batch& batch);
dataplane::StandingIntent StandingIntentOf(int source, const Batch& batch,
                                           std::vector<dataplane::SessionFate> fates);

// What the tunnel says of the session. `misread`: it does not tell its blocks.
maxcompute::UploadState UploadStateOf(const Session& session, bool misread);

// For traces.
std::string Describe(const Batch& batch);
std::string Describe(const Entry& entry);

}  // namespace sluice::model

#endif  // SLUICE_TESTS_MODEL_PRODUCT_H_
