#include "emulator/rest/authorization_api.h"

#include <pugixml.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/access/security_run.h"
#include "emulator/access/security_statement.h"
#include "emulator/error/service_error.h"
#include "emulator/rest/xml.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {

absl::StatusOr<http::ServerResponse> HandleAuthorization(const World& world,
                                                         const Principal& caller,
                                                         const std::string& project_name,
                                                         const http::ServerRequest& request) {
  if (request.HasQuery("sign_bearer_token")) {
    return ServiceError("NotImplemented", "bearer tokens are not covered");
  }
  pugi::xml_document document;
  if (!document.load_buffer(request.body.data(), request.body.size())) {
    return ServiceError("MalformedXML", "the body is not XML");
  }
  pugi::xml_node body = document.child("Authorization");
  const bool json = absl::EqualsIgnoreCase(body.child("ResponseInJsonFormat").text().get(), "true");
  SLUICE_ASSIGN_OR_RETURN(SecurityCommand command,
                          ParseSecurityStatement(body.child("Query").text().get()));
  SLUICE_ASSIGN_OR_RETURN(
      std::string result,
      world.database.TransactFor<std::string>([&](Sql& sql) -> absl::StatusOr<std::string> {
        SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(project_name));
        AccessCheck access(sql, std::move(project), caller);
        return RunSecurityCommand(sql, access, command,
                                  json ? AnswerFormat::kJson : AnswerFormat::kText);
      }));
  return XmlAnswer(absl::StrCat("<Authorization>", Element("Result", result), "</Authorization>"));
}

}  // namespace sluice::emulator
