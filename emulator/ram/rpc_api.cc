#include "emulator/ram/rpc_api.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"
#include "emulator/rest/xml.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

std::string MembersXml(const Json& members) {
  std::string xml;
  for (const auto& [name, value] : members.items()) {
    if (value.is_object()) {
      absl::StrAppend(&xml, "<", name, ">", MembersXml(value), "</", name, ">");
    } else {
      xml += Element(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return xml;
}

http::ServerResponse Format(const RpcRequest& request, const std::string& root,
                            const Json& members) {
  if (!request.WantsJson())
    return XmlAnswer(absl::StrCat("<", root, ">", MembersXml(members), "</", root, ">"));
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/json;charset=utf-8");
  response.body = members.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

// An action's name becomes an element: only letters may.
std::string RootOf(const RpcRequest& request) {
  std::string root;
  for (unsigned char c : request.Get("Action").substr(0, 64)) {
    if (absl::ascii_isalpha(c)) root.push_back(static_cast<char>(c));
  }
  return root + "Response";
}

}  // namespace

std::string RpcOperation(const RpcRequest& request) {
  std::string operation;
  for (unsigned char c : request.Get("Action").substr(0, 64)) {
    if (absl::ascii_isupper(c) && !operation.empty()) operation.push_back('_');
    if (absl::ascii_isalpha(c)) operation.push_back(static_cast<char>(absl::ascii_tolower(c)));
  }
  return operation;
}

http::ServerResponse RpcAnswer(const RpcRequest& request, Json members,
                               const std::string& request_id) {
  members["RequestId"] = request_id;
  return Format(request, RootOf(request), members);
}

http::ServerResponse RpcError(const RpcRequest& request, const absl::Status& error,
                              const std::string& request_id, const std::string& host) {
  http::ServerResponse response = Format(request, "Error",
                                         {{"RequestId", request_id},
                                          {"HostId", host},
                                          {"Code", CodeOf(error)},
                                          {"Message", std::string(error.message())}});
  response.status = HttpStatusOf(error);
  return response;
}

}  // namespace sluice::emulator
