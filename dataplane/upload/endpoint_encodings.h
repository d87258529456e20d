#ifndef SLUICE_DATAPLANE_UPLOAD_ENDPOINT_ENCODINGS_H_
#define SLUICE_DATAPLANE_UPLOAD_ENDPOINT_ENCODINGS_H_

#include <map>
#include <string>
#include <vector>

#include "base/sync/mutex.h"
#include "maxcompute/record/compression.h"

namespace sluice::dataplane {

// How blocks are packed for each endpoint: by the first of the wanted encodings that it has not
// refused, in the end by deflate, which every service takes. The first upload is the probe, and
// what was refused is remembered for the life of the process. Any thread may call.
class EndpointEncodings {
 public:
  explicit EndpointEncodings(std::vector<maxcompute::ContentEncoding> wanted)
      : wanted_(std::move(wanted)) {}

  maxcompute::ContentEncoding Of(const std::string& endpoint) const;

  // The endpoint does not take it.
  void Refused(const std::string& endpoint, maxcompute::ContentEncoding encoding);

 private:
  const std::vector<maxcompute::ContentEncoding> wanted_;
  mutable Mutex mu_;
  std::map<std::string, std::vector<maxcompute::ContentEncoding>> refused_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_ENDPOINT_ENCODINGS_H_
