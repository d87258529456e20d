#ifndef SLUICE_EMULATOR_TUNNEL_PARTITION_MAKER_H_
#define SLUICE_EMULATOR_TUNNEL_PARTITION_MAKER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// Whether a flag of the query is set: there, and not `false`.
bool HasFlag(const http::ServerRequest& request, absl::string_view flag);

// Makes the partition that a new session names, when it asks for that by `create_partition` and the
// caller may Alter the table. One that exists is left alone.
absl::Status MakePartitionIfAsked(Sql& sql, const Principal& caller, const std::string& project,
                                  const std::string& table, const http::ServerRequest& request,
                                  absl::Time now);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_PARTITION_MAKER_H_
