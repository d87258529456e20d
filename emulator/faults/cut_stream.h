#ifndef SLUICE_EMULATOR_FAULTS_CUT_STREAM_H_
#define SLUICE_EMULATOR_FAULTS_CUT_STREAM_H_

#include <cstdint>

#include "base/http/server/exchange.h"

namespace sluice::emulator {

// Cuts an answer: so many bytes of its body are sent, then the connection closes. An answer without
// a body is not sent at all.
http::ServerResponse CutAfter(http::ServerResponse response, int64_t bytes);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FAULTS_CUT_STREAM_H_
