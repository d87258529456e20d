#include "api/client/error_details.h"

#include <algorithm>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "base/status/reason.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace sluice::client {
namespace {

constexpr char kDetails[] = "sluice/details";

template <typename Detail, typename Use>
void ForEach(const google::rpc::Status& status, Use use) {
  for (const google::protobuf::Any& any : status.details()) {
    Detail detail;
    if (any.Is<Detail>() && any.UnpackTo(&detail)) use(detail);
  }
}

google::rpc::Status DetailsOf(const absl::Status& status) {
  google::rpc::Status details;
  auto bytes = status.GetPayload(kDetails);
  if (bytes.has_value() && !details.ParseFromString(std::string(*bytes))) details.Clear();
  return details;
}

}  // namespace

absl::Status StatusOfAnswer(absl::StatusCode code, absl::string_view message,
                            absl::string_view details) {
  absl::Status status(code, message);
  google::rpc::Status rich;
  if (status.ok() || details.empty() || !rich.ParseFromArray(details.data(), details.size())) {
    return status;
  }
  status.SetPayload(kDetails, absl::Cord(details));
  std::string remedy;
  ForEach<google::rpc::ErrorInfo>(rich, [&](const google::rpc::ErrorInfo& info) {
    status = WithReason(std::move(status), info.reason());
    if (auto found = info.metadata().find("remedy"); found != info.metadata().end()) {
      remedy = found->second;
    }
  });
  ForEach<google::rpc::Help>(rich, [&](const google::rpc::Help& help) {
    if (remedy.empty() && help.links_size() > 0) remedy = help.links(0).description();
  });
  return remedy.empty() ? status : WithRemedy(std::move(status), remedy);
}

absl::Status WithViolations(absl::Status status, const std::vector<Violation>& violations) {
  google::rpc::BadRequest request;
  for (const Violation& violation : violations) {
    auto* field = request.add_field_violations();
    field->set_field(violation.field);
    field->set_reason(violation.reason);
    field->set_description(violation.message);
    field->mutable_localized_message()->set_message(violation.remedy);
  }
  google::rpc::Status details;
  details.add_details()->PackFrom(request);
  if (!status.ok()) status.SetPayload(kDetails, absl::Cord(details.SerializeAsString()));
  return status;
}

std::vector<Violation> ViolationsOf(const absl::Status& status) {
  std::vector<Violation> violations;
  const google::rpc::Status details = DetailsOf(status);
  ForEach<google::rpc::BadRequest>(details, [&](const google::rpc::BadRequest& request) {
    for (const auto& violation : request.field_violations()) {
      violations.push_back({.field = violation.field(),
                            .reason = violation.reason(),
                            .message = violation.description(),
                            .remedy = violation.localized_message().message()});
    }
  });
  ForEach<google::rpc::PreconditionFailure>(
      details, [&](const google::rpc::PreconditionFailure& failure) {
        for (const auto& violation : failure.violations()) {
          // The first line says what is wrong, the others what to do.
          const std::string& text = violation.description();
          const size_t end = text.find('\n');
          violations.push_back({.field = violation.subject(),
                                .reason = violation.type(),
                                .message = text.substr(0, end),
                                .remedy = end == text.npos ? "" : text.substr(end + 1)});
        }
      });
  return violations;
}

int ViolationCountOf(const absl::Status& status) {
  int count = 0;
  ForEach<google::rpc::ErrorInfo>(DetailsOf(status), [&](const google::rpc::ErrorInfo& info) {
    auto found = info.metadata().find("violations");
    if (found == info.metadata().end() || !absl::SimpleAtoi(found->second, &count)) count = 0;
  });
  return std::max<int>(count, ViolationsOf(status).size());
}

}  // namespace sluice::client
