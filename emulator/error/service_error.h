#ifndef SLUICE_EMULATOR_ERROR_SERVICE_ERROR_H_
#define SLUICE_EMULATOR_ERROR_SERVICE_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::emulator {

// A refusal as the service's clients know it: its code ("NoSuchTable") travels as the reason of the
// status.
absl::Status ServiceError(absl::string_view code, absl::string_view message);

// The service's code of an error; InternalServerError of one that has none.
std::string CodeOf(const absl::Status& error);

// The HTTP status that goes with it.
int HttpStatusOf(const absl::Status& error);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ERROR_SERVICE_ERROR_H_
