#include "emulator/front/tunnel_router.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"

namespace sluice::emulator {
namespace {

// A call of one of the services, which all take the same.
template <typename Api, typename Request>
Call CallOf(const char* operation, Api& api,
            absl::StatusOr<http::ServerResponse> (Api::*method)(const Principal&,
                                                                const std::string&,
                                                                const std::string&, Request),
            const Principal& caller, const Place& place, http::ServerRequest& request) {
  return Call{.operation = operation,
              .table = place.kind == "tables" ? absl::AsciiStrToLower(place.name) : "",
              .project = place.project,
              .errors = ErrorForm::kJson,
              .run = [&api, method, caller, project = place.project, name = place.name, &request] {
                return (api.*method)(caller, project, name, request);
              }};
}

}  // namespace

TunnelRouter::TunnelRouter(const World& world)
    : uploads_(world), downloads_(world), streams_(world), upserts_(world) {}

bool TunnelRouter::Serves(const Place& place, const http::ServerRequest& request) {
  const bool is_download = request.HasQuery("downloads") || request.HasQuery("downloadid");
  if (place.kind == "instances") return is_download;
  if (!place.rest.empty()) return place.rest == "streams" || place.rest == "upserts";
  return is_download || request.HasQuery("uploads") || request.HasQuery("uploadid");
}

absl::StatusOr<Call> TunnelRouter::Route(const Principal& caller, const Place& place,
                                         http::ServerRequest& request) {
  if (place.rest == "streams") return RouteStream(caller, place, request);
  if (place.rest == "upserts") return RouteUpsert(caller, place, request);
  if (request.HasQuery("uploads") || request.HasQuery("uploadid")) {
    return RouteUpload(caller, place, request);
  }
  return RouteDownload(caller, place, request);
}

absl::StatusOr<Call> TunnelRouter::RouteUpload(const Principal& caller, const Place& place,
                                               http::ServerRequest& request) {
  const std::string& method = request.method;
  if (!request.HasQuery("uploadid")) {
    if (method != "POST") return NotAllowed(request);
    return CallOf("create_upload", uploads_, &UploadApi::Create, caller, place, request);
  }
  if (method == "PUT") {
    return CallOf("put_block", uploads_, &UploadApi::PutBlock, caller, place, request);
  }
  if (method == "GET") {
    return CallOf("get_upload", uploads_, &UploadApi::Get, caller, place, request);
  }
  if (method == "POST") {
    return CallOf("commit_upload", uploads_, &UploadApi::Commit, caller, place, request);
  }
  if (method == "DELETE") {
    return CallOf("cancel_upload", uploads_, &UploadApi::Cancel, caller, place, request);
  }
  return NotAllowed(request);
}

absl::StatusOr<Call> TunnelRouter::RouteDownload(const Principal& caller, const Place& place,
                                                 http::ServerRequest& request) {
  const bool instance = place.kind == "instances";
  const auto call = [&](const char* operation, auto of_table, auto of_instance) {
    return CallOf(operation, downloads_, instance ? of_instance : of_table, caller, place, request);
  };
  if (request.method == "POST" && request.HasQuery("downloads")) {
    return call("create_download", &DownloadApi::Create, &DownloadApi::CreateForInstance);
  }
  if (request.method == "GET" && request.HasQuery("data")) {
    return call("read_download", &DownloadApi::Read, &DownloadApi::ReadForInstance);
  }
  if (request.method == "GET") {
    return call("get_download", &DownloadApi::Get, &DownloadApi::GetForInstance);
  }
  return NotAllowed(request);
}

absl::StatusOr<Call> TunnelRouter::RouteStream(const Principal& caller, const Place& place,
                                               http::ServerRequest& request) {
  const std::string& method = request.method;
  if (method == "POST" && !request.HasQuery("uploadid")) {
    return CallOf("create_stream", streams_, &StreamApi::Create, caller, place, request);
  }
  if (method == "PUT")
    return CallOf("put_stream", streams_, &StreamApi::Put, caller, place, request);
  if (method == "GET" || method == "POST") {
    return CallOf("get_stream", streams_, &StreamApi::Get, caller, place, request);
  }
  return NotAllowed(request);
}

absl::StatusOr<Call> TunnelRouter::RouteUpsert(const Principal& caller, const Place& place,
                                               http::ServerRequest& request) {
  const std::string& method = request.method;
  if (method == "POST" && !request.HasQuery("upsertid")) {
    return CallOf("create_upsert", upserts_, &UpsertApi::Create, caller, place, request);
  }
  if (method == "PUT")
    return CallOf("put_upsert", upserts_, &UpsertApi::Put, caller, place, request);
  if (method == "GET")
    return CallOf("get_upsert", upserts_, &UpsertApi::Get, caller, place, request);
  if (method == "POST") {
    return CallOf("commit_upsert", upserts_, &UpsertApi::Commit, caller, place, request);
  }
  if (method == "DELETE") {
    return CallOf("abort_upsert", upserts_, &UpsertApi::Abort, caller, place, request);
  }
  return NotAllowed(request);
}

}  // namespace sluice::emulator
