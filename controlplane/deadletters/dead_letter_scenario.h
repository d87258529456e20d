#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_SCENARIO_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_SCENARIO_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "formats/error_headers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {

// A connector with its error topics `d` (two partitions) and `a`, and its source topic `orders-in`
// (three), in a Kafka in memory.
class DeadLetterScenario : public testing::Test {
 protected:
  DeadLetterScenario() {
    EXPECT_THAT(store_.CreateInstance(AnInstance(), {}), IsOk());
    EXPECT_THAT(store_.CreateConnector(AConnector(), {}), IsOk());
    EXPECT_THAT(
        kafka::InMemoryAdmin(kafka_).CreateTopics(
            {{.name = "d", .partitions = 2}, {.name = "a"}, {.name = "orders-in", .partitions = 3}},
            absl::Seconds(1)),
        IsOk());
  }

  // What a dead letter of the connector says of itself; each is written a second after the one
  // before.
  formats::ErrorContext Context(int64_t source_offset, const std::string& reason = "NOT_UTF8") {
    ++seconds_;
    return {.topic = "orders-in",
            .partition = static_cast<int32_t>(source_offset % 3),
            .offset = source_offset,
            .connector = AConnector().id.connector,
            .stage = "VALUE_CONVERTER",
            .reason = reason,
            .message = "no text",
            .connector_uid = AConnector().uid,
            .record_timestamp_ms = 1'000'000 + source_offset,
            .write_timestamp_ms = 2'000'000 + 1000 * seconds_};
  }

  DeadLetterPlace Write(const std::string& topic, int32_t partition,
                        const formats::ErrorContext& context,
                        std::optional<std::string> value = std::nullopt) {
    kafka::InMemoryCluster::Record record = {
        .key = absl::StrCat("k", context.offset),
        .value = value.has_value() ? value : absl::StrCat("v", context.offset),
        .timestamp = absl::FromUnixMillis(*context.record_timestamp_ms),
        .headers = {{"trace", absl::StrCat("t", context.offset)}}};
    for (const auto& [name, text] : formats::EncodeErrorHeaders(context))
      record.headers.emplace_back(name, text);
    const auto position = kafka_.Append(topic, partition, std::move(record));
    EXPECT_THAT(position, IsOk());
    return {topic, partition, position->offset};
  }

  // A record of another program.
  void WriteOther(const std::string& topic, int32_t partition) {
    EXPECT_THAT(kafka_.Append(topic, partition, {.value = "x", .timestamp = absl::UnixEpoch()}),
                IsOk());
  }

  kafka::InMemoryCluster kafka_;
  InMemoryConnections connections_{kafka_};
  InMemoryStore store_;
  SimulatedClock clock_;
  int64_t seconds_ = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_SCENARIO_H_
