#include "maxcompute/tunnel/upsert_client.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/request/service_error.h"
#include "maxcompute/tunnel/session_json.h"

namespace sluice::maxcompute {
namespace {

constexpr char kUpserts[] = "/upserts";
constexpr char kRoutedServer[] = "odps-tunnel-routed-server";
constexpr int kSlotMovesMax = 3;

}  // namespace

absl::StatusOr<OpenedUpsert> UpsertClient::OpenUpsert(const TableName& table,
                                                      const PartitionSpec& partition) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("POST", table, partition, kUpserts));
  request.parameters.emplace_back("slotnum", "1");
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, requester_.Send(request));
  SLUICE_ASSIGN_OR_RETURN(UpsertState state, ReadUpsertState(response.body));
  state.opened.session.table = table;
  state.opened.session.partition = partition;
  return std::move(state.opened);
}

absl::Status UpsertClient::WriteChanges(OpenedUpsert& upsert, int bucket, absl::string_view bytes,
                                        ContentEncoding encoding, int64_t rows) {
  for (int moves = 0;; ++moves) {
    const TunnelSlot& slot = upsert.buckets[bucket];
    SLUICE_ASSIGN_OR_RETURN(
        ServiceRequest request,
        requests_.New("PUT", upsert.session.table, upsert.session.partition, kUpserts));
    request.parameters.emplace_back("upsertid", upsert.session.id);
    request.parameters.emplace_back("bucketid", absl::StrCat(bucket));
    request.parameters.emplace_back("slotid", absl::StrCat(slot.id));
    request.parameters.emplace_back("record_count", absl::StrCat(rows));
    request.headers.Set(kRoutedServer, slot.server);
    requests_.SetRows(bytes, encoding, request);
    // The same changes twice are as good as once.
    const absl::StatusOr<http::HttpResponse> response = requests_.PutRepeatedly(request);
    if (ReasonOf(response.status()) == kReasonSlotMoved && moves < kSlotMovesMax) {
      SLUICE_ASSIGN_OR_RETURN(UpsertState found, Look(upsert.session));
      if (found.opened.buckets.size() == upsert.buckets.size())
        upsert.buckets = std::move(found.opened.buckets);
      continue;
    }
    SLUICE_RETURN_IF_ERROR(response.status());
    const std::string server(response->headers.Find(kRoutedServer).value_or(""));
    if (!server.empty()) upsert.buckets[bucket].server = server;
    return absl::OkStatus();
  }
}

absl::StatusOr<UpsertState> UpsertClient::Look(const UpsertSession& session) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("GET", session.table, session.partition, kUpserts));
  request.parameters.emplace_back("upsertid", session.id);
  const absl::StatusOr<http::HttpResponse> response =
      requester_.SendRepeatedly(request, options_.read_deadline);
  if (ReasonOf(response.status()) == kReasonSessionNotFound) {
    UpsertState unknown;
    unknown.status = SessionStatus::kNotFound;
    return unknown;
  }
  SLUICE_RETURN_IF_ERROR(response.status());
  return ReadUpsertState(response->body);
}

absl::StatusOr<SessionStatus> UpsertClient::GetUpsert(const UpsertSession& session) {
  SLUICE_ASSIGN_OR_RETURN(const UpsertState state, Look(session));
  return state.status;
}

absl::StatusOr<SessionStatus> UpsertClient::CommitUpsert(const UpsertSession& session) {
  // The tunnel wants to be told who serves the first bucket, which only the session says.
  SLUICE_ASSIGN_OR_RETURN(const UpsertState found, Look(session));
  if (found.status != SessionStatus::kNormal) return found.status;
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("POST", session.table, session.partition, kUpserts));
  request.parameters.emplace_back("upsertid", session.id);
  request.headers.Set(kRoutedServer, found.opened.buckets.front().server);
  const absl::StatusOr<http::HttpResponse> response = requester_.Send(request);
  if (ReasonOf(response.status()) == kReasonSessionNotFound) return SessionStatus::kNotFound;
  SLUICE_RETURN_IF_ERROR(response.status());
  SLUICE_ASSIGN_OR_RETURN(const UpsertState committed, ReadUpsertState(response->body));
  return committed.status;
}

}  // namespace sluice::maxcompute
