#include "controlplane/model/etag.h"

#include "absl/strings/str_cat.h"

namespace sluice::controlplane {

std::string EtagOf(absl::string_view uid, int64_t generation) {
  return absl::StrCat(uid.substr(0, 8), "-", generation);
}

}  // namespace sluice::controlplane
