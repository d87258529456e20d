#include "controlplane/preflight/table_connections.h"

#include "absl/strings/ascii.h"

namespace sluice::controlplane {

maxcompute::TableName TableNameOf(const MaxComputeSink& sink) {
  return {absl::AsciiStrToLower(sink.project), absl::AsciiStrToLower(sink.schema),
          absl::AsciiStrToLower(sink.table)};
}

}  // namespace sluice::controlplane
