#include "tests/faults/load.h"

#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/kafka_producer.h"
#include "base/status/status_macros.h"

namespace sluice::faults {
namespace {

constexpr absl::Duration kTurn = absl::Milliseconds(200);
constexpr absl::Duration kPatience = absl::Seconds(10);
constexpr absl::Duration kFlush = absl::Seconds(40);

}  // namespace

Load::Load(const Stream& stream, const Options& options)
    : stream_(stream),
      options_(options),
      partitions_(stream.partitions),
      random_(options.seed),
      thread_([this] { Serve(); }) {}

Load::~Load() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

void Load::Resume() {
  MutexLock lock(mu_);
  wanted_ = true;
  idle_ = false;
  changed_.NotifyAll();
}

void Load::Pause() {
  MutexLock lock(mu_);
  wanted_ = false;
  changed_.NotifyAll();
  while (!idle_) changed_.Wait(mu_);
}

std::vector<Position> Load::TakeAcknowledged() {
  MutexLock lock(mu_);
  return std::exchange(acknowledged_, {});
}

bool Load::MayGoOn() {
  MutexLock lock(mu_);
  while (!wanted_ && !stopping_) {
    if (!idle_) {
      // Without the lock: the callbacks of the deliveries want it.
      mu_.Unlock();
      if (producer_ != nullptr) producer_->Flush(kFlush).IgnoreError();
      producer_ = nullptr;
      mu_.Lock();
      idle_ = true;
      changed_.NotifyAll();
      continue;
    }
    changed_.Wait(mu_);
  }
  return !stopping_;
}

void Load::Serve() {
  const int records = std::max<int>(
      1, static_cast<int>(options_.records_per_second * absl::ToDoubleSeconds(kTurn)));
  absl::Time next = absl::Now();
  while (MayGoOn()) {
    Turn(records);
    // What a broker's absence has held up is not made up for: the rate is a steady one.
    next = std::max(next + kTurn, absl::Now());
    std::this_thread::sleep_until(absl::ToChronoTime(next));
  }
}

void Load::Turn(int records) {
  if (++turns_ % 3 == 0) {
    WriteInTransaction(records);
  } else {
    WritePlainly(records);
  }
}

void Load::WritePlainly(int records) {
  if (producer_ == nullptr) {
    auto made = kafka::KafkaProducer::Create({.bootstrap_servers = options_.bootstrap},
                                             {.delivery_timeout = kPatience});
    if (!made.ok()) return;
    producer_ = *std::move(made);
  }
  for (int i = 0; i < records; ++i) {
    const std::string value = NextValue();
    const absl::Status taken =
        producer_->Produce({.topic = stream_.topic(),
                            .partition = AnyPartition(),
                            .key = "k",
                            .value = value,
                            .timestamp = AnyTime(),
                            .headers = {}},
                           [this](absl::StatusOr<kafka::RecordPosition> stored) {
                             if (!stored.ok()) return;
                             MutexLock lock(mu_);
                             acknowledged_.push_back({stored->partition, stored->offset});
                           });
    if (taken.ok()) continue;
    // Full: the broker is away. Unusable: another one is made at the next turn.
    if (!absl::IsResourceExhausted(taken)) producer_ = nullptr;
    return;
  }
}

void Load::WriteInTransaction(int records) {
  if (!TryTransaction(records).ok()) transactional_ = nullptr;
}

absl::Status Load::TryTransaction(int records) {
  if (transactional_ == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(
        transactional_,
        kafka::TransactionalProducer::Open({.bootstrap_servers = options_.bootstrap},
                                           absl::StrCat("load-", stream_.name),
                                           {.call = kPatience, .transaction = absl::Seconds(15)}));
  }
  SLUICE_RETURN_IF_ERROR(transactional_->TryBegin());
  for (int i = 0; i < records; ++i) {
    SLUICE_RETURN_IF_ERROR(
        transactional_->TryWrite(stream_.topic(), AnyPartition(), "k", NextValue(), AnyTime()));
  }
  SLUICE_RETURN_IF_ERROR(transactional_->TryFlush());
  return ++transactions_ % 5 == 0 ? transactional_->TryAbort() : transactional_->TryCommit();
}

std::string Load::NextValue() {
  const bool fits = static_cast<int>(random_() % 1000) >= stream_.bad_per_mille;
  return ValueOf(stream_, ++number_, fits);
}

int32_t Load::AnyPartition() { return static_cast<int32_t>(random_() % partitions_); }

absl::Time Load::AnyTime() { return absl::Now() - absl::Minutes(static_cast<int>(random_() % 3)); }

}  // namespace sluice::faults
