#ifndef SLUICE_EMULATOR_TUNNEL_SESSION_JSON_H_
#define SLUICE_EMULATOR_TUNNEL_SESSION_JSON_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/http/server/exchange.h"
#include "emulator/store/catalog.h"
#include "emulator/store/downloads.h"
#include "emulator/store/streams.h"
#include "emulator/store/uploads.h"
#include "emulator/store/upserts.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// What the tunnel says of its sessions. Never a JSON null: clients fail on it.
http::ServerResponse UploadAnswer(int status, const Upload& upload, const Columns& columns,
                                  const Columns& partition_keys,
                                  const std::vector<UploadBlock>& blocks);

http::ServerResponse DownloadAnswer(int status, const Download& download, const Columns& columns,
                                    const Columns& partition_keys);

// `worker` serves every slot.
http::ServerResponse StreamAnswer(int status, const Stream& stream, const Table& table,
                                  const std::string& worker);

http::ServerResponse UpsertAnswer(int status, const Upsert& upsert, const Table& table,
                                  const std::string& worker);

// {"Code", "Message", "RequestId"}, and what else the error says to programs.
http::ServerResponse TunnelError(const absl::Status& error, const std::string& request_id);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_SESSION_JSON_H_
