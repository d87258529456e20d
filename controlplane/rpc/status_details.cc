#include "controlplane/rpc/status_details.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/access/refusal.h"
#include "controlplane/rpc/printable.h"
#include "google/rpc/error_details.pb.h"

namespace sluice::controlplane {
namespace {

constexpr char kDomain[] = "sluice";
constexpr size_t kMessageBytesMax = 1000;
constexpr size_t kRemedyBytesMax = 1200;
constexpr size_t kDetailBytesMax = 2200;  // Of findings; with the rest below 4 KiB.
// Of violations, whose status has a short message and no remedy. Clients take 8 KiB of metadata,
// where the details are written as base64 and the message is there a second time.
constexpr size_t kViolationsBytesMax = 4200;
constexpr size_t kFirstViolationBytesMax = 400;
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

google::rpc::BadRequest ViolationsUpTo(const std::vector<Violation>& violations,
                                       size_t description_bytes_max) {
  google::rpc::BadRequest details;
  for (const Violation& violation : violations) {
    auto* field = details.add_field_violations();
    field->set_field(Printable(violation.field, 128));
    field->set_reason(violation.reason);
    field->set_description(Printable(violation.message, description_bytes_max));
  }
  return details;
}

// All of them, and as much of each as the answer has room for: the fields that are wrong matter
// more than the last words about one of them.
google::rpc::BadRequest EveryViolation(const std::vector<Violation>& violations) {
  google::rpc::BadRequest details;
  for (size_t bytes_max :
       {kDescriptionBytesMax, size_t{240}, size_t{160}, size_t{120}, size_t{80}, size_t{40}}) {
    details = ViolationsUpTo(violations, bytes_max);
    if (details.ByteSizeLong() <= kViolationsBytesMax) return details;
  }
  while (details.ByteSizeLong() > kViolationsBytesMax) {
    details.mutable_field_violations()->RemoveLast();
  }
  return details;
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
  const Violation& first = violations.kept().front();
  std::string message =
      Printable(absl::StrCat(first.field, " ", first.message), kFirstViolationBytesMax);
  if (violations.count() > 1) {
    absl::StrAppend(&message, "; and ", violations.count() - 1, " more");
  }
  absl::Status status = WithReason(absl::InvalidArgumentError(message), "VALIDATION_FAILED");
  status.SetPayload(kViolationCount, absl::Cord(absl::StrCat(violations.count())));
  return Carrying(std::move(status), kBadRequest, EveryViolation(violations.kept()));
}

absl::Status WorldUnfit(const Findings& findings) {
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
  if (std::string permission = MissingPermissionOf(status); !permission.empty()) {
    (*info.mutable_metadata())["permission"] = std::move(permission);
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
