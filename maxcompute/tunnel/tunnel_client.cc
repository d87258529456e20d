#include "maxcompute/tunnel/tunnel_client.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "base/retry/backoff.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/record_decoder.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/tunnel/session_json.h"

namespace sluice::maxcompute {
namespace {

absl::StatusOr<std::vector<ColumnType>> TypesOf(const TableSchema& schema,
                                                const std::vector<std::string>& columns) {
  std::vector<ColumnType> types;
  if (columns.empty()) {
    for (const Column& column : schema.columns) types.push_back(column.type);
    return types;
  }
  for (const std::string& name : columns) {
    const std::optional<int> column = schema.FindColumn(name);
    if (!column.has_value()) {
      return MarkClearRefusal(
          WithReason(absl::InvalidArgumentError(absl::StrCat("there is no data column ", name)),
                     kReasonColumnNotFound));
    }
    types.push_back(schema.columns[*column].type);
  }
  return types;
}

}  // namespace

TunnelClient::TunnelClient(Requester& requester, TunnelEndpoints& endpoints, Clock& clock,
                           TunnelOptions options)
    : requester_(requester),
      clock_(clock),
      options_(options),
      requests_(requester, endpoints, clock, options) {}

absl::StatusOr<CreatedUpload> TunnelClient::CreateUpload(const TableName& table,
                                                         const PartitionSpec& partition) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request, requests_.New("POST", table, partition));
  request.parameters.emplace_back("uploads", "");
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, requester_.Send(request));
  SLUICE_ASSIGN_OR_RETURN(CreatedUpload created, ReadCreatedUpload(response.body));
  created.session.table = table;
  created.session.partition = partition;
  return created;
}

absl::Status TunnelClient::PutBlock(const UploadSession& session, int64_t block_id,
                                    absl::string_view bytes, ContentEncoding encoding) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("PUT", session.table, session.partition));
  request.parameters.emplace_back("uploadid", session.id);
  request.parameters.emplace_back("blockid", absl::StrCat(block_id));
  requests_.SetRows(bytes, encoding, request);
  // Replacing a block by the same bytes changes nothing.
  return TunnelRequests::JudgeEncoding(requests_.PutRepeatedly(request).status(), encoding);
}

absl::StatusOr<UploadState> TunnelClient::GetUpload(const UploadSession& session) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("GET", session.table, session.partition));
  request.parameters.emplace_back("uploadid", session.id);
  request.parameters.emplace_back("getblockid", "true");
  const absl::StatusOr<http::HttpResponse> response =
      requester_.SendRepeatedly(request, options_.read_deadline);
  if (ReasonOf(response.status()) == kReasonSessionNotFound) {
    return UploadState{SessionStatus::kNotFound, {}};
  }
  SLUICE_RETURN_IF_ERROR(response.status());
  return ReadUploadState(response->body);
}

absl::StatusOr<UploadState> TunnelClient::CommitUpload(const UploadSession& session) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("POST", session.table, session.partition));
  request.parameters.emplace_back("uploadid", session.id);
  const absl::StatusOr<http::HttpResponse> response = requester_.Send(request);
  if (ReasonOf(response.status()) == kReasonSessionNotFound) {
    return UploadState{SessionStatus::kNotFound, {}};
  }
  SLUICE_RETURN_IF_ERROR(response.status());
  return ReadUploadState(response->body);
}

absl::StatusOr<DownloadSession> TunnelClient::CreateDownload(const TableName& table,
                                                             const PartitionSpec& partition) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request, requests_.New("POST", table, partition));
  const http::QueryParameters parameters = request.parameters;
  request.parameters.emplace_back("downloads", "");
  const absl::Duration end = clock_.Monotonic() + options_.read_deadline;
  Backoff poll({.initial = absl::Milliseconds(50), .max = absl::Seconds(1)});
  for (;;) {
    // A session that nobody reads expires by itself: making a second one harms nothing.
    SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response,
                            requester_.SendRepeatedly(request, end - clock_.Monotonic()));
    SLUICE_ASSIGN_OR_RETURN(DownloadState state, ReadDownloadState(response.body));
    if (state.status == SessionStatus::kNormal) {
      state.session.table = table;
      state.session.partition = partition;
      return std::move(state.session);
    }
    const absl::Duration pause = poll.Next();
    if (state.status != SessionStatus::kInitiating || clock_.Monotonic() + pause > end) {
      return WithReason(absl::UnavailableError(absl::StrCat("a session to read ", table.ToString(),
                                                            " is ", SessionStatusName(state.status),
                                                            "; try again later")),
                        kReasonMaxComputeFailed);
    }
    clock_.SleepFor(pause);
    request.method = "GET";
    request.parameters = parameters;
    request.parameters.emplace_back("downloadid", state.session.id);
  }
}

absl::StatusOr<std::vector<Row>> TunnelClient::ReadRows(const DownloadSession& session,
                                                        RowRange range,
                                                        const std::vector<std::string>& columns) {
  const int64_t count = std::min(range.count, session.rows - range.first);
  if (count <= 0) return std::vector<Row>();  // The service refuses a range past the end.
  SLUICE_ASSIGN_OR_RETURN(std::vector<ColumnType> types, TypesOf(session.schema, columns));
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("GET", session.table, session.partition));
  request.parameters.emplace_back("data", "");
  request.parameters.emplace_back("downloadid", session.id);
  request.parameters.emplace_back("rowrange", absl::StrCat("(", range.first, ",", count, ")"));
  if (!columns.empty()) {
    request.parameters.emplace_back("columns", absl::StrJoin(columns, ","));
  }
  request.headers.Set("Accept-Encoding", ContentEncodingName(ContentEncoding::kDeflate));
  request.response_bytes_max = options_.rows_bytes_max;
  SLUICE_ASSIGN_OR_RETURN(http::HttpResponse response,
                          requester_.SendRepeatedly(request, options_.read_deadline));
  if (absl::EqualsIgnoreCase(response.headers.Find("Content-Encoding").value_or(""), "deflate")) {
    SLUICE_ASSIGN_OR_RETURN(response.body, Inflate(response.body, options_.rows_bytes_max));
  }
  return DecodeRecords(std::move(types), response.body, count);
}

}  // namespace sluice::maxcompute
