#ifndef SLUICE_CLI_COMMAND_FLAG_FIELDS_H_
#define SLUICE_CLI_COMMAND_FLAG_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/command/session.h"
#include "google/protobuf/message.h"

namespace sluice::cli {

// Fills `resource` from the flags that name a field of it. Files that flags name are read, and the
// line break at their end is left out. INVALID_ARGUMENT names the flag.
absl::Status FillFromFlags(Session& session, google::protobuf::Message& resource);

// The fields whose flags were given, in the order of the grammar.
std::vector<std::string> FieldsGiven(const Invocation& invocation);

// Whether any flag was given that fills a field.
bool HasFieldFlags(const Invocation& invocation);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_FLAG_FIELDS_H_
