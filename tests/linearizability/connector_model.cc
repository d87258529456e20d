#include "tests/linearizability/connector_model.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace sluice::linearizability {
namespace {

constexpr char kDeleted[] = "DELETED";

struct Rule {
  Verb verb;
  const char* from;
  const char* to;
};

// Written down once more: the product's own table must agree with it.
constexpr Rule kRules[] = {
    {Verb::kDeploy, "DRAFT", "RUNNING"},   {Verb::kDeploy, "STOPPED", "RUNNING"},
    {Verb::kDeploy, "RUNNING", "RUNNING"}, {Verb::kPause, "RUNNING", "PAUSED"},
    {Verb::kPause, "PAUSED", "PAUSED"},    {Verb::kResume, "PAUSED", "RUNNING"},
    {Verb::kResume, "RUNNING", "RUNNING"}, {Verb::kStop, "DRAFT", "STOPPED"},
    {Verb::kStop, "RUNNING", "STOPPED"},   {Verb::kStop, "PAUSED", "STOPPED"},
    {Verb::kStop, "STOPPED", "STOPPED"}};

// What the verb makes of a desired state; nothing: it is refused.
std::optional<std::string> DesiredAfter(Verb verb, const std::string& from) {
  if (verb == Verb::kDelete) return kDeleted;
  if (verb == Verb::kUpdate) return from == kDeleted ? std::nullopt : std::optional(from);
  for (const Rule& rule : kRules) {
    if (rule.verb == verb && rule.from == from) return rule.to;
  }
  return std::nullopt;
}

}  // namespace

const char* NameOf(Verb verb) {
  constexpr const char* kNames[] = {"get",   "create", "update", "deploy",
                                    "pause", "resume", "stop",   "delete"};
  return kNames[static_cast<int>(verb)];
}

std::string Call::ToString() const {
  std::string text = absl::StrCat(absl::FormatDuration(begun), " to ", absl::FormatDuration(ended),
                                  ": ", NameOf(verb));
  if (!request_id.empty()) absl::StrAppend(&text, " id=", request_id);
  if (!etag.empty()) absl::StrAppend(&text, " etag=", etag);
  if (!description.empty()) absl::StrAppend(&text, " description=", description);
  absl::StrAppend(&text, " -> ", absl::StatusCodeToString(code), " ", reason);
  if (code != absl::StatusCode::kOk) return text;
  return absl::StrCat(text, "uid=", seen.uid, " etag=", seen.etag, " generation=", seen.generation,
                      " ", seen.desired, " ", seen.description);
}

std::string ConnectorModel::ToString() const {
  if (!exists_) return "none";
  return absl::StrCat(seen_.uid, " ", seen_.etag, " ", seen_.generation, " ", seen_.desired, " ",
                      seen_.description);
}

std::vector<ConnectorModel> ConnectorModel::After(const Call& call) const {
  std::vector<ConnectorModel> possible;
  ConnectorModel as_it_is = *this;
  if (as_it_is.Answer(call)) possible.push_back(std::move(as_it_is));
  if (exists_ && seen_.desired == kDeleted) {
    ConnectorModel gone = *this;
    gone.exists_ = false;
    if (gone.Answer(call)) possible.push_back(std::move(gone));
  }
  return possible;
}

// Whether the call could be answered so; changes the model accordingly.
bool ConnectorModel::Answer(const Call& call) {
  if (!call.request_id.empty()) {
    const auto answered = answered_.find({call.verb, call.request_id});
    if (answered != answered_.end()) {
      return call.code == absl::StatusCode::kOk && call.seen == answered->second;
    }
  }
  if (!Change(call)) return false;
  if (!call.request_id.empty() && call.code == absl::StatusCode::kOk) {
    answered_[{call.verb, call.request_id}] = call.seen;
  }
  return true;
}

bool ConnectorModel::Change(const Call& call) {
  using absl::StatusCode;
  if (call.verb == Verb::kCreate) {
    if (exists_) return call.code == StatusCode::kAlreadyExists;
    if (call.code != StatusCode::kOk || call.seen.generation != 1) return false;
    if (call.seen.desired != "DRAFT" || call.seen.description != call.description) return false;
    if (call.seen.uid == seen_.uid) return false;  // Another incarnation is another connector.
    exists_ = true;
    seen_ = call.seen;
    return true;
  }
  if (!exists_) return call.code == StatusCode::kNotFound;
  if (call.verb == Verb::kGet) return call.code == StatusCode::kOk && call.seen == seen_;

  const bool is_stale = !call.etag.empty() && call.etag != seen_.etag;
  const std::optional<std::string> desired = DesiredAfter(call.verb, seen_.desired);
  // Of two reasons to refuse, either will do.
  if (is_stale && call.code == StatusCode::kAborted) return true;
  if (!desired.has_value() && call.code == StatusCode::kFailedPrecondition) {
    return call.reason == "VERB_NOT_ALLOWED";
  }
  if (is_stale || !desired.has_value() || call.code != StatusCode::kOk) return false;

  Seen after = seen_;
  after.desired = *desired;
  if (call.verb == Verb::kUpdate) after.description = call.description;
  if (after == seen_) return call.seen == seen_;  // No change counts nothing.
  ++after.generation;
  after.etag = call.seen.etag;
  if (call.seen != after || after.etag == seen_.etag) return false;
  seen_ = after;
  return true;
}

}  // namespace sluice::linearizability
