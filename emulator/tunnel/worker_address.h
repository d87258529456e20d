#ifndef SLUICE_EMULATOR_TUNNEL_WORKER_ADDRESS_H_
#define SLUICE_EMULATOR_TUNNEL_WORKER_ADDRESS_H_

#include <string>

#include "base/http/server/exchange.h"

namespace sluice::emulator {

// The address of the worker that serves a slot: always this process, as the client reached it. The
// form is host:port with one colon, because clients split it there.
std::string WorkerAddress(const http::ServerRequest& request);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_WORKER_ADDRESS_H_
