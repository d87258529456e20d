#include "controlplane/internal_topics/internal_topic.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/kafka/record_reader.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

// A connector has a handful of keys; what lies further back has been written anew since, or will
// be.
constexpr int kRecordsMax = 10000;
constexpr int64_t kBytesMax = 16 << 20;

HeldRecords NewestByKey(const std::vector<kafka::StoredRecord>& records,
                        const std::function<bool(absl::string_view key)>& is_ours) {
  std::map<std::string, const kafka::StoredRecord*> newest;
  for (const kafka::StoredRecord& record : records) {  // Newest first.
    if (!record.key.has_value() || !is_ours(*record.key)) continue;
    const kafka::StoredRecord*& known = newest.insert({*record.key, &record}).first->second;
    // Clocks may differ, offsets do not.
    if (record.partition == known->partition && record.offset > known->offset) known = &record;
  }
  HeldRecords held;
  for (const auto& [key, record] : newest) {
    if (record->value.has_value()) held[key] = {*record->value, record->offset};
  }
  return held;
}

}  // namespace

absl::StatusOr<bool> InternalTopic::Update(const Place& place, const Decide& decide) {
  Knowledge knowledge = Recall(place.connector_uid);
  const bool others_looked = place.claim > knowledge.claim + 1;
  if (!knowledge.known || others_looked || clock_.Monotonic() - knowledge.verified >= trust_) {
    SLUICE_RETURN_IF_ERROR(Verify(place, knowledge));
  }
  knowledge.claim = place.claim;
  const std::vector<RecordChange> changes = decide(knowledge.held);
  if (!changes.empty()) {
    const absl::Status written = Write(place, changes);
    if (!written.ok()) {
      Forget(place.connector_uid);  // Some of it may be there.
      return written;
    }
    for (const RecordChange& change : changes) {
      const int64_t order = knowledge.end++;
      if (change.value.has_value()) {
        knowledge.held[change.key] = {*change.value, order};
      } else {
        knowledge.held.erase(change.key);
      }
    }
  }
  Remember(place.connector_uid, std::move(knowledge));
  return !changes.empty();
}

absl::Status InternalTopic::Verify(const Place& place, Knowledge& knowledge) {
  // Asked before it is read: what comes in between is noticed the next time.
  SLUICE_ASSIGN_OR_RETURN(const int64_t end, EndOf(place));
  if (!knowledge.known || end != knowledge.end) {
    // A topic that was just made holds nothing, and to read it takes a client of its own.
    knowledge.held.clear();
    if (end > 0) {
      SLUICE_ASSIGN_OR_RETURN(knowledge.held, Read(place));
    }
    knowledge.end = end;
    knowledge.known = true;
  }
  knowledge.verified = clock_.Monotonic();
  return absl::OkStatus();
}

absl::StatusOr<int64_t> InternalTopic::EndOf(const Place& place) {
  SLUICE_ASSIGN_OR_RETURN(const auto admin, connections_.AdminOf(place.instance));
  SLUICE_ASSIGN_OR_RETURN(const auto topic,
                          kafka::DescribeTopic(*admin, place.topic, call_timeout_));
  std::vector<kafka::TopicPartition> partitions;
  for (int32_t i = 0; i < topic.partitions; ++i) partitions.push_back({place.topic, i});
  SLUICE_ASSIGN_OR_RETURN(const auto ends,
                          admin->ListOffsets(partitions, kafka::OffsetQuery::End(),
                                             kafka::IsolationLevel::kReadCommitted, call_timeout_));
  int64_t sum = 0;
  for (const auto& [partition, end] : ends) sum += end;
  return sum;
}

absl::StatusOr<HeldRecords> InternalTopic::Read(const Place& place) {
  SLUICE_ASSIGN_OR_RETURN(const auto reader, connections_.ReaderOf(place.instance));
  const auto last = reader->ReadLast(
      place.topic, {.records_max = kRecordsMax, .bytes_max = kBytesMax, .timeout = call_timeout_});
  // Where we may not read, or the newest may be among what was not seen, all is written, as if
  // nothing were there.
  if (absl::IsPermissionDenied(last.status())) return HeldRecords();
  SLUICE_RETURN_IF_ERROR(last.status());
  return last->cut_short ? HeldRecords() : NewestByKey(last->records, place.is_ours);
}

absl::Status InternalTopic::Write(const Place& place, const std::vector<RecordChange>& changes) {
  SLUICE_ASSIGN_OR_RETURN(const auto producer, connections_.ProducerOf(place.instance));
  std::vector<kafka::ProducerRecord> records;
  for (const RecordChange& change : changes) {
    kafka::ProducerRecord record = {.topic = place.topic, .key = change.key};
    if (change.value.has_value()) record.value = *change.value;
    records.push_back(std::move(record));
  }
  const absl::Status status = kafka::ProduceAllAndWait(*producer, records, call_timeout_);
  // What it knows of a topic may be of one that was deleted: the next attempt asks anew.
  if (absl::IsUnavailable(status)) connections_.Drop(place.instance);
  return status;
}

InternalTopic::Knowledge InternalTopic::Recall(const std::string& connector_uid) {
  MutexLock lock(mu_);
  const auto found = knowledge_.find(connector_uid);
  return found == knowledge_.end() ? Knowledge() : found->second;
}

void InternalTopic::Remember(const std::string& connector_uid, Knowledge knowledge) {
  const absl::Duration now = clock_.Monotonic();
  MutexLock lock(mu_);
  // Of connectors that are gone, or that another replica looks at now.
  std::erase_if(knowledge_,
                [&](const auto& entry) { return now - entry.second.verified > 2 * trust_; });
  Knowledge& stored = knowledge_[connector_uid];
  if (stored.claim <= knowledge.claim) stored = std::move(knowledge);
}

void InternalTopic::Forget(const std::string& connector_uid) {
  MutexLock lock(mu_);
  knowledge_.erase(connector_uid);
}

}  // namespace sluice::controlplane
