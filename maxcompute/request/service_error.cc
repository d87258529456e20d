#include "maxcompute/request/service_error.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/foreign_text.h"
#include "maxcompute/request/missing_permission.h"
#include "nlohmann/json.hpp"
#include "pugixml.hpp"

namespace sluice::maxcompute {
namespace {

constexpr char kHold[] = "sluice/maxcompute/hold_millis";
constexpr char kAction[] = "sluice/maxcompute/missing_action";
constexpr absl::Duration kHoldMax = absl::Seconds(10);

enum class Certainty { kRefused, kUnclear };

// What a code of the service means for the caller.
struct Meaning {
  absl::string_view code;
  absl::StatusCode status;
  absl::string_view reason;
  Certainty certainty = Certainty::kRefused;
};

using Code = absl::StatusCode;

constexpr Meaning kMeanings[] = {
    {"NoSuchProject", Code::kNotFound, kReasonProjectNotFound},
    {"NoSuchTable", Code::kNotFound, kReasonTableNotFound},
    {"NoSuchPartition", Code::kNotFound, kReasonPartitionNotFound},
    {"NoSuchUpload", Code::kNotFound, kReasonSessionNotFound},
    {"NoSuchDownload", Code::kNotFound, kReasonSessionNotFound},
    {"NoSuchData", Code::kNotFound, kReasonSessionNotFound},
    {"StreamSessionNotFound", Code::kNotFound, kReasonSessionNotFound},
    {"UpsertSessionNotFound", Code::kNotFound, kReasonSessionNotFound},
    {"NoSuchInstance", Code::kNotFound, kReasonInstanceNotFound},
    {"NoPermission", Code::kPermissionDenied, kReasonPermissionMissing},
    {"AccessDenied", Code::kPermissionDenied, kReasonPermissionMissing},
    {"Unauthorized", Code::kUnauthenticated, kReasonCredentialsRejected},
    {"AuthorizationRequired", Code::kUnauthenticated, kReasonCredentialsRejected},
    {"InvalidAccessKeyId", Code::kUnauthenticated, kReasonCredentialsRejected},
    {"InvalidSecurityToken", Code::kUnauthenticated, kReasonCredentialsExpired},
    {"SignatureNotMatch", Code::kUnauthenticated, kReasonCredentialsRejected},
    {"InvalidSignature", Code::kUnauthenticated, kReasonCredentialsRejected},
    {"RequestExpired", Code::kUnauthenticated, kReasonCredentialsExpired},
    {"AuthenticationRequestExpired", Code::kUnauthenticated, kReasonCredentialsExpired},
    {"RequestTimeTooSkewed", Code::kUnauthenticated, kReasonClockSkewed},
    {"RequestTimeTooSkewd", Code::kUnauthenticated, kReasonClockSkewed},
    {"MissingPartitionSpec", Code::kInvalidArgument, kReasonPartitionSpecInvalid},
    {"InvalidPartitionSpec", Code::kInvalidArgument, kReasonPartitionSpecInvalid},
    {"InvalidColumnSpec", Code::kInvalidArgument, kReasonColumnNotFound},
    // The conflict may be of our own making, by an earlier copy of this request.
    {"StatusConflict", Code::kFailedPrecondition, kReasonSessionConflict, Certainty::kUnclear},
    {"InvalidStatusChange", Code::kFailedPrecondition, kReasonSessionConflict, Certainty::kUnclear},
    {"InConsistentBlockList", Code::kFailedPrecondition, kReasonSessionConflict},
    // Sending the same bytes again mends it, unless we made them wrong: not to be tried for long.
    {"CorruptedDataStream", Code::kDataLoss, kReasonBlockDamaged},
    {"MalformedDataStream", Code::kDataLoss, kReasonBlockDamaged},
    {"IncompleteBody", Code::kDataLoss, kReasonBlockDamaged},
    {"DataStoreError", Code::kInvalidArgument, kReasonValueRefused},
    {"MaxMessageLengthExceeded", Code::kInvalidArgument, kReasonFieldTooLong},
    {"FlowExceeded", Code::kResourceExhausted, kReasonQuotaExceeded},
    {"SlotExceeded", Code::kResourceExhausted, kReasonQuotaExceeded},
    {"QPSExceeded", Code::kResourceExhausted, kReasonQuotaExceeded},
    {"RequestQuotaExceeded", Code::kResourceExhausted, kReasonQuotaExceeded},
    {"InternalServerError", Code::kUnavailable, kReasonMaxComputeFailed, Certainty::kUnclear},
    {"ServiceUnavailable", Code::kUnavailable, kReasonMaxComputeFailed, Certainty::kUnclear},
    {"DataVersionConflict", Code::kUnavailable, kReasonMaxComputeFailed, Certainty::kUnclear},
    {"DataUnderReplication", Code::kUnavailable, kReasonMaxComputeFailed, Certainty::kUnclear},
    {"TableModified", Code::kAborted, kReasonTableModified},
    {"ObjectModified", Code::kAborted, kReasonTableModified},
    {"SchemaModified", Code::kAborted, kReasonSchemaModified},
    {"NoSuchSchema", Code::kNotFound, kReasonTableNotFound},
};

// What is not there depends on what was asked for: some services say only NoSuchObject, or nothing
// but 404.
absl::string_view MissingThing(const Subject& subject) {
  if (!subject.partition.empty()) return kReasonPartitionNotFound;
  return subject.table.table.empty() ? kReasonProjectNotFound : kReasonTableNotFound;
}

Meaning MeaningOfHttpStatus(int status, const Subject& subject) {
  switch (status) {
    case 401:
      return {"", Code::kUnauthenticated, kReasonCredentialsRejected};
    case 403:
      return {"", Code::kPermissionDenied, kReasonPermissionMissing};
    case 404:
      return {"", Code::kNotFound, MissingThing(subject)};
    case 308:
      return {"", Code::kAborted, kReasonSlotMoved};
    case 429:
      return {"", Code::kResourceExhausted, kReasonQuotaExceeded};
    case 409:  // Too many at once: the service says with Retry-After when to come back.
      return {"", Code::kResourceExhausted, kReasonQuotaExceeded, Certainty::kUnclear};
    case 501:  // Never to be had of this service, unlike what else begins with 5.
      return {"", Code::kUnimplemented, kReasonRequestRefused};
    case 412:
      return {"", Code::kAborted, kReasonSchemaModified};
    case 408:
      return {"", Code::kUnavailable, kReasonMaxComputeFailed, Certainty::kUnclear};
    default:
      break;
  }
  if (status / 100 == 4) return {"", Code::kInvalidArgument, kReasonRequestRefused};
  return {"", Code::kUnavailable, kReasonMaxComputeFailed, Certainty::kUnclear};
}

Meaning MeaningOf(const ServiceError& error, const Subject& subject) {
  // The code is the text before a colon.
  const std::string code = error.code.substr(0, error.code.find(':'));
  if (code == "NoSuchObject") return {"", Code::kNotFound, MissingThing(subject)};
  // A gateway between us may have answered 5xx with a body of the service.
  for (const Meaning& meaning : kMeanings) {
    if (meaning.code != code) continue;
    Meaning found = meaning;
    if (error.http_status / 100 == 5) found.certainty = Certainty::kUnclear;
    return found;
  }
  return MeaningOfHttpStatus(error.http_status, subject);
}

std::string ThingOf(const Subject& subject) {
  if (subject.table.table.empty()) return absl::StrCat("project ", subject.table.project);
  const std::string table =
      absl::StrCat("table ", subject.table.table, " in project ", subject.table.project);
  return subject.partition.empty()
             ? table
             : absl::StrCat("partition ", subject.partition.ToString(), " of ", table);
}

std::string Told(const ServiceError& error) {
  const std::string message = ForeignText(error.message);
  return absl::StrCat(" (MaxCompute: ", error.code.empty() ? "no code" : ForeignText(error.code),
                      message.empty() ? "" : ": ", message, "; HTTP status ", error.http_status,
                      error.request_id.empty() ? "" : ", request id ", error.request_id, ")");
}

struct Advice {
  std::string message;
  std::string remedy;
};

Advice AdviceFor(absl::string_view reason, const Subject& subject,
                 const MissingPermission& missing) {
  const std::string thing = ThingOf(subject);
  if (reason == kReasonPermissionMissing) {
    const std::string what = missing.action.empty()
                                 ? "a permission is missing"
                                 : absl::StrCat("permission ", missing.action, " is missing");
    return {absl::StrCat(what, " for ", thing), RemedyFor(missing, subject)};
  }
  if (reason == kReasonProjectNotFound)
    return {absl::StrCat("project ", subject.table.project, " does not exist"),
            "create the project, or name an existing one"};
  if (reason == kReasonTableNotFound) {
    // Whatever part of it was asked for.
    const std::string table = ThingOf({.table = subject.table, .partition = {}, .principal = ""});
    return {absl::StrCat(table, " does not exist"), "create the table, or name an existing one"};
  }
  if (reason == kReasonPartitionNotFound)
    return {absl::StrCat(thing, " does not exist"), "add the partition first"};
  if (reason == kReasonSessionNotFound)
    return {absl::StrCat("the tunnel does not know the session on ", thing), ""};
  if (reason == kReasonCredentialsRejected)
    return {absl::StrCat("MaxCompute does not accept the credentials for ", thing),
            "check the access key, or the role's account and name"};
  if (reason == kReasonCredentialsExpired)
    return {absl::StrCat("the credentials for ", thing, " have expired"), ""};
  if (reason == kReasonClockSkewed)
    return {"this machine's clock differs from MaxCompute's by more than 15 minutes",
            "set the clock; run a time synchronisation service"};
  if (reason == kReasonQuotaExceeded)
    return {
        absl::StrCat("MaxCompute's limit is reached for ", thing, "; trying again later helps"),
        "wait, it is tried again; when it stays so, raise the limit of the project's tunnel, or "
        "write into fewer table partitions at once"};
  if (reason == kReasonMaxComputeFailed)
    return {absl::StrCat("MaxCompute failed to answer for ", thing, "; trying again may help"), ""};
  if (reason == kReasonPartitionSpecInvalid)
    return {absl::StrCat("the partition does not fit the partition keys of ", thing),
            "name a value for every partition key of the table, and for no other"};
  if (reason == kReasonValueRefused)
    return {absl::StrCat(thing, " does not take a value of the rows"), ""};
  return {absl::StrCat("MaxCompute refused a request for ", thing), ""};
}

ServiceError ReadJson(const http::HttpResponse& response, ServiceError error) {
  const auto json = nlohmann::json::parse(response.body, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return error;
  const auto text_at = [&json](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  error.code = text_at("Code");
  error.message = text_at("Message");
  if (error.request_id.empty()) error.request_id = text_at("RequestId");
  int64_t hold = 0;
  if (absl::SimpleAtoi(text_at("HoldClientMillis"), &hold) && hold > 0) {
    error.hold = std::min(absl::Milliseconds(hold), kHoldMax);
  }
  return error;
}

ServiceError ReadXml(const http::HttpResponse& response, ServiceError error) {
  pugi::xml_document document;
  if (!document.load_buffer(response.body.data(), response.body.size())) return error;
  const pugi::xml_node root = document.child("Error");
  error.code = root.child_value("Code");
  error.message = root.child_value("Message");
  if (error.request_id.empty()) error.request_id = root.child_value("RequestId");
  return error;
}

}  // namespace

ServiceError ReadServiceError(const http::HttpResponse& response) {
  ServiceError error;
  error.http_status = response.status;
  error.request_id = std::string(response.headers.Find("x-odps-request-id").value_or(""));
  int64_t seconds = 0;
  if (absl::SimpleAtoi(response.headers.Find("Retry-After").value_or(""), &seconds) &&
      seconds > 0) {
    error.hold = std::min(absl::Seconds(seconds), kHoldMax);
  }
  const absl::string_view body = absl::StripLeadingAsciiWhitespace(response.body);
  if (absl::StartsWith(body, "{")) return ReadJson(response, std::move(error));
  if (absl::StartsWith(body, "<")) return ReadXml(response, std::move(error));
  return error;
}

absl::Status ToStatus(const ServiceError& error, const Subject& subject) {
  const Meaning meaning = MeaningOf(error, subject);
  const MissingPermission missing = meaning.reason == kReasonPermissionMissing
                                        ? ReadMissingPermission(error.message)
                                        : MissingPermission();
  const Advice advice = AdviceFor(meaning.reason, subject, missing);
  absl::Status status = WithReason(
      absl::Status(meaning.status, absl::StrCat(advice.message, Told(error))), meaning.reason);
  if (!advice.remedy.empty()) status = WithRemedy(std::move(status), advice.remedy);
  if (!missing.action.empty()) status.SetPayload(kAction, absl::Cord(missing.action));
  if (error.hold > absl::ZeroDuration()) {
    status.SetPayload(kHold, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(error.hold))));
  }
  if (meaning.certainty == Certainty::kRefused) status = MarkClearRefusal(std::move(status));
  return status;
}

absl::Status ToStatus(const absl::Status& transport_error, const Subject& subject,
                      absl::string_view authority) {
  // One request that took too long is tried again like one whose connection broke.
  const absl::StatusCode code = absl::IsDeadlineExceeded(transport_error)
                                    ? absl::StatusCode::kUnavailable
                                    : transport_error.code();
  absl::Status status = WithReason(
      absl::Status(code, absl::StrCat("no answer from MaxCompute at ", authority, " for ",
                                      ThingOf(subject), ": ", transport_error.message())),
      kReasonMaxComputeUnreachable);
  if (http::DeliveryOf(transport_error) == http::Delivery::kNotSent) {
    status = MarkClearRefusal(std::move(status));
  }
  return status;
}

absl::Duration HoldOf(const absl::Status& status) {
  const auto text = status.GetPayload(kHold);
  int64_t millis = 0;
  if (!text.has_value() || !absl::SimpleAtoi(std::string(*text), &millis)) return {};
  return absl::Milliseconds(millis);
}

std::string MissingActionOf(const absl::Status& status) {
  const auto text = status.GetPayload(kAction);
  return text.has_value() ? std::string(*text) : std::string();
}

}  // namespace sluice::maxcompute
