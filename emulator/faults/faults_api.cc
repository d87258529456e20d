#include "emulator/faults/faults_api.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

constexpr std::pair<const char*, Fault::Action> kActions[] = {
    {"hold_before", Fault::Action::kHoldBefore},
    {"hold_after", Fault::Action::kHoldAfter},
    {"fail", Fault::Action::kFail},
    {"drop_before", Fault::Action::kDropBefore},
    {"drop_after", Fault::Action::kDropAfter},
    {"cut", Fault::Action::kCut},
    {"delay", Fault::Action::kDelay},
    {"disk_full", Fault::Action::kDiskFull},
};

absl::Status Refuse(absl::string_view why) { return ServiceError("InvalidArgument", why); }

absl::Status ReadText(const Json& json, const char* key, std::string& value) {
  if (!json.contains(key)) return absl::OkStatus();
  if (!json[key].is_string()) return Refuse(absl::StrCat(key, " must be a text"));
  value = json[key].get<std::string>();
  return absl::OkStatus();
}

absl::Status ReadCount(const Json& json, const char* key, int64_t max, int64_t& value) {
  if (!json.contains(key)) return absl::OkStatus();
  if (!json[key].is_number_integer() || json[key].get<int64_t>() < 0 ||
      json[key].get<int64_t>() > max) {
    return Refuse(absl::StrCat(key, " must be a number from 0 to ", max));
  }
  value = json[key].get<int64_t>();
  return absl::OkStatus();
}

absl::StatusOr<Fault> ParseFault(const std::string& body) {
  Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return Refuse("the body must be a JSON object");
  for (const auto& [key, value] : json.items()) {
    static constexpr const char* kKeys[] = {"match", "action",  "skip",     "times",      "status",
                                            "code",  "message", "delay_ms", "after_bytes"};
    if (std::find(std::begin(kKeys), std::end(kKeys), key) == std::end(kKeys)) {
      return Refuse(absl::StrCat("unknown key ", key));
    }
  }
  Fault fault;
  std::string action;
  int64_t status = fault.status;
  int64_t delay_ms = 0;
  Json match = json.value("match", Json::object());
  if (!match.is_object()) return Refuse("match must be an object");
  SLUICE_RETURN_IF_ERROR(ReadText(match, "operation", fault.operation));
  SLUICE_RETURN_IF_ERROR(ReadText(match, "table", fault.table));
  SLUICE_RETURN_IF_ERROR(ReadText(json, "action", action));
  SLUICE_RETURN_IF_ERROR(ReadText(json, "code", fault.code));
  SLUICE_RETURN_IF_ERROR(ReadText(json, "message", fault.message));
  SLUICE_RETURN_IF_ERROR(ReadCount(json, "skip", 1'000'000'000, fault.skip));
  SLUICE_RETURN_IF_ERROR(ReadCount(json, "times", 1'000'000'000, fault.times));
  SLUICE_RETURN_IF_ERROR(ReadCount(json, "status", 599, status));
  SLUICE_RETURN_IF_ERROR(ReadCount(json, "delay_ms", 600'000, delay_ms));
  SLUICE_RETURN_IF_ERROR(ReadCount(json, "after_bytes", int64_t{1} << 40, fault.after_bytes));
  if (status < 200) return Refuse("status must be from 200 to 599");
  fault.status = static_cast<int>(status);
  fault.delay = absl::Milliseconds(delay_ms);
  fault.table = absl::AsciiStrToLower(fault.table);
  for (const auto& [name, known] : kActions) {
    if (action != name) continue;
    fault.action = known;
    return fault;
  }
  std::string names;
  for (const auto& [name, known] : kActions)
    absl::StrAppend(&names, names.empty() ? "" : ", ", name);
  return Refuse(absl::StrCat("action must be one of ", names));
}

Json ToJson(const FaultRegistry::Listed& listed) {
  std::string action;
  for (const auto& [name, known] : kActions) {
    if (known == listed.fault.action) action = name;
  }
  return {{"id", listed.id},
          {"match", {{"operation", listed.fault.operation}, {"table", listed.fault.table}}},
          {"action", action},
          {"skip", listed.fault.skip},
          {"times", listed.fault.times},
          {"hits", listed.hits},
          {"struck", listed.struck},
          {"holding", listed.holding}};
}

http::ServerResponse Answer(const Json& json) {
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

}  // namespace

absl::StatusOr<http::ServerResponse> HandleFaults(FaultRegistry& faults,
                                                  const http::ServerRequest& request) {
  // "", "emulator", "faults"[, id[, "release"]]
  std::vector<std::string> parts = absl::StrSplit(request.target.path, '/');
  if (parts.size() == 3 && request.method == "GET") {
    Json list = Json::array();
    for (const FaultRegistry::Listed& listed : faults.List()) list.push_back(ToJson(listed));
    return Answer({{"faults", list}});
  }
  if (parts.size() == 3 && request.method == "POST") {
    SLUICE_ASSIGN_OR_RETURN(Fault fault, ParseFault(request.body));
    return Answer({{"id", faults.Add(std::move(fault))}});
  }
  if (parts.size() == 4 && request.method == "DELETE") {
    SLUICE_RETURN_IF_ERROR(faults.Remove(parts[3]));
    return Answer(Json::object());
  }
  if (parts.size() == 5 && parts[4] == "release" && request.method == "POST") {
    SLUICE_RETURN_IF_ERROR(faults.Release(parts[3]));
    return Answer(Json::object());
  }
  return ServiceError("NoSuchObject", "no such request on faults");
}

}  // namespace sluice::emulator
