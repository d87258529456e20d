#ifndef SLUICE_CLI_OUTPUT_TOKEN_TEXT_H_
#define SLUICE_CLI_OUTPUT_TOKEN_TEXT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "cli/output/table.h"
#include "sluice/v1/access_service.pb.h"
#include "sluice/v1/api_token.pb.h"

namespace sluice::cli {

Table TableOf(const std::vector<v1::ApiToken>& tokens, absl::Time now);
std::string Describe(const v1::Caller& caller);

// `2026-01-31T15:04:05Z`.
std::string UtcText(const google::protobuf::Timestamp& time);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_TOKEN_TEXT_H_
