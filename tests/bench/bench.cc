// What a row costs. ./dev bench runs this among its runfiles; docs/benchmarks.md tells what comes
// out.

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "base/config/config.h"
#include "base/status/status_macros.h"
#include "nlohmann/json.hpp"
#include "tests/bench/sink_run.h"
#include "tests/bench/source_topic.h"
#include "tests/bench/spread.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::bench {
namespace {

constexpr double kMiB = 1 << 20;

struct Options {
  SourceShape shape;
  int64_t partitions = 4;
  int64_t table_partitions = 1;
  int64_t pairs = 5;
  int64_t tasks = 1;
  absl::Duration duration = absl::Minutes(30);
  // What waits for the worker: more than its batches hold, which grow while sessions are rare.
  int64_t lag_max = 4'000'000;
  std::vector<std::string> worker_flags;
};

// What one run of a reader cost.
struct Cost {
  double micros_per_row = 0;
  double rss_peak_mib = 0;
  double seconds = 0;
};

constexpr char kConsumeOnly[] = "consume_only_benchmark";
constexpr char kConsumeOnlyAsWorker[] = "consume_only_tcmalloc_benchmark";  // Its allocator.

absl::StatusOr<Cost> ConsumeOnly(const SourceTopic& source, const char* program = kConsumeOnly) {
  const absl::Time begun = absl::Now();
  SLUICE_ASSIGN_OR_RETURN(
      const std::string told,
      cluster::RunToEnd(
          {cluster::Runfile(absl::StrCat("base/kafka/", program)), source.bootstrap(),
           source.name(), absl::StrCat(source.shape().partitions), absl::StrCat(source.sent())},
          absl::Minutes(10)));
  const nlohmann::json answer = nlohmann::json::parse(told);
  return Cost{.micros_per_row =
                  answer.at("cpu_seconds").get<double>() * 1e6 / static_cast<double>(source.sent()),
              .rss_peak_mib = answer.at("rss_peak_bytes").get<double>() / kMiB,
              .seconds = absl::ToDoubleSeconds(absl::Now() - begun)};
}

absl::StatusOr<Cost> Sink(SourceTopic& source, const Options& options) {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<SinkRun> run,
                          SinkRun::Start(source, {.worker_flags = options.worker_flags}));
  const absl::Time begun = absl::Now();
  SLUICE_RETURN_IF_ERROR(run->WaitFor(source.sent(), absl::Minutes(30)));
  const absl::Duration took = absl::Now() - begun;
  SLUICE_ASSIGN_OR_RETURN(const ProcessUse use, run->Look());
  SLUICE_ASSIGN_OR_RETURN(const ProcessUse emulators, run->LookAtEmulator());
  std::printf("    emulator %.2f us per row\n",
              emulators.cpu_seconds * 1e6 / static_cast<double>(source.sent()));
  return Cost{.micros_per_row = use.cpu_seconds * 1e6 / static_cast<double>(source.sent()),
              .rss_peak_mib = static_cast<double>(use.rss_peak_bytes) / kMiB,
              .seconds = absl::ToDoubleSeconds(took)};
}

void Print(const char* name, const std::vector<Cost>& costs) {
  std::vector<double> micros, rss, seconds;
  for (const Cost& cost : costs) {
    micros.push_back(cost.micros_per_row);
    rss.push_back(cost.rss_peak_mib);
    seconds.push_back(cost.seconds);
  }
  std::printf("%-13s %s us CPU per row, RSS peak %s MiB, %s s\n", name,
              SpreadOf(micros).ToString(3).c_str(), SpreadOf(rss).ToString(0).c_str(),
              SpreadOf(seconds).ToString(1).c_str());
}

// Pairs in turn, A B B A …, so that whatever else the machine does strikes both alike.
absl::Status Speed(const std::string& bootstrap, const Options& options) {
  SLUICE_ASSIGN_OR_RETURN(const auto source, SourceTopic::Make(bootstrap, options.shape));
  SLUICE_RETURN_IF_ERROR(source->Send(options.shape.records));
  SLUICE_RETURN_IF_ERROR(ConsumeOnly(*source).status());  // Pages of the topic are in memory now.
  std::vector<Cost> baseline, allocating, sink;
  std::vector<double> ratios, ratios_allocating;
  for (int64_t pair = 0; pair < options.pairs; ++pair) {
    for (const bool sinks : {pair % 2 == 1, pair % 2 == 0}) {
      SLUICE_ASSIGN_OR_RETURN(const Cost cost,
                              sinks ? Sink(*source, options) : ConsumeOnly(*source));
      std::printf("  %-13s %.3f us, %.0f MiB, %.1f s\n", sinks ? "worker" : "consume-only",
                  cost.micros_per_row, cost.rss_peak_mib, cost.seconds);
      std::fflush(stdout);
      (sinks ? sink : baseline).push_back(cost);
    }
    SLUICE_ASSIGN_OR_RETURN(const Cost cost, ConsumeOnly(*source, kConsumeOnlyAsWorker));
    allocating.push_back(cost);
    ratios.push_back(sink.back().micros_per_row / baseline.back().micros_per_row);
    ratios_allocating.push_back(sink.back().micros_per_row / cost.micros_per_row);
  }
  std::printf("%d records of %d bytes, %d source partitions, %d table partitions\n",
              static_cast<int>(source->sent()), static_cast<int>(options.shape.value_bytes),
              options.shape.partitions, options.shape.table_partitions);
  Print("consume-only", baseline);
  Print("  tcmalloc", allocating);
  Print("worker", sink);
  std::printf("ratio         %s, to consume-only with tcmalloc %s\n",
              SpreadOf(ratios).ToString(2).c_str(),
              SpreadOf(ratios_allocating).ToString(2).c_str());
  return absl::OkStatus();
}

// A worker that is never done, for `duration`: what it holds, minute by minute.
absl::Status Memory(const std::string& bootstrap, Options options) {
  // Of what has been read the broker keeps only the newest.
  options.shape.records = int64_t{1} << 40;
  SLUICE_ASSIGN_OR_RETURN(
      const auto source,
      SourceTopic::Make(bootstrap, options.shape,
                        {{"retention.bytes", "536870912"},
                         {"segment.bytes", "67108864"},
                         // Their timestamps may be of days ago: age must delete nothing.
                         {"retention.ms", "-1"}}));
  SLUICE_RETURN_IF_ERROR(source->Send(options.lag_max));
  SLUICE_ASSIGN_OR_RETURN(const auto run,
                          SinkRun::Start(*source, {.worker_flags = options.worker_flags}));
  const absl::Time begun = absl::Now();
  absl::Time look = begun + absl::Minutes(1);
  int64_t rows_before = 0;
  std::printf("minute  rows_per_second  rss_mib  peak_mib  cpu_us_per_row\n");
  while (absl::Now() < begun + options.duration) {
    SLUICE_ASSIGN_OR_RETURN(const int64_t committed, run->Committed());
    if (source->sent() - committed < options.lag_max) {
      SLUICE_RETURN_IF_ERROR(source->Send(options.lag_max / 40));
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    if (absl::Now() < look) continue;
    look += absl::Minutes(1);
    SLUICE_ASSIGN_OR_RETURN(const ProcessUse use, run->Look());
    std::printf("%6.0f  %15.0f  %7.0f  %8.0f  %.2f\n", absl::ToDoubleMinutes(absl::Now() - begun),
                static_cast<double>(committed - rows_before) / 60,
                static_cast<double>(use.rss_bytes) / kMiB,
                static_cast<double>(use.rss_peak_bytes) / kMiB,
                use.cpu_seconds * 1e6 / static_cast<double>(std::max<int64_t>(1, committed)));
    std::fflush(stdout);
    rows_before = committed;
    SLUICE_RETURN_IF_ERROR(run->Truncate());
  }
  return absl::OkStatus();
}

// A worker whose topic is empty, with so many tasks.
absl::Status Idle(const std::string& bootstrap, const Options& options) {
  SLUICE_ASSIGN_OR_RETURN(const auto source, SourceTopic::Make(bootstrap, options.shape));
  SLUICE_ASSIGN_OR_RETURN(const auto run,
                          SinkRun::Start(*source, {.tasks = static_cast<int>(options.tasks),
                                                   .worker_flags = options.worker_flags}));
  const absl::Time begun = absl::Now();
  double cpu_before = 0;
  std::printf("%d idle tasks\nsecond  rss_mib  threads  cpu_share\n",
              static_cast<int>(options.tasks));
  while (absl::Now() < begun + options.duration) {
    constexpr int kApartSeconds = 15;
    std::this_thread::sleep_for(std::chrono::seconds(kApartSeconds));
    SLUICE_ASSIGN_OR_RETURN(const ProcessUse use, run->Look());
    std::printf("%6.0f  %7.0f  %7d  %.3f\n", absl::ToDoubleSeconds(absl::Now() - begun),
                static_cast<double>(use.rss_bytes) / kMiB, use.threads,
                (use.cpu_seconds - cpu_before) / kApartSeconds);
    std::fflush(stdout);
    cpu_before = use.cpu_seconds;
  }
  return absl::OkStatus();
}

void AddKeys(config::Config& config, Options& o) {
  config.Command("speed", "the worker beside a program that only reads");
  config.Command("memory", "a worker at full speed for `duration`, minute by minute");
  config.Command("idle", "a worker with `tasks` tasks and nothing to do, for `duration`");
  config.Int("records", &o.shape.records, {.help = "records of the topic", .min = 1000});
  config.Int("value_bytes", &o.shape.value_bytes,
             {.help = "length of a value", .unit = "bytes", .min = 1, .max = 500'000});
  config.Int("partitions", &o.partitions, {.help = "of the topic", .min = 1, .max = 64});
  config.Int("table_partitions", &o.table_partitions,
             {.help = "hours that the timestamps are of", .min = 1, .max = 150});
  config.Int("pairs", &o.pairs, {.help = "interleaved runs of each", .min = 1, .max = 99});
  config.Int("tasks", &o.tasks, {.help = "of `idle`", .min = 1, .max = 1000});
  config.Int("lag_max", &o.lag_max,
             {.help = "records that wait for the worker, of `memory`", .min = 1000});
  config.Duration("duration", &o.duration, {.help = "of `memory` and `idle`"});
  config.StringList("worker_flags", &o.worker_flags, {.help = "more flags for sluice-worker"});
}

int Main(int argc, char** argv) {
  Options options;
  config::Config config("bench", "measures what a row costs");
  AddKeys(config, options);
  const absl::StatusOr<config::Action> action = config.Parse(argc, argv);
  if (!action.ok()) {
    std::cerr << "bench: " << action.status().message() << "\n";
    return 2;
  }
  if (*action == config::Action::kExit) return 0;
  options.shape.partitions = static_cast<int>(options.partitions);
  options.shape.table_partitions = static_cast<int>(options.table_partitions);
  const auto kafka = cluster::KafkaServer::StartOwn();
  const absl::Status done = config.command() == "memory" ? Memory(kafka->bootstrap(), options)
                            : config.command() == "idle" ? Idle(kafka->bootstrap(), options)
                                                         : Speed(kafka->bootstrap(), options);
  if (done.ok()) return 0;
  std::cerr << "bench: " << done << "\n";
  return 1;
}

}  // namespace
}  // namespace sluice::bench

int main(int argc, char** argv) { return sluice::bench::Main(argc, argv); }
