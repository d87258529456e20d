#ifndef SLUICE_CLI_OUTPUT_FINDINGS_TEXT_H_
#define SLUICE_CLI_OUTPUT_FINDINGS_TEXT_H_

#include <string>

#include "cli/output/format.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::cli {

// What was found about a definition. For people: the verdict, then a table with errors first, under
// each line what is so and what mends it, a statement on lines of its own; then what is as it
// should be. For programs: the
// fields `deployable`, `findings` and `connector`, each always there. Pure.
std::string FindingsText(const std::string& connector,
                         const v1::ValidateConnectorResponse& response, Format format);

// The same lines for what CreateConnector warned of; empty when there is nothing.
std::string WarningsText(const google::protobuf::RepeatedPtrField<v1::Finding>& warnings);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_FINDINGS_TEXT_H_
