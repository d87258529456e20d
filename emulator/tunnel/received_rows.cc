#include "emulator/tunnel/received_rows.h"

#include <utility>

#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/record/content_coding.h"
#include "emulator/record/record_decoder.h"

namespace sluice::emulator {

absl::StatusOr<ReceivedRows> ReceiveRows(const Columns& columns, http::ServerRequest& request,
                                         int64_t bytes_max,
                                         absl::FunctionRef<absl::Status(const Row&)> check) {
  if (request.HasQuery("arrow")) {
    return ServiceError("NotImplemented", "Arrow bodies are not covered; send a record stream");
  }
  ReceivedRows received;
  SLUICE_ASSIGN_OR_RETURN(received.bytes, DecodeContent(request.Header("content-encoding"),
                                                        std::move(request.body), bytes_max));
  RecordDecoder decoder(columns, received.bytes);
  Row row;
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(bool more, decoder.Next(row));
    if (!more) break;
    SLUICE_RETURN_IF_ERROR(check(row));
  }
  received.count = decoder.count();
  return received;
}

}  // namespace sluice::emulator
