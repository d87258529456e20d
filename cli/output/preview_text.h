#ifndef SLUICE_CLI_OUTPUT_PREVIEW_TEXT_H_
#define SLUICE_CLI_OUTPUT_PREVIEW_TEXT_H_

#include <string>

#include "sluice/v1/connector_service.pb.h"

namespace sluice::cli {

// The rows that records would become, as a table, then the records that are no rows, each with its
// reason. Pure.
std::string PreviewText(const v1::PreviewRecordsResponse& response);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_PREVIEW_TEXT_H_
