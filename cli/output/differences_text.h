#ifndef SLUICE_CLI_OUTPUT_DIFFERENCES_TEXT_H_
#define SLUICE_CLI_OUTPUT_DIFFERENCES_TEXT_H_

#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace sluice::cli {

// One field in which two resources differ: its path, and its values as JSON, empty where not set.
struct Difference {
  std::string field;
  std::string from;
  std::string to;
};

// In which fields that users set two resources of one kind differ. Secrets, which no answer holds,
// are passed over. Pure.
std::vector<Difference> DifferencesBetween(const google::protobuf::Message& from,
                                           const google::protobuf::Message& to);

// For people: a line for what was and a line for what is, as `diff` prints them.
std::string DifferencesText(const std::vector<Difference>& differences);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_DIFFERENCES_TEXT_H_
