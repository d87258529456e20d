#include "controlplane/rpc/watch/watch_messages.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/filter/parse_filter.h"
#include "controlplane/rpc/connector_lists.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

constexpr int kSubscriptionsMax = 16;
constexpr int kNamesMax = 200;
constexpr size_t kIdBytesMax = 64;

std::string FieldOf(int i, absl::string_view field) {
  return absl::StrCat("subscriptions[", i, "].", field);
}

void ReadId(int i, const std::string& id, std::set<std::string>& ids, Violations& violations) {
  if (id.empty() || id.size() > kIdBytesMax ||
      !std::all_of(id.begin(), id.end(), absl::ascii_isprint)) {
    violations.Add(FieldOf(i, "id"), id.empty() ? "FIELD_REQUIRED" : "FIELD_FORM",
                   "is not 1 to 64 printable ASCII characters; choose a short name");
  } else if (!ids.insert(id).second) {
    violations.Add(FieldOf(i, "id"), "FIELD_CONFLICT",
                   absl::StrCat("is ", Echo(id), " twice; give each subscription its own"));
  }
}

WatchSubscription ReadSubscription(int i, const v1::Subscription& proto, Violations& violations) {
  WatchSubscription subscription{.id = proto.id(),
                                 .counts = proto.counts() || proto.counts_only(),
                                 .counts_only = proto.counts_only()};
  if (proto.parent() != "instances/-") {
    subscription.instance = ReadInstanceName(FieldOf(i, "parent"), proto.parent(), violations);
  }
  if (proto.names_size() > kNamesMax) {
    violations.Add(FieldOf(i, "names"), "FIELD_TOO_LONG",
                   absl::StrCat("has ", proto.names_size(), "; give at most ", kNamesMax));
    return subscription;
  }
  for (const std::string& name : proto.names()) {
    subscription.names.insert(ReadConnectorName(FieldOf(i, "names"), name, violations));
  }
  return subscription;
}

constexpr Words<v1::WatchResponse::Type, WatchMessage::Type, 7> kTypes = {{
    {v1::WatchResponse::SNAPSHOT, WatchMessage::Type::kSnapshot},
    {v1::WatchResponse::CHANGED, WatchMessage::Type::kChanged},
    {v1::WatchResponse::LEFT, WatchMessage::Type::kLeft},
    {v1::WatchResponse::DELETED, WatchMessage::Type::kDeleted},
    {v1::WatchResponse::COUNTS, WatchMessage::Type::kCounts},
    {v1::WatchResponse::RESYNC, WatchMessage::Type::kResync},
    {v1::WatchResponse::HEARTBEAT, WatchMessage::Type::kHeartbeat},
}};

}  // namespace

absl::StatusOr<std::vector<WatchSubscription>> SubscriptionsOf(const v1::WatchRequest& request) {
  Violations violations;
  if (request.subscriptions_size() < 1 || request.subscriptions_size() > kSubscriptionsMax) {
    violations.Add(
        "subscriptions", request.subscriptions().empty() ? "FIELD_REQUIRED" : "FIELD_TOO_LONG",
        absl::StrCat("has ", request.subscriptions_size(), "; give 1 to ", kSubscriptionsMax));
    return InvalidRequest(violations);
  }
  std::vector<WatchSubscription> subscriptions;
  std::set<std::string> ids;
  for (int i = 0; i < request.subscriptions_size(); ++i) {
    ReadId(i, request.subscriptions(i).id(), ids, violations);
    subscriptions.push_back(ReadSubscription(i, request.subscriptions(i), violations));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  for (int i = 0; i < request.subscriptions_size(); ++i) {
    absl::StatusOr<Filter> filter = ParseFilter(request.subscriptions(i).filter());
    if (!filter.ok()) return Annotate(filter.status(), FieldOf(i, "filter"));
    subscriptions[i].filter = *std::move(filter);
  }
  return subscriptions;
}

v1::WatchResponse ToProto(const WatchMessage& message, absl::Time now) {
  v1::WatchResponse proto;
  proto.set_type(ToWord(kTypes, message.type));
  proto.set_subscription_id(message.subscription_id);
  for (const Seen& seen : message.connectors) {
    *proto.add_connectors() = ToProto(seen->connector, seen->observation);
  }
  for (const ConnectorId& id : message.deleted) proto.add_deleted_names(ConnectorName(id));
  proto.set_total_count(FillCounts(message.counts, *proto.mutable_counts()));
  proto.set_resume_token(message.resume_token);
  SetTime(now, [&] { return proto.mutable_time(); });
  proto.set_snapshot_done(message.snapshot_done);
  return proto;
}

}  // namespace sluice::controlplane
