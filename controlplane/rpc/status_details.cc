#include "controlplane/rpc/status_details.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/rpc/printable.h"
#include "google/rpc/error_details.pb.h"

namespace sluice::controlplane {
namespace {

constexpr char kDomain[] = "sluice";
constexpr size_t kMessageBytesMax = 1000;
constexpr size_t kRemedyBytesMax = 1200;
constexpr size_t kDetailBytesMax = 2200;  // Of violations or findings; together below 4 KiB.
constexpr size_t kDescriptionBytesMax = 400;

// Payloads of a status that DetailsOf sends on. The message's own type name is the key.
constexpr char kBadRequest[] = "google.rpc.BadRequest";
constexpr char kPreconditionFailure[] = "google.rpc.PreconditionFailure";
constexpr char kResourceInfo[] = "google.rpc.ResourceInfo";
constexpr char kViolationCount[] = "sluice/violation_count";

template <typename Proto>
absl::Status Carrying(absl::Status status, const char* type, const Proto& proto) {
  status.SetPayload(type, absl::Cord(proto.SerializeAsString()));
  return status;
}

template <typename Proto>
void SendOn(const absl::Status& status, const char* type, google::rpc::Status& out) {
  Proto proto;
  const auto bytes = status.GetPayload(type);
  if (bytes.has_value() && proto.ParseFromString(std::string(*bytes))) {
    out.add_details()->PackFrom(proto);
  }
}

// How soon a retry makes sense; zero when none does.
int RetrySeconds(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return 1;
    case absl::StatusCode::kResourceExhausted:
      return 10;
    default:
      return 0;
  }
}

std::string ReasonOrDefault(const absl::Status& status) {
  std::string reason = ReasonOf(status);
  if (!reason.empty()) return reason;
  switch (status.code()) {
    case absl::StatusCode::kDeadlineExceeded:
      return "DEADLINE_PASSED";
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
      return "INTERNAL_ERROR";
    default:
      return absl::StatusCodeToString(status.code());
  }
}

}  // namespace

absl::Status InvalidRequest(const Violations& violations) {
  google::rpc::BadRequest details;
  for (const Violation& violation : violations.kept()) {
    auto* field = details.add_field_violations();
    field->set_field(Printable(violation.field, 128));
    field->set_reason(violation.reason);
    field->set_description(Printable(violation.message, kDescriptionBytesMax));
    if (details.ByteSizeLong() > kDetailBytesMax && details.field_violations_size() > 1) {
      details.mutable_field_violations()->RemoveLast();
      break;
    }
  }
  const Violation& first = violations.kept().front();
  std::string message = absl::StrCat(first.field, " ", first.message);
  if (violations.count() > 1) {
    absl::StrAppend(&message, "; and ", violations.count() - 1, " more");
  }
  absl::Status status = WithReason(absl::InvalidArgumentError(message), "VALIDATION_FAILED");
  status.SetPayload(kViolationCount, absl::Cord(absl::StrCat(violations.count())));
  return Carrying(std::move(status), kBadRequest, details);
}

absl::Status WorldUnfit(const std::vector<Finding>& findings) {
  google::rpc::PreconditionFailure details;
  for (const Finding& finding : findings) {
    auto* violation = details.add_violations();
    violation->set_type(finding.reason);
    violation->set_subject(Printable(finding.subject, 300));
    // The first line says what is wrong, the others what to do.
    const std::string message = Printable(finding.message, kDescriptionBytesMax);
    violation->set_description(
        finding.remedy.empty()
            ? message
            : absl::StrCat(message, "\n", Printable(finding.remedy, kDescriptionBytesMax)));
    if (details.ByteSizeLong() > kDetailBytesMax && details.violations_size() > 1) {
      details.mutable_violations()->RemoveLast();
      break;
    }
  }
  return Carrying(StatusOf(findings), kPreconditionFailure, details);
}

absl::Status About(absl::Status status, absl::string_view type, absl::string_view name) {
  if (status.ok()) return status;
  google::rpc::ResourceInfo details;
  details.set_resource_type(std::string(type));
  details.set_resource_name(Printable(name, 200));
  return Carrying(std::move(status), kResourceInfo, details);
}

google::rpc::Status DetailsOf(const absl::Status& status) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(Printable(status.message(), kMessageBytesMax));
  google::rpc::ErrorInfo info;
  info.set_domain(kDomain);
  info.set_reason(ReasonOrDefault(status));
  const std::string remedy = RemedyOf(status);
  if (!remedy.empty()) {
    (*info.mutable_metadata())["remedy"] = Printable(remedy, kRemedyBytesMax);
  }
  if (const auto count = status.GetPayload(kViolationCount)) {
    (*info.mutable_metadata())["violations"] = std::string(*count);
  }
  out.add_details()->PackFrom(info);
  SendOn<google::rpc::BadRequest>(status, kBadRequest, out);
  SendOn<google::rpc::PreconditionFailure>(status, kPreconditionFailure, out);
  SendOn<google::rpc::ResourceInfo>(status, kResourceInfo, out);
  if (const int seconds = RetrySeconds(status); seconds > 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(seconds);
    out.add_details()->PackFrom(retry);
  }
  return out;
}

}  // namespace sluice::controlplane
