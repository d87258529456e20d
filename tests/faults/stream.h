#ifndef SLUICE_TESTS_FAULTS_STREAM_H_
#define SLUICE_TESTS_FAULTS_STREAM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "sluice/v1/connector.pb.h"

namespace sluice::faults {

// A topic, its connector and its table: one of the flows that a run keeps going.
struct Stream {
  std::string name;  // Of topic, connector and table, as far as each may hold it.
  v1::MaxComputeSink::Format format = v1::MaxComputeSink::TEXT;
  v1::MaxComputeSink::Mode mode = v1::MaxComputeSink::DEFAULT;
  v1::MaxComputeSink::PartitionGranularity granularity = v1::MaxComputeSink::MINUTE;
  int partitions = 1;
  int tasks = 1;
  // Of a thousand records, so many do not fit the table.
  int bad_per_mille = 0;
  // The data columns of the table, as CREATE TABLE has them.
  std::string columns = "key STRING,value STRING";
  int share = 1;  // Of the records, against the other streams.

  std::string topic() const { return "records-" + name; }
  std::string connector() const { return "sink-" + name; }
  std::string table() const { return "rows_of_" + name; }
  std::string error_topic() const { return "connect-error-" + connector(); }
  std::string resource() const { return "instances/local/connectors/" + connector(); }
};

// Formats, numbers of tasks and lengths of table partitions mixed.
std::vector<Stream> TheStreams();

// A value that fits the stream's table, or does not.
std::string ValueOf(const Stream& stream, int64_t number, bool fits);
// Which of both a value is.
bool Fits(const Stream& stream, absl::string_view value);

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_STREAM_H_
