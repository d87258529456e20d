#ifndef SLUICE_BASE_KAFKA_API_VERSIONS_H_
#define SLUICE_BASE_KAFKA_API_VERSIONS_H_

#include <map>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace sluice::kafka {

// Which requests a broker knows, by which its release can be told: from 4.0 on no broker says it in
// its configuration any more, and librdkafka shows the table only in its log (debug=feature).
class ApiVersions {
 public:
  // Takes a line of librdkafka's log if it is one of the table: `ApiKey Fetch (1) Versions 4..18`.
  // Whether it was.
  bool Read(absl::string_view line);

  // The newest release that brings all that the broker knows, as `4.1`: the broker is of this
  // release or of one between it and the next in the table. Empty: nothing was read.
  std::string Release() const;

 private:
  std::map<int, std::pair<int, int>> versions_;  // From, to; by the number of the request.
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_API_VERSIONS_H_
