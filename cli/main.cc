#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "api/client/grpc_transport.h"
#include "base/time/real_clock.h"
#include "cli/run.h"

namespace {

std::string ReadVariable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

}  // namespace

int main(int argc, char** argv) {
  // gRPC's own lines about connections would stand between ours.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  sluice::RealClock clock;
  return sluice::cli::Run(std::vector<std::string>(argv + 1, argv + argc),
                          {.environment = ReadVariable,
                           .dial =
                               [](const std::string& server, const sluice::client::Access& access) {
                                 return std::make_unique<sluice::client::GrpcTransport>(server,
                                                                                        access);
                               },
                           .clock = clock,
                           .in = std::cin,
                           .out = std::cout,
                           .err = std::cerr,
                           .terminal = isatty(STDIN_FILENO) == 1});
}
