#include "maxcompute/tunnel/tunnel_requests.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/retry/backoff.h"
#include "base/status/reason.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {
namespace {

constexpr absl::string_view kTunnelVersion = "6";
constexpr int kDamagedTriesMax = 3;

std::string TablePath(const TableName& table) {
  return table.schema.empty() ? absl::StrCat("/projects/", table.project, "/tables/", table.table)
                              : absl::StrCat("/projects/", table.project, "/schemas/", table.schema,
                                             "/tables/", table.table);
}

}  // namespace

absl::StatusOr<ServiceRequest> TunnelRequests::New(absl::string_view method, const TableName& table,
                                                   const PartitionSpec& partition,
                                                   absl::string_view below) {
  ServiceRequest request;
  absl::StatusOr<http::Url> endpoint = endpoints_.Get(table.project);
  // Whatever became of that question, the tunnel itself was asked nothing.
  if (!endpoint.ok()) return MarkClearRefusal(endpoint.status());
  request.endpoint = *std::move(endpoint);
  request.method = std::string(method);
  request.path = absl::StrCat(TablePath(table), below);
  if (!partition.empty()) request.parameters.emplace_back("partition", partition.ForTunnel());
  request.parameters.emplace_back("curr_project", table.project);
  request.headers.Set("x-odps-tunnel-version", kTunnelVersion);
  request.headers.Set("odps-tunnel-date-transform", "v1");
  request.headers.Set("odps-tunnel-sdk-support-schema-evolution", "true");
  request.timeout = options_.call_timeout;
  request.subject = {.table = table, .partition = partition, .principal = ""};
  return request;
}

void TunnelRequests::SetRows(absl::string_view bytes, ContentEncoding encoding,
                             ServiceRequest& request) const {
  request.headers.Set("Content-Type", "application/octet-stream");
  if (encoding != ContentEncoding::kRaw) {
    request.headers.Set("Content-Encoding", ContentEncodingName(encoding));
  }
  request.body = bytes;
  request.timeout = options_.block_timeout;
}

absl::Status TunnelRequests::JudgeEncoding(const absl::Status& answer, ContentEncoding encoding) {
  const std::string reason = ReasonOf(answer);
  if (IsTakenByAll(encoding) || !IsClearRefusal(answer) ||
      (reason != kReasonRequestRefused && reason != kReasonBlockDamaged)) {
    return answer;
  }
  return MarkClearRefusal(WithReason(absl::UnimplementedError(absl::StrCat(
                                         "MaxCompute does not take blocks with Content-Encoding ",
                                         ContentEncodingName(encoding), ": ", answer.message())),
                                     kReasonEncodingRefused));
}

absl::StatusOr<http::HttpResponse> TunnelRequests::PutRepeatedly(const ServiceRequest& request) {
  Backoff pause({.initial = absl::Milliseconds(100), .max = absl::Seconds(1)});
  for (;;) {
    absl::StatusOr<http::HttpResponse> response =
        requester_.SendRepeatedly(request, options_.block_deadline);
    // What was damaged on the way arrives the next time; what was wrong from the start never does.
    if (ReasonOf(response.status()) != kReasonBlockDamaged ||
        pause.tries() + 1 >= kDamagedTriesMax) {
      return response;
    }
    clock_.SleepFor(pause.Next());
  }
}

}  // namespace sluice::maxcompute
