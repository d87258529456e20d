#include "controlplane/gateway/message_json.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {
namespace {

namespace util = google::protobuf::util;

std::string Words(absl::string_view said) {
  // protobuf writes `(field): what` with its own code in front at times.
  const size_t code = said.find("INVALID_ARGUMENT:");
  if (code == 0) said.remove_prefix(sizeof("INVALID_ARGUMENT:") - 1);
  return std::string(said);
}

// So that the types of details are known even where nobody else links them.
[[maybe_unused]] const google::protobuf::Descriptor* const kDetails =
    google::rpc::ErrorInfo::descriptor();

}  // namespace

absl::Status ReadMessage(absl::string_view json, google::protobuf::Message& message) {
  const auto read =
      util::JsonStringToMessage({json.data(), json.size()}, &message, util::JsonParseOptions());
  if (read.ok()) return absl::OkStatus();
  const std::string said = read.ToString();
  return absl::InvalidArgumentError(Words(said));
}

std::string WriteMessage(const google::protobuf::Message& message) {
  std::string text;
  const auto written = util::MessageToJsonString(message, &text);
  return written.ok() ? text : std::string();
}

namespace {

bool IsKnown(const google::protobuf::Any& detail) {
  const std::string& url = detail.type_url();
  return google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
             url.substr(url.rfind('/') + 1)) != nullptr;
}

}  // namespace

std::string WriteError(const google::rpc::Status& error, int http_status) {
  nlohmann::json details = nlohmann::json::array();
  for (const google::protobuf::Any& detail : error.details()) {
    if (!IsKnown(detail)) continue;
    const std::string text = WriteMessage(detail);
    if (!text.empty()) details.push_back(nlohmann::json::parse(text));
  }
  const nlohmann::ordered_json told = {
      {"error",
       {{"code", http_status},
        {"message", error.message()},
        {"status", absl::StatusCodeToString(static_cast<absl::StatusCode>(error.code()))},
        {"details", std::move(details)}}}};
  return told.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

int HttpStatusOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

}  // namespace sluice::controlplane
