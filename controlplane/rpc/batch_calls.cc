#include "controlplane/rpc/batch_calls.h"

#include <openssl/sha.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <set>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/filter/parse_filter.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr int kConnectorsMax = 1000;
constexpr size_t kThreadsMax = 8;  // Deploy waits for brokers; all the others are quick.
constexpr size_t kAuthorBytesMax = 128;
constexpr Verb kBatchVerbs[] = {Verb::kDeploy, Verb::kPause, Verb::kResume, Verb::kStop,
                                Verb::kRestart};

std::optional<Verb> ReadVerb(const std::string& word, Violations& violations) {
  for (Verb verb : kBatchVerbs) {
    if (NameOf(verb) == word) return verb;
  }
  violations.Add(
      "verb", word.empty() ? "FIELD_REQUIRED" : "FIELD_FORM",
      absl::StrCat("is ", Echo(word), "; choose deploy, pause, resume, stop or restart"));
  return std::nullopt;
}

void CheckNames(const v1::BatchSetConnectorStateRequest& request, const std::string& instance,
                Violations& violations) {
  if (request.names().empty() == request.filter().empty()) {
    violations.Add("names", "FIELD_CONFLICT",
                   "and filter say which connectors are meant; give one of them");
  }
  if (request.names_size() > kConnectorsMax) {
    violations.Add("names", "FIELD_TOO_LONG",
                   absl::StrCat("has ", request.names_size(), "; give at most ", kConnectorsMax));
    return;
  }
  for (const std::string& name : request.names()) {
    const ConnectorId id = ReadConnectorName("names", name, violations);
    if (id.instance.empty() || id.instance == instance) continue;
    violations.Add("names", "FIELD_CONFLICT",
                   absl::StrCat("holds ", Echo(name), ", which is not of ", Echo(request.parent()),
                                "; ask for it there"));
  }
}

// Of one connector within the request, so that a repeat after a death in the middle does none
// twice.
std::string ItemRequestId(const std::string& request_id, const ConnectorId& id) {
  if (request_id.empty()) return "";
  const std::string text =
      absl::StrCat("batch\n", request_id, "\n", id.instance, "/", id.connector);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), 24));
}

}  // namespace

absl::StatusOr<std::vector<ConnectorId>> BatchCalls::Choose(
    const v1::BatchSetConnectorStateRequest& request, const std::string& instance,
    v1::BatchSetConnectorStateResponse* response) {
  if (!request.names().empty()) {
    std::set<ConnectorId> ids;
    Violations ignored;
    for (const std::string& name : request.names()) {
      ids.insert(ReadConnectorName("names", name, ignored));
    }
    return std::vector<ConnectorId>(ids.begin(), ids.end());
  }
  ConnectorQuery query{.instance = instance, .limit = kConnectorsMax + 1, .now = clock_.Now()};
  SLUICE_ASSIGN_OR_RETURN(query.filter, ParseFilter(request.filter()));
  const auto found = index_.FindConnectors(query);
  if (!found.ok()) return About(found.status(), kInstanceType, request.parent());
  std::vector<ConnectorId> ids;
  for (const FoundConnector& one : *found) ids.push_back(one.connector.id);
  response->set_more(static_cast<int>(ids.size()) > kConnectorsMax);
  if (response->more()) ids.resize(kConnectorsMax);
  return ids;
}

BatchCalls::Result BatchCalls::SetOne(const v1::BatchSetConnectorStateRequest& request, Verb verb,
                                      const ConnectorId& id) {
  Result result;
  result.set_name(ConnectorName(id));
  v1::Connector connector;
  const absl::Status status =
      verbs_.SetState({.verb = verb,
                       .id = id,
                       .request_id = ItemRequestId(request.request_id(), id),
                       .author = request.author(),
                       .validate_only = request.validate_only()},
                      &connector);
  result.set_done(status.ok());
  result.set_desired_state(connector.desired_state());
  if (status.ok()) return result;
  const google::rpc::Status details = DetailsOf(status);
  result.set_reason(ReasonOf(status));
  const std::string remedy = RemedyOf(status);
  result.set_message(remedy.empty() ? details.message()
                                    : absl::StrCat(details.message(), "; ", remedy));
  const absl::StatusOr<Connector> stored = connectors_.GetConnector(id);
  result.clear_desired_state();
  if (stored.ok()) result.set_desired_state(ToProto(stored->desired_state));
  return result;
}

absl::Status BatchCalls::SetState(const v1::BatchSetConnectorStateRequest& request,
                                  v1::BatchSetConnectorStateResponse* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  CheckText("author", request.author(), kAuthorBytesMax, violations);
  const std::string instance = ReadInstanceName("parent", request.parent(), violations);
  const std::optional<Verb> verb = ReadVerb(request.verb(), violations);
  CheckNames(request, instance, violations);
  if (!violations.empty()) return InvalidRequest(violations);

  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return guard_.Run("BatchSetConnectorState", request_id, request, response,
                    [&](Request stored) -> absl::Status {
                      SLUICE_ASSIGN_OR_RETURN(const std::vector<ConnectorId> ids,
                                              Choose(request, instance, response));
                      std::vector<Result> results(ids.size());
                      std::atomic<size_t> next = 0;
                      const auto work = [&] {
                        for (size_t i = next++; i < ids.size(); i = next++) {
                          results[i] = SetOne(request, *verb, ids[i]);
                        }
                      };
                      std::vector<std::thread> others;
                      while (others.size() + 1 < std::min(kThreadsMax, ids.size()))
                        others.emplace_back(work);
                      work();
                      for (std::thread& other : others) other.join();
                      for (Result& result : results) *response->add_results() = std::move(result);
                      if (stored.id.empty()) return absl::OkStatus();
                      stored.answer = response->SerializeAsString();
                      return guard_.log().StoreAnswer(stored, StorableNow(clock_));
                    });
}

}  // namespace sluice::controlplane
