#ifndef SLUICE_EMULATOR_IDS_RANDOM_ID_H_
#define SLUICE_EMULATOR_IDS_RANDOM_ID_H_

#include <cstddef>
#include <string>

#include "absl/time/time.h"

namespace sluice::emulator {

// `bytes` random bytes as lower-case hexadecimal digits; nobody can guess them.
std::string RandomHex(size_t bytes);

// "20240102030405678g" and random digits: the shape of the service's ids of instances and sessions.
std::string TimedId(absl::Time now);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_IDS_RANDOM_ID_H_
