#ifndef SLUICE_CLI_OUTPUT_DEAD_LETTER_TEXT_H_
#define SLUICE_CLI_OUTPUT_DEAD_LETTER_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "sluice/v1/dead_letter_service.pb.h"

namespace sluice::cli {

// How many dead letters there are by reason, in one line; empty when there are none. Pure.
std::string CountsText(const v1::ListDeadLettersResponse& first_page);

// What a terminal can show of bytes: text where it is text, hexadecimal digits otherwise. Pure.
std::string BytesText(absl::string_view bytes);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_DEAD_LETTER_TEXT_H_
