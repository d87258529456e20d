#include "cli/grammar/connector_flags.h"

#include <utility>

#include "api/manifest/connector_flags.h"

namespace sluice::cli {

std::vector<Flag> ConnectorFlags() {
  std::vector<Flag> flags;
  for (manifest::FieldFlag& flag : manifest::ConnectorFlags()) {
    flags.push_back({.name = std::move(flag.name),
                     .value = std::move(flag.value),
                     .help = std::move(flag.help),
                     .field = std::move(flag.field),
                     .from_file = flag.from_file});
  }
  return flags;
}

}  // namespace sluice::cli
