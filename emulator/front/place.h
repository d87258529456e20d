#ifndef SLUICE_EMULATOR_FRONT_PLACE_H_
#define SLUICE_EMULATOR_FRONT_PLACE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/http/server/exchange.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {

// What a path names.
struct Place {
  std::string project;
  std::string kind;  // "tables", "instances", …; empty for the project itself.
  std::string name;  // Of the table or instance.
  std::string rest;  // "streams", "upserts", "preview".
};

inline absl::Status NotAllowed(const http::ServerRequest& request) {
  return ServiceError("MethodNotAllowed",
                      absl::StrCat(request.method.substr(0, 16), " is not allowed here"));
}

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FRONT_PLACE_H_
