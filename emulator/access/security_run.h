#ifndef SLUICE_EMULATOR_ACCESS_SECURITY_RUN_H_
#define SLUICE_EMULATOR_ACCESS_SECURITY_RUN_H_

#include <string>

#include "absl/status/statusor.h"
#include "emulator/access/access_check.h"
#include "emulator/access/security_statement.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

enum class AnswerFormat { kText, kJson };

// Carries a security statement out and answers with its result. The project's owner may give all of
// them; everybody may ask WHOAMI and for his own grants. Errors: NoPermission, NoSuchObject (role,
// table, or user of the project).
absl::StatusOr<std::string> RunSecurityCommand(Sql& sql, AccessCheck& access,
                                               const SecurityCommand& command, AnswerFormat format);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ACCESS_SECURITY_RUN_H_
