#ifndef SLUICE_CLI_MANIFEST_MANIFEST_H_
#define SLUICE_CLI_MANIFEST_MANIFEST_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace sluice::cli {

// A YAML document that describes a resource: `kind: Connector`, then the fields of the API's
// message of that name.
struct Manifest {
  std::string kind;  // `Instance` or `Connector`.
  std::unique_ptr<google::protobuf::Message> resource;
  int line = 0;  // Where the document begins.
};

// Reads all documents of `text`. Strict: unknown fields, a field given twice, values of the wrong
// kind and YAML mistakes are errors. INVALID_ARGUMENT with reason MANIFEST_INVALID carries every
// mistake as a violation whose field is `FILE:LINE: PATH`. Pure.
absl::StatusOr<std::vector<Manifest>> ReadManifests(absl::string_view text, absl::string_view file);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_MANIFEST_MANIFEST_H_
