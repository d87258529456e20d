#include "emulator/front/router.h"

#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/rest/authorization_api.h"
#include "emulator/value/object_name.h"

namespace sluice::emulator {
namespace {

absl::Status NotHere(const http::ServerRequest& request) {
  return ServiceError("NoSuchObject", absl::StrCat("nothing answers ", request.method.substr(0, 16),
                                                   " ", request.target.path.substr(0, 256)));
}

absl::StatusOr<Call> Answer(std::string operation, http::ServerResponse (*make)()) {
  return Call{.operation = std::move(operation),
              .run = [make]() -> absl::StatusOr<http::ServerResponse> { return make(); }};
}

}  // namespace

ErrorForm ErrorFormOf(const http::ServerRequest& request) {
  for (const char* flag : {"uploads", "uploadid", "downloads", "downloadid", "upsertid"}) {
    if (request.HasQuery(flag)) return ErrorForm::kJson;
  }
  for (const char* end : {"/streams", "/upserts", "/preview"}) {
    const std::string& path = request.target.path;
    if (path.size() > 8 && path.compare(path.size() - 8, 8, end) == 0) return ErrorForm::kJson;
  }
  return ErrorForm::kXml;
}

Router::Router(const World& world, absl::TimeZone zone)
    : world_(world),
      zone_(zone),
      projects_(world),
      schemas_(world),
      tables_(world),
      previews_(world, zone),
      instances_(world, zone),
      tunnel_(world) {}

// /projects/{p}[/schemas/{s}]/{kind}[/{name}[/{rest}]]
absl::StatusOr<Place> Router::ParsePath(const std::string& path, std::string schema) {
  std::vector<std::string> parts = absl::StrSplit(path, '/');
  if (parts.size() > 5 && parts[3] == "schemas") {
    schema = parts[4];
    parts.erase(parts.begin() + 3, parts.begin() + 5);
  }
  if (parts.size() > 3 && parts.back().empty()) parts.pop_back();
  if (parts.size() < 3 || parts[1] != "projects" || parts.size() > 6) {
    return ServiceError("NoSuchObject", absl::StrCat("nothing answers ", path.substr(0, 256)));
  }
  parts.resize(6);
  if (parts[3] == "tables" && !parts[4].empty()) {
    if (absl::StrContains(parts[4], '.') || absl::StrContains(schema, '.')) {
      return ServiceError("NoSuchTable", "the name of a table or schema has no point");
    }
    parts[4] = NameInProject(schema, parts[4]);
  }
  return Place{absl::AsciiStrToLower(parts[2]), parts[3], parts[4], parts[5]};
}

absl::StatusOr<Call> Router::Route(const Principal& caller, const std::string& path,
                                   http::ServerRequest& request) {
  if (path == "/logview/host" || path == "/webconsole/host") {
    return Answer("get_host", [] {
      http::ServerResponse response;
      response.headers.Add("Content-Type", "text/plain");
      response.body = "http://localhost";
      return response;
    });
  }
  if (path == "/tenants") {
    return Call{.operation = "get_tenant",
                .run = [this, caller] { return projects_.GetTenant(caller); }};
  }
  SLUICE_ASSIGN_OR_RETURN(Place place, ParsePath(path, request.Query("curr_schema").value_or("")));
  if (place.kind == "tables" && !place.name.empty()) return RouteTable(caller, place, request);
  if (place.kind == "tables") return RouteTables(caller, place, request);
  if (place.kind == "instances" && !place.name.empty())
    return RouteInstance(caller, place, request);
  if (place.kind == "instances") return RouteSubmit(caller, place, request);
  if (place.kind == "schemas") return RouteSchemas(caller, place, request);
  return RouteProject(caller, place, request);
}

absl::StatusOr<Call> Router::RouteSchemas(const Principal& caller, const Place& place,
                                          http::ServerRequest& request) {
  const std::string project = place.project;
  const std::string name = place.name;
  if (request.method == "GET" && name.empty()) {
    return Call{.operation = "list_schemas",
                .run = [=, this] { return schemas_.List(caller, project); }};
  }
  if (request.method == "GET") {
    return Call{.operation = "get_schema",
                .run = [=, this] { return schemas_.Get(caller, project, name); }};
  }
  if (request.method == "POST" && name.empty()) {
    return Call{.operation = "create_schema",
                .run = [=, this, &request] { return schemas_.Create(caller, project, request); }};
  }
  if (request.method == "DELETE" && !name.empty()) {
    return Call{.operation = "drop_schema",
                .run = [=, this] { return schemas_.Drop(caller, project, name); }};
  }
  return NotAllowed(request);
}

absl::StatusOr<Call> Router::RouteProject(const Principal& caller, const Place& place,
                                          http::ServerRequest& request) {
  const std::string project = place.project;
  if (place.kind.empty() && request.method == "GET") {
    return Call{.operation = "get_project",
                .run = [=, this] { return projects_.Get(caller, project); }};
  }
  if (place.kind == "tunnel" && request.method == "GET") {
    return Call{.operation = "get_tunnel", .run = [=, this, host = request.Header("host")] {
                  return projects_.GetTunnel(caller, project, host);
                }};
  }
  if (place.kind == "logs" && request.method == "PUT") {
    return Answer("put_logs", [] { return http::ServerResponse(); });
  }
  if (place.kind == "authorization" && place.name.empty() && request.method == "POST") {
    return Call{.operation = "authorization", .run = [=, this, &request] {
                  return HandleAuthorization(world_, caller, project, request);
                }};
  }
  return NotHere(request);
}

absl::StatusOr<Call> Router::RouteTables(const Principal& caller, const Place& place,
                                         http::ServerRequest& request) {
  const std::string project = place.project;
  if (request.method == "GET") {
    return Call{.operation = "list_tables",
                .run = [=, this, &request] { return tables_.List(caller, project, request); }};
  }
  if (request.method == "POST" && request.HasQuery("query")) {
    return Call{.operation = "get_tables",
                .run = [=, this, &request] { return tables_.GetMany(caller, project, request); }};
  }
  return NotAllowed(request);
}

absl::StatusOr<Call> Router::RouteTable(const Principal& caller, const Place& place,
                                        http::ServerRequest& request) {
  const std::string project = place.project;
  const std::string name = place.name;
  if (place.rest == "preview" && request.method == "GET") {
    return Call{
        .operation = "preview_table",
        .table = absl::AsciiStrToLower(name),
        .errors = ErrorForm::kJson,
        .run = [=, this, &request] { return previews_.Arrow(caller, project, name, request); }};
  }
  if (TunnelRouter::Serves(place, request)) return tunnel_.Route(caller, place, request);
  if (!place.rest.empty()) return NotHere(request);
  if (request.method != "GET") return NotAllowed(request);
  Call call{.table = absl::AsciiStrToLower(name)};
  if (request.HasQuery("data")) {
    call.operation = "preview_table";
    call.run = [=, this, &request] { return previews_.Csv(caller, project, name, request); };
  } else if (request.HasQuery("partitions")) {
    call.operation = "list_partitions";
    call.run = [=, this, &request] {
      return tables_.ListPartitions(caller, project, name, request);
    };
  } else if (request.HasQuery("partition")) {
    call.operation = "get_partition";
    call.run = [=, this, &request] {
      return tables_.GetPartition(caller, project, name, *request.Query("partition"));
    };
  } else {
    call.operation = "get_table";
    call.run = [=, this, &request] {
      return tables_.Get(caller, project, name, request.HasQuery("extended"));
    };
  }
  return call;
}

absl::StatusOr<Call> Router::RouteSubmit(const Principal& caller, const Place& place,
                                         http::ServerRequest& request) {
  if (request.method != "POST") {
    return ServiceError("NotImplemented", "listing instances is not covered");
  }
  SLUICE_ASSIGN_OR_RETURN(SubmittedJob parsed,
                          ParseJob(request.body, zone_, request.Query("curr_schema").value_or("")));
  auto job = std::make_shared<const SubmittedJob>(std::move(parsed));
  return Call{.operation = job->Operation(), .table = job->TableName(), .run = [=, this] {
                return instances_.Submit(caller, place.project, *job);
              }};
}

absl::StatusOr<Call> Router::RouteInstance(const Principal& caller, const Place& place,
                                           http::ServerRequest& request) {
  if (TunnelRouter::Serves(place, request)) return tunnel_.Route(caller, place, request);
  if (request.method == "GET") {
    return Call{.operation = "get_instance", .run = [=, this, &request] {
                  return instances_.Get(caller, place.project, place.name, request);
                }};
  }
  if (request.method == "PUT") {
    return Call{.operation = "stop_instance",
                .run = [=, this] { return instances_.Stop(caller, place.project, place.name); }};
  }
  return NotAllowed(request);
}

}  // namespace sluice::emulator
