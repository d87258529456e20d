#ifndef SLUICE_API_MANIFEST_CONNECTOR_TEXT_H_
#define SLUICE_API_MANIFEST_CONNECTOR_TEXT_H_

#include <string>

#include "sluice/v1/connector.pb.h"

namespace sluice::manifest {

// What a user may know and set of a connector: without the server's own fields, its etag, and
// secrets. Pure.
v1::Connector DefinitionOf(const v1::Connector& connector);

// The definition as `sluicectl get connector -o yaml` prints it, the server's own fields apart, for
// `sluicectl apply -f`. Pure.
std::string ManifestText(const v1::Connector& connector);

// The command of `sluicectl` that creates this connector: what is not set stays out, words are
// quoted for a POSIX shell, flags stand on lines of their own. The secret of an access key is read
// from standard input. Where a field has no flag (annotations), it creates from a file with the
// manifest instead. Pure.
std::string CreateCommand(const v1::Connector& connector);

}  // namespace sluice::manifest

#endif  // SLUICE_API_MANIFEST_CONNECTOR_TEXT_H_
