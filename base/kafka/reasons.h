#ifndef SLUICE_BASE_KAFKA_REASONS_H_
#define SLUICE_BASE_KAFKA_REASONS_H_

#include "absl/strings/string_view.h"

// Why a call to Kafka failed, for programs: ReasonOf(status) is one of these.
namespace sluice::kafka::reason {

// No broker answered in time. UNAVAILABLE.
inline constexpr absl::string_view kUnreachable = "KAFKA_UNAVAILABLE";
// Why a connection could not be made, given by ConnectionProbe: FAILED_PRECONDITION ...
inline constexpr absl::string_view kDnsFailed = "KAFKA_DNS_FAILED";
inline constexpr absl::string_view kConnectionRefused = "KAFKA_CONNECTION_REFUSED";
// ... and UNAVAILABLE.
inline constexpr absl::string_view kConnectionTimedOut = "KAFKA_CONNECTION_TIMED_OUT";
// A certificate, ours or the broker's, is not taken by the other side. FAILED_PRECONDITION.
inline constexpr absl::string_view kTlsFailed = "KAFKA_TLS_FAILED";
// The listener speaks another security protocol than we do. FAILED_PRECONDITION.
inline constexpr absl::string_view kProtocolMismatch = "KAFKA_PROTOCOL_MISMATCH";
// A broker answered that it cannot now: electing, loading, throttling. UNAVAILABLE.
inline constexpr absl::string_view kBusy = "KAFKA_BUSY";
// User, password or mechanism. FAILED_PRECONDITION.
inline constexpr absl::string_view kAuthenticationFailed = "KAFKA_AUTHENTICATION_FAILED";
// The user lacks an ACL. PERMISSION_DENIED.
inline constexpr absl::string_view kAuthorizationFailed = "KAFKA_AUTHORIZATION_FAILED";
inline constexpr absl::string_view kTopicNotFound = "TOPIC_NOT_FOUND";            // NOT_FOUND.
inline constexpr absl::string_view kTopicAlreadyExists = "TOPIC_ALREADY_EXISTS";  // ALREADY_EXISTS.
inline constexpr absl::string_view kGroupNotFound = "GROUP_NOT_FOUND";            // NOT_FOUND.
inline constexpr absl::string_view kGroupNotEmpty = "GROUP_NOT_EMPTY";  // FAILED_PRECONDITION.
inline constexpr absl::string_view kRefusedByBroker = "KAFKA_REFUSED";  // FAILED_PRECONDITION.
// The brokers have no tiered storage, which the topic asks for. FAILED_PRECONDITION.
inline constexpr absl::string_view kTieredStorageUnavailable = "TIERED_STORAGE_UNAVAILABLE";
inline constexpr absl::string_view kRecordRefused = "KAFKA_RECORD_REFUSED";  // INVALID_ARGUMENT.
inline constexpr absl::string_view kOffsetMetadataTooLarge = "OFFSET_METADATA_TOO_LARGE";
// Another member or generation owns the group's partitions. ABORTED.
inline constexpr absl::string_view kFenced = "KAFKA_FENCED";
// This member of the group is over; a new one must join. UNAVAILABLE.
inline constexpr absl::string_view kRejoin = "KAFKA_REJOIN";
// Retention has deleted the next record to read. OUT_OF_RANGE.
inline constexpr absl::string_view kRecordsExpired = "RECORDS_EXPIRED";
// The partition ends before the next record to read. OUT_OF_RANGE.
inline constexpr absl::string_view kSourceTruncated = "SOURCE_TRUNCATED";
// The producer's own queue holds as much as it may. RESOURCE_EXHAUSTED.
inline constexpr absl::string_view kProducerQueueFull = "KAFKA_PRODUCER_QUEUE_FULL";
// This producer can send no more; a new one can. UNAVAILABLE.
inline constexpr absl::string_view kProducerUnusable = "KAFKA_PRODUCER_UNUSABLE";
// The client was being closed. UNAVAILABLE.
inline constexpr absl::string_view kClosing = "KAFKA_CLIENT_CLOSING";
inline constexpr absl::string_view kBrokerTooOld = "BROKER_TOO_OLD";  // FAILED_PRECONDITION.
// A code nobody expected here. INTERNAL.
inline constexpr absl::string_view kUnexpected = "KAFKA_ERROR";

}  // namespace sluice::kafka::reason

#endif  // SLUICE_BASE_KAFKA_REASONS_H_
