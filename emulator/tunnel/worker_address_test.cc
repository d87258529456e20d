#include "emulator/tunnel/worker_address.h"

#include <gtest/gtest.h>

namespace sluice::emulator {
namespace {

struct Case {
  const char* host;
  const char* address;
};

TEST(WorkerAddress, HasAHostAPortAndOneColon) {
  for (const Case& c : {Case{"127.0.0.1:8090", "127.0.0.1:8090"}, Case{"emulator", "emulator:80"},
                        Case{"[::1]:8090", "localhost:8090"}, Case{"[::1]", "localhost:80"},
                        Case{"", "localhost:80"}}) {
    http::ServerRequest request;
    if (*c.host != '\0') request.headers.Add("Host", c.host);
    EXPECT_EQ(WorkerAddress(request), c.address) << c.host;
  }
}

}  // namespace
}  // namespace sluice::emulator
