#ifndef SLUICE_CLI_OUTPUT_FORMAT_H_
#define SLUICE_CLI_OUTPUT_FORMAT_H_

namespace sluice::cli {

// How answers are printed (`-o`).
enum class Format { kTable, kJson, kYaml };

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_FORMAT_H_
