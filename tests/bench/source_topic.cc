#include "tests/bench/source_topic.h"

#include <algorithm>
#include <array>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::bench {
namespace {

constexpr absl::Duration kTimeout = absl::Minutes(5);
constexpr int kAtOnceMax = 24;  // Table partitions that one batch may name.
constexpr int kTexts = 4096;    // Different ones; a block has more rows, but not the same ones.

// Events of a shop as its services log them, cut or filled to the same length. Deflate packs rows
// of them to a fifth.
std::vector<std::string> MakeTexts(int64_t bytes) {
  static constexpr std::array kActions = {"view", "click", "cart", "pay", "search", "refund"};
  static constexpr std::array kRegions = {"cn-hangzhou", "cn-shanghai", "cn-beijing",
                                          "ap-southeast-1"};
  std::mt19937_64 random(20231117);
  std::vector<std::string> texts;
  for (int i = 0; i < kTexts; ++i) {
    std::string text;
    while (static_cast<int64_t>(text.size()) < bytes) {
      const uint64_t draw = random();
      absl::StrAppendFormat(
          &text,
          R"({"event_time":"2024-01-02T03:%02d:%02d.%03d+08:00","user_id":%d,"session":"%08x",)"
          R"("action":"%s","page":"/product/%d","region":"%s","status":200,"latency_ms":%d,)"
          R"("amount":%d.%02d})",
          draw % 60, draw / 60 % 60, draw / 3600 % 1000, random() % 1'000'000, draw >> 32,
          kActions[draw % kActions.size()], random() % 20'000, kRegions[draw % kRegions.size()],
          draw % 211, draw % 977, draw % 100);
    }
    text.resize(bytes);
    texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace

SourceTopic::SourceTopic(const std::string& bootstrap, const SourceShape& shape)
    : bootstrap_(bootstrap),
      shape_(shape),
      name_(cluster::FreshName("bench-source")),
      newest_(absl::Now()),
      texts_(MakeTexts(shape.value_bytes)) {}

absl::StatusOr<std::unique_ptr<SourceTopic>> SourceTopic::Make(const std::string& bootstrap,
                                                               const SourceShape& shape,
                                                               const kafka::TopicConfigs& configs) {
  std::unique_ptr<SourceTopic> topic(new SourceTopic(bootstrap, shape));
  const kafka::ConnectionSettings connection{.bootstrap_servers = bootstrap};
  SLUICE_ASSIGN_OR_RETURN(topic->admin_, kafka::KafkaAdmin::Create(connection));
  SLUICE_ASSIGN_OR_RETURN(topic->producer_, kafka::KafkaProducer::Create(
                                                connection, {.queue_records_max = 100'000,
                                                             .queue_bytes_max = 64 << 20,
                                                             .delivery_timeout = kTimeout,
                                                             .linger = absl::Milliseconds(20)}));
  SLUICE_ASSIGN_OR_RETURN(
      const kafka::TopicAnswers answers,
      topic->admin_->CreateTopics(
          {{.name = topic->name_, .partitions = shape.partitions, .configs = configs}}, kTimeout));
  for (const auto& [name, answer] : answers) SLUICE_RETURN_IF_ERROR(answer);
  return topic;
}

int64_t SourceTopic::HoursAgo(int64_t record) const {
  const int64_t turn = record / shape_.partitions;
  const int at_once = std::min(shape_.table_partitions, kAtOnceMax);
  const int64_t steps = shape_.table_partitions - at_once + 1;
  const int64_t step = std::min(steps - 1, record * steps / std::max<int64_t>(1, shape_.records));
  return shape_.table_partitions - 1 - (step + turn % at_once);
}

absl::Status SourceTopic::Send(int64_t count) {
  const auto delivered = [this](const absl::StatusOr<kafka::RecordPosition>& position) {
    if (!position.ok()) not_stored_.fetch_add(1);
  };
  for (const int64_t end = sent_ + count; sent_ < end;) {
    const std::string key = absl::StrFormat("key-%012d", sent_);
    const absl::Status taken =
        producer_->Produce({.topic = name_,
                            .partition = static_cast<int32_t>(sent_ % shape_.partitions),
                            .key = key,
                            .value = texts_[sent_ * 2'654'435'761 % kTexts],
                            .timestamp = newest_ - absl::Hours(HoursAgo(sent_)),
                            .headers = {}},
                           delivered);
    if (ReasonOf(taken) == kafka::reason::kProducerQueueFull) {
      SLUICE_RETURN_IF_ERROR(producer_->Flush(kTimeout));
      continue;
    }
    SLUICE_RETURN_IF_ERROR(taken);
    ++sent_;
  }
  SLUICE_RETURN_IF_ERROR(producer_->Flush(kTimeout));
  if (not_stored_.load() == 0) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(not_stored_.load(), " records were not stored"));
}

}  // namespace sluice::bench
