#include "maxcompute/tunnel/tunnel.h"

namespace sluice::maxcompute {

std::optional<int64_t> UploadState::rows() const {
  int64_t sum = 0;
  for (const UploadedBlock& block : blocks) {
    if (!block.rows.has_value()) return std::nullopt;
    sum += *block.rows;
  }
  return sum;
}

}  // namespace sluice::maxcompute
