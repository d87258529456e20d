#ifndef SLUICE_API_MANIFEST_CONNECTOR_FLAGS_H_
#define SLUICE_API_MANIFEST_CONNECTOR_FLAGS_H_

#include <string>
#include <vector>

namespace sluice::manifest {

// A flag of `sluicectl` and the field of a resource that it fills.
struct FieldFlag {
  std::string name;
  std::string value;  // What stands in its place in the help. Empty: a switch.
  std::string help;
  std::string field;  // Path from the resource: `sink.table`.
  // The value names a file that holds the field's text: secrets stay off the command line.
  bool from_file = false;
};

// The flags that fill a connector's definition, in the order of the API: every field that a user
// may set has one, but labels and annotations. Pure.
std::vector<FieldFlag> ConnectorFlags();

}  // namespace sluice::manifest

#endif  // SLUICE_API_MANIFEST_CONNECTOR_FLAGS_H_
