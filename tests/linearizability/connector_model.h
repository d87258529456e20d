#ifndef SLUICE_TESTS_LINEARIZABILITY_CONNECTOR_MODEL_H_
#define SLUICE_TESTS_LINEARIZABILITY_CONNECTOR_MODEL_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sluice::linearizability {

enum class Verb { kGet, kCreate, kUpdate, kDeploy, kPause, kResume, kStop, kDelete };

const char* NameOf(Verb verb);

// A connector as an answer shows it.
struct Seen {
  std::string uid;
  std::string etag;
  int64_t generation = 0;
  std::string desired;  // DRAFT, RUNNING, PAUSED, STOPPED or DELETED.
  std::string description;

  friend bool operator==(const Seen&, const Seen&) = default;
};

// One call of a client: what was asked, what was answered, and when.
struct Call {
  Verb verb = Verb::kGet;
  std::string request_id;   // Empty: none.
  std::string etag;         // Empty: none.
  std::string description;  // Of kCreate and kUpdate.

  absl::Duration begun;
  absl::Duration ended;
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason;
  Seen seen;  // With kOk.

  std::string ToString() const;
};

// One connector, whose calls are done one at a time.
class ConnectorModel {
 public:
  // What it could be after `call` was answered so. Several, because a connector that is being
  // deleted goes at a moment that nobody sees. None: it could not have been answered so.
  std::vector<ConnectorModel> After(const Call& call) const;

  // Equal for models between which no later call can tell, if the same calls led to both.
  std::string ToString() const;

 private:
  bool Answer(const Call& call);
  bool Change(const Call& call);

  bool exists_ = false;
  Seen seen_;
  std::map<std::pair<Verb, std::string>, Seen> answered_;  // By request id.
};

}  // namespace sluice::linearizability

#endif  // SLUICE_TESTS_LINEARIZABILITY_CONNECTOR_MODEL_H_
