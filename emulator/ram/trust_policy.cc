#include "emulator/ram/trust_policy.h"

#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

// A text, or any of a list of texts.
template <typename Predicate>
bool AnyText(const Json& json, Predicate holds) {
  if (json.is_string()) return holds(json.get<std::string>());
  if (!json.is_array()) return false;
  for (const Json& item : json) {
    if (item.is_string() && holds(item.get<std::string>())) return true;
  }
  return false;
}

bool IsAssumeRole(const std::string& action) {
  return action == "*" || absl::EqualsIgnoreCase(action, "sts:AssumeRole") ||
         absl::EqualsIgnoreCase(action, "sts:*");
}

bool Names(const std::string& principal, const std::string& service) {
  return principal == service || absl::EndsWith(principal, absl::StrCat(".", service));
}

}  // namespace

absl::Status CheckTrustPolicy(const std::string& document) {
  Json policy = Json::parse(document, nullptr, false);
  auto refuse = [](absl::string_view why) {
    return ServiceError("MalformedPolicyDocument", absl::StrCat("The trust policy ", why, "."));
  };
  if (!policy.is_object()) return refuse("is not a JSON object");
  if (!policy.contains("Statement") || !policy["Statement"].is_array() ||
      policy["Statement"].empty()) {
    return refuse("has no Statement");
  }
  for (const Json& statement : policy["Statement"]) {
    if (!statement.is_object() || !statement.contains("Principal") ||
        !statement["Principal"].is_object() || !statement.contains("Action")) {
      return refuse("has a Statement without Principal or Action");
    }
    const Json effect = statement.value("Effect", Json());
    if (effect != "Allow" && effect != "Deny")
      return refuse("has an Effect that is neither Allow nor Deny");
  }
  return absl::OkStatus();
}

bool TrustsService(const std::string& document, const std::string& service) {
  if (service.empty() || !CheckTrustPolicy(document).ok()) return false;
  bool allowed = false;
  const Json policy = Json::parse(document, nullptr, false);
  for (const Json& statement : policy["Statement"]) {
    const bool about = AnyText(statement["Principal"].value("Service", Json()),
                               [&](const std::string& name) { return Names(name, service); }) &&
                       AnyText(statement["Action"], IsAssumeRole);
    if (!about) continue;
    if (statement["Effect"] == "Deny") return false;
    allowed = true;
  }
  return allowed;
}

}  // namespace sluice::emulator
