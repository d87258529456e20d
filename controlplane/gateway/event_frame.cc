#include "controlplane/gateway/event_frame.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "controlplane/gateway/message_json.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string TypeOf(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("type");
  const bool is_enum = field != nullptr && !field->is_repeated() &&
                       field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
  return is_enum ? message.GetReflection()->GetEnum(message, field)->name() : "";
}

// A line break would begin another field of the frame; a token has none.
std::string IdLineOf(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("resume_token");
  if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) {
    return "";
  }
  const std::string token = message.GetReflection()->GetString(message, field);
  const bool is_line =
      !token.empty() && token.find_first_of(std::string("\r\n\0", 3)) == token.npos;
  return is_line ? absl::StrCat("id: ", token, "\n") : "";
}

}  // namespace

std::string FrameOf(const Message& message) {
  const std::string type = TypeOf(message);
  const std::string id = IdLineOf(message);
  if (type == "HEARTBEAT") return absl::StrCat(": heartbeat\n", id, "\n");
  return absl::StrCat(type.empty() ? "" : absl::StrCat("event: ", type, "\n"), id,
                      "data: ", WriteMessage(message), "\n\n");
}

std::string FrameOf(const google::rpc::Status& error) {
  const int http_status = HttpStatusOf(static_cast<absl::StatusCode>(error.code()));
  return absl::StrCat("event: error\ndata: ", WriteError(error, http_status), "\n\n");
}

}  // namespace sluice::controlplane
