#ifndef SLUICE_CLI_COMMAND_FLAG_FIELDS_H_
#define SLUICE_CLI_COMMAND_FLAG_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/command/session.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/message.h"

namespace sluice::cli {

// Fills `resource` from the flags that name a field of it. Files that flags name are read, and the
// line break at their end is left out. INVALID_ARGUMENT names the flag.
absl::Status FillFromFlags(Session& session, google::protobuf::Message& resource);

// The fields whose flags were given, in the order of the grammar.
std::vector<std::string> FieldsGiven(const Invocation& invocation);

// Whether any flag was given that fills a field.
bool HasFieldFlags(const Invocation& invocation);

// A flag that holds a duration, as 90s or 2m.
absl::Status FillDuration(const Invocation& invocation, const std::string& flag,
                          google::protobuf::Duration& duration);

// The number of a revision, from 1.
absl::StatusOr<int64_t> RevisionNumber(const std::string& text);

// Who asks, for the revision that it makes: --author, or what the environment says.
std::string AuthorOf(const Session& session);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_FLAG_FIELDS_H_
