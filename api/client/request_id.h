#ifndef SLUICE_API_CLIENT_REQUEST_ID_H_
#define SLUICE_API_CLIENT_REQUEST_ID_H_

#include <string>

namespace sluice::client {

// A random UUID (version 4) for the `request_id` of a write. Every thread may call.
std::string NewRequestId();

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_REQUEST_ID_H_
