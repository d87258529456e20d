#ifndef SLUICE_EMULATOR_RECORD_CONTENT_CODING_H_
#define SLUICE_EMULATOR_RECORD_CONTENT_CODING_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/record/content_encoder.h"

namespace sluice::emulator {

// Undoes a request's Content-Encoding: none, identity, raw, deflate (zlib's wrapper), zstd,
// x-snappy-framed, x-lz4-frame or x-odps-lz4-frame (which are the same). Errors: NotImplemented
// (another name), MalformedDataStream (not that encoding), InvalidArgument (more than `bytes_max`
// come out).
absl::StatusOr<std::string> DecodeContent(absl::string_view encoding, std::string body,
                                          uint64_t bytes_max);

// The first encoding of an Accept-Encoding that is known here, by its name; null and "" when the
// answer goes raw.
struct ChosenEncoding {
  std::string name;
  std::unique_ptr<ContentEncoder> encoder;
};
ChosenEncoding ChooseEncoding(absl::string_view accept_encoding);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_CONTENT_CODING_H_
