#include "maxcompute/tunnel/stream_client.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/request/service_error.h"
#include "maxcompute/tunnel/session_json.h"

namespace sluice::maxcompute {
namespace {

constexpr char kStreams[] = "/streams";
constexpr char kRoutedServer[] = "odps-tunnel-routed-server";
constexpr char kSlotCount[] = "odps-tunnel-slot-num";
constexpr int kSlotMovesMax = 3;

}  // namespace

absl::StatusOr<StreamSession> StreamClient::OpenStream(const TableName& table,
                                                       const PartitionSpec& partition) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("POST", table, partition, kStreams));
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, requester_.Send(request));
  SLUICE_ASSIGN_OR_RETURN(StreamSession session, ReadStreamSession(response.body));
  session.table = table;
  session.partition = partition;
  return session;
}

absl::Status StreamClient::Reload(StreamSession& session) {
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("GET", session.table, session.partition, kStreams));
  request.parameters.emplace_back("uploadid", session.id);
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response,
                          requester_.SendRepeatedly(request, options_.read_deadline));
  SLUICE_ASSIGN_OR_RETURN(StreamSession found, ReadStreamSession(response.body));
  session.slots = std::move(found.slots);
  return absl::OkStatus();
}

absl::StatusOr<http::HttpResponse> StreamClient::Put(StreamSession& session,
                                                     absl::string_view bytes,
                                                     ContentEncoding encoding, int64_t rows) {
  const TunnelSlot& slot = session.slots[session.next_slot % session.slots.size()];
  SLUICE_ASSIGN_OR_RETURN(ServiceRequest request,
                          requests_.New("PUT", session.table, session.partition, kStreams));
  request.parameters.emplace_back("uploadid", session.id);
  request.parameters.emplace_back("slotid", absl::StrCat(slot.id));
  request.parameters.emplace_back("schema_version", absl::StrCat(session.schema_version));
  // Whoever writes with former columns is to be told: their numbers may mean others now.
  request.parameters.emplace_back("check_latest_schema", "true");
  request.parameters.emplace_back("record_count", absl::StrCat(rows));
  request.headers.Set(kRoutedServer, slot.server);
  request.headers.Set(kSlotCount, absl::StrCat(session.slots.size()));
  requests_.SetRows(bytes, encoding, request);
  return requester_.Send(request);
}

absl::Status StreamClient::WritePack(StreamSession& session, absl::string_view bytes,
                                     ContentEncoding encoding, int64_t rows) {
  for (int moves = 0;; ++moves) {
    const absl::StatusOr<http::HttpResponse> response = Put(session, bytes, encoding, rows);
    // A slot that has moved has stored nothing.
    if (ReasonOf(response.status()) == kReasonSlotMoved && moves < kSlotMovesMax) {
      SLUICE_RETURN_IF_ERROR(Reload(session));
      continue;
    }
    SLUICE_RETURN_IF_ERROR(TunnelRequests::JudgeEncoding(response.status(), encoding));
    TunnelSlot& slot = session.slots[session.next_slot++ % session.slots.size()];
    const std::string server(response->headers.Find(kRoutedServer).value_or(""));
    if (!server.empty()) slot.server = server;
    size_t slots = session.slots.size();
    const bool told = absl::SimpleAtoi(response->headers.Find(kSlotCount).value_or(""), &slots);
    // The rows are in the table, whatever becomes of the look: the next pack finds out.
    if (told && slots != session.slots.size()) Reload(session).IgnoreError();
    return absl::OkStatus();
  }
}

}  // namespace sluice::maxcompute
