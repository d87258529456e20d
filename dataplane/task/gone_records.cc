#include "dataplane/task/gone_records.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"

namespace sluice::dataplane {

absl::Status ToldHowToGoOn(const absl::Status& error, const std::string& connector_id,
                           int32_t partition) {
  // What retention has left begins later; what was cut off ends sooner.
  const bool truncated = ReasonOf(error) == kafka::reason::kSourceTruncated;
  return WithRemedy(
      error, absl::StrCat("move the connector's offsets to what is there; what is gone is lost:\n"
                          "sluicectl move-offsets ",
                          connector_id, " --partition=", partition,
                          " --to=", truncated ? "latest" : "earliest"));
}

}  // namespace sluice::dataplane
