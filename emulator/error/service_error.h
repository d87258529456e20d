#ifndef SLUICE_EMULATOR_ERROR_SERVICE_ERROR_H_
#define SLUICE_EMULATOR_ERROR_SERVICE_ERROR_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::emulator {

// A refusal as the service's clients know it: its code ("NoSuchTable") travels as the reason of the
// status.
absl::Status ServiceError(absl::string_view code, absl::string_view message);

// What a refusal says beside its code, to programs: a header of the answer, and how long a client
// should wait before it asks again.
absl::Status WithHeader(absl::Status error, absl::string_view name, absl::string_view value);
std::vector<std::pair<std::string, std::string>> HeadersOf(const absl::Status& error);
absl::Status WithHold(absl::Status error, absl::Duration hold);
std::optional<absl::Duration> HoldOf(const absl::Status& error);

// The service's code of an error; InternalServerError of one that has none.
std::string CodeOf(const absl::Status& error);

// The HTTP status that goes with it.
int HttpStatusOf(const absl::Status& error);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ERROR_SERVICE_ERROR_H_
