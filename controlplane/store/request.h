#ifndef SLUICE_CONTROLPLANE_STORE_REQUEST_H_
#define SLUICE_CONTROLPLANE_STORE_REQUEST_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::controlplane {

// How long the answer to a request id is kept.
inline constexpr absl::Duration kRequestAnswerLife = absl::Hours(24);

// A write's request id and what a repeat of it is answered. Stored in the write's own transaction,
// so that either both are there or neither. With an empty `id` there is no such protection.
struct Request {
  std::string id;
  std::string method;       // Ids are apart for each method.
  std::string fingerprint;  // Differs between two requests that ask for different things.
  std::string answer;       // Bytes; what they mean is the caller's affair.
  std::string actor = {};   // Who asks, as given; kept with the event of the write.
};

struct StoredAnswer {
  std::string fingerprint;
  std::string answer;
};

// The answers of requests that were carried out. Thread-safe.
class RequestLog {
 public:
  virtual ~RequestLog() = default;

  // The answer to a request of the last kRequestAnswerLife; nothing when there was none.
  virtual absl::StatusOr<std::optional<StoredAnswer>> FindAnswer(absl::string_view method,
                                                                 absl::string_view request_id,
                                                                 absl::Time now) = 0;

  // For a write that goes elsewhere than into this store. ABORTED, REQUEST_REPEATED as below.
  virtual absl::Status StoreAnswer(const Request& request, absl::Time now) = 0;

  // Removes answers that are too old to be given; returns how many.
  virtual absl::StatusOr<int> ForgetOldAnswers(absl::Time now) = 0;
};

// Every write that takes a Request answers ABORTED with this reason, and writes nothing, when an
// answer to the same id is already there: look it up with FindAnswer.
inline constexpr absl::string_view kRequestRepeated = "REQUEST_REPEATED";

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_REQUEST_H_
