#include "controlplane/rpc/repeat_guard.h"

#include <openssl/sha.h>

#include <optional>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace sluice::controlplane {
namespace {

// Equal for equal requests, whatever the order of their maps.
std::string FingerprintOf(const google::protobuf::Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

}  // namespace

absl::StatusOr<bool> RepeatGuard::FindAnswer(const Request& request,
                                             google::protobuf::Message* response) {
  SLUICE_ASSIGN_OR_RETURN(const std::optional<StoredAnswer> stored,
                          log_.FindAnswer(request.method, request.id, clock_.Now()));
  if (!stored.has_value()) return false;
  if (stored->fingerprint != request.fingerprint) {
    return WithRemedy(
        WithReason(absl::InvalidArgumentError(absl::StrCat(
                       "request_id ", request.id, " was used before, for another request")),
                   "REQUEST_ID_REUSED"),
        "give each request an id of its own, best a UUID");
  }
  if (!response->ParseFromString(stored->answer)) {
    return absl::InternalError("a stored answer cannot be read");
  }
  return true;
}

absl::Status RepeatGuard::Run(absl::string_view method, absl::string_view request_id,
                              const google::protobuf::Message& message,
                              google::protobuf::Message* response,
                              absl::FunctionRef<absl::Status(Request)> write) {
  if (request_id.empty()) return write({});
  const Request request{std::string(request_id), std::string(method), FingerprintOf(message), ""};
  SLUICE_ASSIGN_OR_RETURN(const bool answered, FindAnswer(request, response));
  if (answered) return absl::OkStatus();
  const absl::Status written = write(request);
  if (written.ok()) return written;
  // The same request, sent twice at once, may have been carried out by another thread or replica:
  // whatever this one met then, as that the name is taken, is its own doing.
  const absl::StatusOr<bool> found = FindAnswer(request, response);
  if (found.ok() && *found) return absl::OkStatus();
  if (ReasonOf(written) != kRequestRepeated) return written;
  SLUICE_RETURN_IF_ERROR(found.status());
  return absl::UnavailableError("the same request is being carried out; try again");
}

}  // namespace sluice::controlplane
