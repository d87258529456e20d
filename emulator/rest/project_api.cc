#include "emulator/rest/project_api.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/rest/xml.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {
namespace {

absl::StatusOr<Project> OpenProject(const World& world, const Principal& caller,
                                    const std::string& name) {
  return world.database.TransactFor<Project>([&](Sql& sql) -> absl::StatusOr<Project> {
    SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(name));
    SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, caller).RequireMember());
    return project;
  });
}

}  // namespace

absl::StatusOr<http::ServerResponse> ProjectApi::Get(const Principal& caller,
                                                     const std::string& name) {
  SLUICE_ASSIGN_OR_RETURN(Project project, OpenProject(world_, caller, name));
  http::ServerResponse response = XmlAnswer(absl::StrCat(
      "<Project>", Element("Name", project.name), Element("Type", "managed"), "<Comment/>",
      Element("State", "AVAILABLE"), "<Properties/><ExtendedProperties/><Clusters/>",
      Element("Region", project.region), Element("TenantId", project.owner_uid), "</Project>"));
  response.headers.Add("x-odps-owner", Principal{.uid = project.owner_uid}.Name());
  response.headers.Add("x-odps-creation-time", HttpTime(project.created));
  response.headers.Add("Last-Modified", HttpTime(project.created));
  return response;
}

absl::StatusOr<http::ServerResponse> ProjectApi::GetTunnel(const Principal& caller,
                                                           const std::string& name,
                                                           const std::string& host) {
  SLUICE_RETURN_IF_ERROR(OpenProject(world_, caller, name).status());
  http::ServerResponse response;
  response.headers.Add("Content-Type", "text/plain");
  response.body = host;
  return response;
}

absl::StatusOr<http::ServerResponse> ProjectApi::GetTenant(const Principal& caller) {
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.body = nlohmann::json{{"Tenant",
                                  {{"Name", "emulator"},
                                   {"OwnerId", caller.uid},
                                   {"TenantId", caller.uid},
                                   {"TenantState", "NORMAL"},
                                   {"CreateTime", 0},
                                   {"UpdateTime", 0},
                                   {"TenantMeta", ""},
                                   {"Parameters", nlohmann::json::object()}}}}
                      .dump();
  return response;
}

}  // namespace sluice::emulator
