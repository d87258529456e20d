#include "emulator/rest/schema_api.h"

#include <algorithm>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/error/service_error.h"
#include "emulator/rest/xml.h"
#include "emulator/store/catalog.h"
#include "emulator/store/schemas.h"

namespace sluice::emulator {
namespace {

absl::StatusOr<Project> Open(Sql& sql, const Principal& caller, const std::string& name,
                             const std::string& action) {
  SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(name));
  SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, caller).RequireOnProject(action));
  return project;
}

// Clients take no other code for "there is none"; to the tunnel NoSuchSchema means something else.
absl::Status AsObject(const absl::Status& status) {
  if (CodeOf(status) != "NoSuchSchema") return status;
  return ServiceError("NoSuchObject", status.message());
}

std::string SchemaXml(const Schema& schema) {
  return absl::StrCat("<Schema>", Element("Name", schema.name), Element("Owner", schema.owner),
                      Element("CreateTime", HttpTime(schema.created)),
                      Element("ModifyTime", HttpTime(schema.created)), Element("Type", "MANAGED"),
                      "</Schema>");
}

// A name as tables have them: it may not hold what parts names.
bool IsSoundName(const std::string& name) {
  return !name.empty() && name.size() <= 128 &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

}  // namespace

absl::StatusOr<http::ServerResponse> SchemaApi::List(const Principal& caller,
                                                     const std::string& project_name) {
  std::vector<Schema> schemas;
  SLUICE_RETURN_IF_ERROR(world_.database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Project project, Open(sql, caller, project_name, "List"));
    SLUICE_ASSIGN_OR_RETURN(schemas, Schemas(sql, project.name).List());
    return absl::OkStatus();
  }));
  std::string xml = "<Schemas>";
  for (const Schema& schema : schemas) xml += SchemaXml(schema);
  return XmlAnswer(absl::StrCat(xml, "<Marker/>", Element("MaxItems", absl::StrCat(schemas.size())),
                                "</Schemas>"));
}

absl::StatusOr<http::ServerResponse> SchemaApi::Get(const Principal& caller,
                                                    const std::string& project_name,
                                                    const std::string& name) {
  SLUICE_ASSIGN_OR_RETURN(
      Schema schema, world_.database.TransactFor<Schema>([&](Sql& sql) -> absl::StatusOr<Schema> {
        SLUICE_ASSIGN_OR_RETURN(Project project, Open(sql, caller, project_name, "List"));
        absl::StatusOr<Schema> found = Schemas(sql, project.name).Get(absl::AsciiStrToLower(name));
        return found.ok() ? found : AsObject(found.status());
      }));
  http::ServerResponse response = XmlAnswer(SchemaXml(schema));
  response.headers.Add("x-odps-owner", schema.owner);
  response.headers.Add("x-odps-creation-time", HttpTime(schema.created));
  response.headers.Add("Last-Modified", HttpTime(schema.created));
  return response;
}

absl::StatusOr<http::ServerResponse> SchemaApi::Create(const Principal& caller,
                                                       const std::string& project_name,
                                                       const http::ServerRequest& request) {
  pugi::xml_document document;
  if (!document.load_buffer(request.body.data(), request.body.size())) {
    return ServiceError("MalformedXML", "the body is not XML");
  }
  const std::string name =
      absl::AsciiStrToLower(document.child("Schema").child("Name").text().get());
  if (!IsSoundName(name)) {
    return ServiceError("InvalidParameter",
                        "the name of a schema has 1 to 128 letters, digits and underscores");
  }
  SLUICE_RETURN_IF_ERROR(world_.database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Project project, Open(sql, caller, project_name, "CreateSchema"));
    return Schemas(sql, project.name)
        .Create({.name = name, .owner = caller.Name(), .created = world_.clock.Now()});
  }));
  http::ServerResponse response;
  response.status = 201;
  return response;
}

absl::StatusOr<http::ServerResponse> SchemaApi::Drop(const Principal& caller,
                                                     const std::string& project_name,
                                                     const std::string& name) {
  SLUICE_RETURN_IF_ERROR(world_.database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Project project, Open(sql, caller, project_name, "CreateSchema"));
    return AsObject(Schemas(sql, project.name).Drop(absl::AsciiStrToLower(name)));
  }));
  return http::ServerResponse();
}

}  // namespace sluice::emulator
