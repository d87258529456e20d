#include "emulator/tunnel/upload_ends.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/store/uploads.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

constexpr char kPath[] = "/emulator/uploads";

absl::StatusOr<UploadState> ParseState(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  if (json.is_object() && json.contains("state") && json["state"].is_string()) {
    std::optional<UploadState> state = UploadStateOf(json["state"].get<std::string>());
    if (state == UploadState::kExpired || state == UploadState::kCanceled ||
        state == UploadState::kCritical) {
      return *state;
    }
  }
  return ServiceError("InvalidArgument",
                      R"(the body must be {"state":"EXPIRED"}, CANCELED or CRITICAL)");
}

using Files = std::vector<std::string>;

absl::StatusOr<Files> EndOne(Uploads& uploads, const std::string& id, UploadState state) {
  SLUICE_ASSIGN_OR_RETURN(Upload upload, uploads.Get(id));
  return uploads.End(upload, state);
}

absl::StatusOr<Files> EndAllOpen(Uploads& uploads, UploadState state) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<Upload> open, uploads.ListOpen());
  Files all;
  for (const Upload& upload : open) {
    SLUICE_ASSIGN_OR_RETURN(Files files, uploads.End(upload, state));
    all.insert(all.end(), files.begin(), files.end());
  }
  return all;
}

}  // namespace

absl::Status CommitDueUploads(const World& world, absl::Time due) {
  SLUICE_ASSIGN_OR_RETURN(Files replaced, world.database.TransactFor<Files>([&](Sql& sql) {
    return Uploads(sql, world.limits.session_life, world.clock.Now()).CommitDue(due);
  }));
  world.blocks.Remove(replaced);
  return absl::OkStatus();
}

absl::StatusOr<http::ServerResponse> HandleUploadState(const World& world,
                                                       const http::ServerRequest& request) {
  if (request.method != "PUT") return ServiceError("MethodNotAllowed", "only PUT is allowed here");
  SLUICE_ASSIGN_OR_RETURN(UploadState state, ParseState(request.body));
  const absl::string_view id =
      absl::StripPrefix(absl::StripPrefix(request.target.path, kPath), "/");
  SLUICE_ASSIGN_OR_RETURN(
      Files dead, world.database.TransactFor<Files>([&](Sql& sql) -> absl::StatusOr<Files> {
        Uploads uploads(sql, world.limits.session_life, world.clock.Now());
        return id.empty() ? EndAllOpen(uploads, state) : EndOne(uploads, std::string(id), state);
      }));
  world.blocks.Remove(dead);
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.body = absl::StrCat(R"({"state":")", ToString(state), "\"}");
  return response;
}

}  // namespace sluice::emulator
