#ifndef SLUICE_EMULATOR_RECORD_CONTENT_ENCODER_H_
#define SLUICE_EMULATOR_RECORD_CONTENT_ENCODER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::emulator {

// Compresses an answer piece by piece. One thread.
class ContentEncoder {
 public:
  virtual ~ContentEncoder() = default;

  // What is ready to send of the input so far.
  virtual std::string Encode(absl::string_view bytes) = 0;
  // The rest.
  virtual std::string Finish() = 0;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_CONTENT_ENCODER_H_
