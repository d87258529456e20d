#ifndef SLUICE_EMULATOR_RECORD_CODING_ERROR_H_
#define SLUICE_EMULATOR_RECORD_CODING_ERROR_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {

// How every coding refuses a body.
inline absl::Status UnpacksTooLarge(uint64_t bytes_max) {
  return ServiceError("InvalidArgument",
                      absl::StrCat("the body unpacks to more than ", bytes_max, " bytes"));
}

inline absl::Status NotThatCoding(absl::string_view encoding) {
  return ServiceError("MalformedDataStream",
                      absl::StrCat("the body is not complete ", encoding, " data"));
}

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_CODING_ERROR_H_
