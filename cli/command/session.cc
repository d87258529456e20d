#include "cli/command/session.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/reason.h"
#include "cli/grammar/parser.h"

namespace sluice::cli {
namespace {

absl::Status Usage(absl::string_view message, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage), remedy);
}

}  // namespace

absl::StatusOr<std::string> Session::InstanceName(const std::string& argument) const {
  const std::vector<std::string> parts = absl::StrSplit(argument, '/');
  if (parts.size() == 1) return absl::StrCat("instances/", argument);
  if (parts.size() == 2 && parts[0] == "instances") return argument;
  return Usage(absl::StrCat("'", argument, "' is no instance"),
               "write its id, or instances/INSTANCE");
}

absl::StatusOr<std::string> Session::ConnectorName(const std::string& argument) const {
  const std::vector<std::string> parts = absl::StrSplit(argument, '/');
  if (parts.size() == 4 && parts[0] == "instances" && parts[2] == "connectors") return argument;
  if (parts.size() != 1) {
    return Usage(absl::StrCat("'", argument, "' is no connector"),
                 "write its id, or instances/INSTANCE/connectors/CONNECTOR");
  }
  if (instance.empty()) {
    return Usage(absl::StrCat("on which instance is the connector '", argument, "'?"),
                 "give --instance NAME, or set SLUICE_INSTANCE");
  }
  return absl::StrCat("instances/", instance, "/connectors/", argument);
}

std::string Session::WorkerName(const std::string& argument) const {
  return argument.find('/') == argument.npos ? absl::StrCat("workers/", argument) : argument;
}

absl::StatusOr<int> Session::Number(const std::string& flag, int fallback) const {
  int number = fallback;
  if (invocation.Has(flag) && !absl::SimpleAtoi(invocation.Get(flag), &number)) {
    return Usage(absl::StrCat("--", flag, " is no whole number: '", invocation.Get(flag), "'"), "");
  }
  return number;
}

}  // namespace sluice::cli
