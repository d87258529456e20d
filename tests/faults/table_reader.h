#ifndef SLUICE_TESTS_FAULTS_TABLE_READER_H_
#define SLUICE_TESTS_FAULTS_TABLE_READER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/http/curl_client.h"
#include "base/time/real_clock.h"
#include "maxcompute/connection/connection.h"
#include "tests/faults/tally.h"

namespace sluice::faults {

// Reads tables as their owner does, through the tunnel. One thread.
class TableReader {
 public:
  // `endpoint`: of the emulator, past any proxy.
  explicit TableReader(const std::string& endpoint);

  // How many rows the table has.
  absl::StatusOr<int64_t> CountRows(const std::string& table);

  // Tells `tally` what each partition of the table holds; those with as many rows as `tally` knows
  // are read only when `all`: nothing is ever removed from a table.
  absl::Status Read(const std::string& table, bool all, Tally& tally);

 private:
  absl::StatusOr<std::vector<maxcompute::DownloadSession>> Open(const std::string& table);

  http::CurlClient http_;
  RealClock clock_;
  maxcompute::StaticCredentials owner_;
  std::unique_ptr<maxcompute::Connection> connection_;
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_TABLE_READER_H_
