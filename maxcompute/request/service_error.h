#ifndef SLUICE_MAXCOMPUTE_REQUEST_SERVICE_ERROR_H_
#define SLUICE_MAXCOMPUTE_REQUEST_SERVICE_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/client.h"
#include "maxcompute/request/subject.h"

namespace sluice::maxcompute {

// Reasons of errors, by sluice::ReasonOf. The code of the status says what a program does next.
inline constexpr absl::string_view kReasonProjectNotFound = "PROJECT_NOT_FOUND";
inline constexpr absl::string_view kReasonTableNotFound = "TABLE_NOT_FOUND";
inline constexpr absl::string_view kReasonPartitionNotFound = "PARTITION_NOT_FOUND";
inline constexpr absl::string_view kReasonSessionNotFound = "SESSION_NOT_FOUND";
inline constexpr absl::string_view kReasonInstanceNotFound = "INSTANCE_NOT_FOUND";
inline constexpr absl::string_view kReasonPermissionMissing = "PERMISSION_MISSING";
// The key is unknown or wrong; what it may do does not come into it.
inline constexpr absl::string_view kReasonCredentialsRejected = "CREDENTIALS_REJECTED";
inline constexpr absl::string_view kReasonCredentialsExpired = "CREDENTIALS_EXPIRED";
inline constexpr absl::string_view kReasonClockSkewed = "CLOCK_SKEWED";
// The table has partition keys and none was named, or others.
inline constexpr absl::string_view kReasonPartitionSpecInvalid = "PARTITION_SPEC_INVALID";
inline constexpr absl::string_view kReasonColumnNotFound = "COLUMN_NOT_FOUND";
// The session is not in the state for this: ask for its state.
inline constexpr absl::string_view kReasonSessionConflict = "SESSION_CONFLICT";
// The bytes of a block did not arrive whole.
inline constexpr absl::string_view kReasonBlockDamaged = "BLOCK_DAMAGED";
// A value that the table does not take, such as NULL in a NOT NULL column.
inline constexpr absl::string_view kReasonValueRefused = "VALUE_REFUSED";
inline constexpr absl::string_view kReasonFieldTooLong = "FIELD_TOO_LONG";
inline constexpr absl::string_view kReasonTableModified = "TABLE_MODIFIED";
inline constexpr absl::string_view kReasonSchemaModified = "SCHEMA_MODIFIED";
inline constexpr absl::string_view kReasonQuotaExceeded = "QUOTA_EXCEEDED";
// The slot of a stream or upsert session is served elsewhere now: look at the session.
inline constexpr absl::string_view kReasonSlotMoved = "SLOT_MOVED";
// The service does not take blocks that are packed like this one: pack them by another encoding.
inline constexpr absl::string_view kReasonEncodingRefused = "ENCODING_REFUSED";
// The service failed by itself, or a proxy before it.
inline constexpr absl::string_view kReasonMaxComputeFailed = "MAXCOMPUTE_FAILED";
// No answer came.
inline constexpr absl::string_view kReasonMaxComputeUnreachable = "MAXCOMPUTE_UNREACHABLE";
// An answer came that is not of the protocol.
inline constexpr absl::string_view kReasonAnswerInvalid = "ANSWER_INVALID";
// A request that the service calls malformed: our bug, or a service of another version.
inline constexpr absl::string_view kReasonRequestRefused = "REQUEST_REFUSED";
inline constexpr absl::string_view kReasonSqlFailed = "SQL_FAILED";

// An error as the service tells it, in JSON or XML.
struct ServiceError {
  int http_status = 0;
  std::string code;
  std::string message;
  std::string request_id;
  // How long the service wants to be left alone.
  absl::Duration hold;
};

// Never fails: what cannot be read leaves `code` empty, and the HTTP status says the rest.
ServiceError ReadServiceError(const http::HttpResponse& response);

// What the caller should do about it: code, reason, remedy, whether it is a clear refusal, and a
// message that says what went wrong with which thing and what to do now.
absl::Status ToStatus(const ServiceError& error, const Subject& subject);

// For a request without an answer, as http::Client gives it.
absl::Status ToStatus(const absl::Status& transport_error, const Subject& subject,
                      absl::string_view authority);

// How long the service asked to be left alone with this error; zero when it did not say.
absl::Duration HoldOf(const absl::Status& status);

// Of a PERMISSION_MISSING: the action that is not granted, such as "Describe"; empty when the
// service did not say.
std::string MissingActionOf(const absl::Status& status);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REQUEST_SERVICE_ERROR_H_
