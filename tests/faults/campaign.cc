#include "tests/faults/campaign.h"

#include <thread>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "base/check.h"
#include "base/kafka/kafka_admin.h"
#include "base/status/status_macros.h"

namespace sluice::faults {
namespace {

constexpr absl::Duration kCall = absl::Seconds(20);
constexpr absl::Duration kDecidedMax = absl::Seconds(90);
constexpr absl::Duration kReadMax = absl::Minutes(5);
// Rows too many would come from somebody who is late.
constexpr absl::Duration kLateRows = absl::Seconds(3);

void Stay(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoMilliseconds(duration));
}

// The emulator answers repeated commits as the service may, and takes its time, seed by seed.
std::vector<std::string> EmulatorFlags(uint64_t seed) {
  std::vector<std::string> flags;
  if (seed % 2 == 1) flags.push_back("--repeated_commit=status_conflict");
  if (seed % 3 == 1) flags.push_back("--commit_takes=300ms");
  return flags;
}

// The origin that a dead letter's headers name.
Position OriginOf(const kafka::ConsumedRecord& letter) {
  Position origin;
  for (const kafka::ConsumedHeader& header : letter.Headers()) {
    const absl::string_view value = header.value.value_or("");
    if (header.key == "__connect.errors.partition")
      SLUICE_CHECK(absl::SimpleAtoi(value, &origin.partition)) << value;
    if (header.key == "__connect.errors.offset")
      SLUICE_CHECK(absl::SimpleAtoi(value, &origin.offset)) << value;
  }
  return origin;
}

}  // namespace

Campaign::Campaign(const CampaignOptions& options, std::ostream& out)
    : options_(options), out_(out), began_(absl::Now()) {
  const std::vector<Stream> streams = TheStreams();
  world_ = std::make_unique<World>(
      WorldOptions{.streams = streams, .emulator_flags = EmulatorFlags(options.seed)});
  int shares = 0;
  for (const Stream& stream : streams) shares += stream.share;
  std::vector<Load*> loads;
  for (const Stream& stream : streams) {
    Flow flow{.stream = stream};
    flow.load = std::make_unique<Load>(
        stream, Load::Options{.bootstrap = world_->bootstrap(),
                              .records_per_second =
                                  std::max(1, options.records_per_second * stream.share / shares),
                              .seed = options.seed + flows_.size()});
    loads.push_back(flow.load.get());
    flows_.push_back(std::move(flow));
  }
  tables_ = std::make_unique<TableReader>(world_->emulator().endpoint());
  for (int place = 0; place <= static_cast<int>(Place::kConnector); ++place)
    hands_[static_cast<Place>(place)] = std::make_unique<FaultHand>(*world_, loads);
}

Campaign::~Campaign() = default;

std::string Campaign::Elapsed() const {
  return absl::StrFormat("%6.1f s", absl::ToDoubleSeconds(absl::Now() - began_));
}

bool Campaign::Run() {
  out_ << Elapsed() << " everything runs; seed " << options_.seed << std::endl;
  const absl::Time end = absl::Now() + options_.length;
  bool ok = true;
  while (ok) {
    const absl::Duration left = end - absl::Now();
    // What a round needs to settle, from experience, comes out of its time.
    const absl::Duration length = std::min(options_.round_max, left - absl::Seconds(35));
    if (length < absl::Seconds(30)) break;
    ok = RunRound(rounds_++, length);
  }
  if (ok) {
    Stay(kLateRows);
    ok = Compare(/*all=*/true);
  }
  Summarize(ok);
  return ok;
}

bool Campaign::RunRound(int round, absl::Duration length) {
  // Whole seconds: a plan must not depend on how fast the machine is. The last round of a run is
  // as long as time is left.
  const std::vector<Fault> plan = MakePlan({.seed = options_.seed,
                                            .round = round,
                                            .length = options_.round_max,
                                            .pause = options_.pause});
  std::vector<Fault> fitting;
  for (const Fault& fault : plan) {
    if (fault.at + fault.lasts <= length) fitting.push_back(fault);
  }
  for (Flow& flow : flows_) flow.load->Resume();
  Inflict(fitting, absl::Now());
  const bool ok = Settle();
  if (!ok) Report(fitting, round);
  return ok;
}

void Campaign::Inflict(const std::vector<Fault>& plan, absl::Time began) {
  std::vector<std::thread> threads;
  for (auto& [place, hand] : hands_) {
    threads.emplace_back([&, place = place, hand = hand.get()] {
      for (const Fault& fault : plan) {
        if (fault.place != place) continue;
        Stay(began + fault.at - absl::Now());
        const bool met = hand->Strike(fault);
        MutexLock lock(mu_);
        Count& count = counts_[absl::StrCat(NameOf(place), ": ", NameOf(fault.kind))];
        ++count.struck;
        if (!met) ++count.met_nothing;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

bool Campaign::Settle() {
  const absl::Time began = absl::Now();
  world_->Mend();
  for (Flow& flow : flows_) flow.load->Pause();
  absl::Status read = AwaitDecided();
  if (read.ok()) read = ReadTopics();
  if (!read.ok()) {
    out_ << Elapsed() << " the topics cannot be read: " << read << std::endl;
    return false;
  }
  AwaitRows(began + options_.settle_max);
  longest_settle_ = std::max(longest_settle_, absl::Now() - began);
  bool ok = Compare(/*all=*/false);
  for (const std::string& log : world_->EndedByThemselves()) {
    out_ << Elapsed() << " ended by itself; its log is " << log << std::endl;
    ok = false;
  }
  return ok;
}

absl::Status Campaign::AwaitDecided() {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<kafka::Admin> admin,
                          kafka::KafkaAdmin::Create({.bootstrap_servers = world_->bootstrap()}));
  const absl::Time give_up = absl::Now() + kDecidedMax;
  for (const Flow& flow : flows_) {
    while (true) {
      SLUICE_ASSIGN_OR_RETURN(const kafka::TopicDescription topic,
                              kafka::DescribeTopic(*admin, flow.stream.topic(), kCall));
      std::vector<kafka::TopicPartition> partitions;
      for (int32_t i = 0; i < topic.partitions; ++i) partitions.push_back({topic.name, i});
      SLUICE_ASSIGN_OR_RETURN(const auto stable,
                              admin->ListOffsets(partitions, kafka::OffsetQuery::End(),
                                                 kafka::IsolationLevel::kReadCommitted, kCall));
      SLUICE_ASSIGN_OR_RETURN(const auto ends,
                              admin->ListOffsets(partitions, kafka::OffsetQuery::End(),
                                                 kafka::IsolationLevel::kReadUncommitted, kCall));
      if (stable == ends) break;
      if (absl::Now() >= give_up)
        return absl::UnavailableError("a transaction is open and stays open");
      Stay(absl::Milliseconds(200));
    }
  }
  return absl::OkStatus();
}

absl::Status Campaign::ReadTopics() {
  const kafka::ConnectionSettings settings{.bootstrap_servers = world_->bootstrap()};
  for (Flow& flow : flows_) {
    const Stream& stream = flow.stream;
    SLUICE_ASSIGN_OR_RETURN(
        flow.records_read, kafka::ReadCommitted(settings, stream.topic(), flow.records_read,
                                                kReadMax, [&](const kafka::ConsumedRecord& record) {
                                                  flow.tally.Committed(
                                                      {record.partition, record.offset},
                                                      Fits(stream, record.value.value_or("")));
                                                }));
    for (const Position& position : flow.load->TakeAcknowledged())
      flow.tally.Acknowledged(position);
  }
  return absl::OkStatus();
}

void Campaign::AwaitRows(absl::Time give_up) {
  for (const Flow& flow : flows_) {
    while (absl::Now() < give_up) {
      const absl::StatusOr<int64_t> rows = tables_->CountRows(flow.stream.table());
      if (rows.ok() && *rows >= flow.tally.fitting()) break;
      Stay(absl::Milliseconds(500));
    }
  }
}

bool Campaign::Compare(bool all) {
  const kafka::ConnectionSettings settings{.bootstrap_servers = world_->bootstrap()};
  bool ok = true;
  rows_ = 0;
  dead_letters_ = 0;
  for (Flow& flow : flows_) {
    const auto letters = kafka::ReadCommitted(
        settings, flow.stream.error_topic(), flow.dead_letters_read, kReadMax,
        [&](const kafka::ConsumedRecord& letter) { flow.tally.DeadLetter(OriginOf(letter)); });
    const absl::Status read =
        letters.ok() ? tables_->Read(flow.stream.table(), all, flow.tally) : letters.status();
    if (!read.ok()) {
      out_ << Elapsed() << " " << flow.stream.name << ": not compared: " << read << std::endl;
      ok = false;
      continue;
    }
    flow.dead_letters_read = *letters;
    const Verdict verdict = flow.tally.Compare();
    rows_ += verdict.rows;
    dead_letters_ += verdict.dead;
    out_ << Elapsed() << " " << flow.stream.name << ": " << verdict.records << " records, "
         << verdict.rows << " rows, " << verdict.lost << " lost, " << verdict.repeated
         << " repeated, " << verdict.foreign << " foreign; " << verdict.dead << " dead letters, "
         << verdict.vanished << " vanished" << std::endl;
    if (verdict.ok()) continue;
    ok = false;
    out_ << "  first: " << flow.stream.topic() << " " << verdict.first << "\n  "
         << world_->DescribeConnector(flow.stream) << std::endl;
    if (verdict.unread > 0)
      out_ << "  " << verdict.unread << " acknowledged records were not read" << std::endl;
  }
  return ok;
}

void Campaign::Report(const std::vector<Fault>& plan, int round) {
  out_ << "schedule of seed " << options_.seed << ", round " << round << ":\n";
  for (const Fault& fault : plan) out_ << "  " << Describe(fault) << "\n";
}

void Campaign::Summarize(bool ok) {
  MutexLock lock(mu_);
  int struck = 0;
  for (const auto& [kind, count] : counts_) {
    out_ << absl::StrFormat("  %4d %s", count.struck, kind);
    if (count.met_nothing > 0) out_ << " (" << count.met_nothing << " met nothing)";
    out_ << "\n";
    struck += count.struck - count.met_nothing;
  }
  out_ << absl::StrFormat(
      "%s: seed %d, %d faults in %d rounds, %d rows, %d dead letters, %.0f s, longest settling "
      "%.1f s\n",
      ok ? "PASSED, every record once" : "FAILED", options_.seed, struck, rounds_, rows_,
      dead_letters_, absl::ToDoubleSeconds(absl::Now() - began_),
      absl::ToDoubleSeconds(longest_settle_));
  out_.flush();
}

}  // namespace sluice::faults
