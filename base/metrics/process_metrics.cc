#include "base/metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sluice::metrics {
namespace {

double CpuSeconds() {
  rusage use = {};
  getrusage(RUSAGE_SELF, &use);
  return absl::ToDoubleSeconds(absl::DurationFromTimeval(use.ru_utime) +
                               absl::DurationFromTimeval(use.ru_stime));
}

double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  double size = 0;
  double resident = 0;
  file >> size >> resident;  // In pages.
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double OpenFiles() {
  std::error_code gone;  // A file that is closed meanwhile is no matter.
  double count = 0;
  for (std::filesystem::directory_iterator file("/proc/self/fd", gone), end; !gone && file != end;
       file.increment(gone)) {
    ++count;
  }
  return count;
}

}  // namespace

void AddProcessMetrics(Catalogue& catalogue, absl::string_view program, absl::string_view version) {
  const double started = absl::ToDoubleSeconds(absl::Now() - absl::UnixEpoch());
  catalogue.Tell(
      {{Kind::kGauge,
        {"sluice_build_info", "Always 1; the labels say what runs.", {"program", "version"}}},
       {Kind::kGauge, {"process_start_time_seconds", "When the process started, in Unix time."}},
       {Kind::kCounter, {"process_cpu_seconds_total", "Processor time that the process has used."}},
       {Kind::kGauge, {"process_resident_memory_bytes", "Memory that the process holds."}},
       {Kind::kGauge, {"process_open_fds", "Files and connections that are open."}}},
      [=, program = std::string(program), version = std::string(version)](Samples& samples) {
        samples.Add("sluice_build_info", {program, version}, 1);
        samples.Add("process_start_time_seconds", {}, started);
        samples.Add("process_cpu_seconds_total", {}, CpuSeconds());
        samples.Add("process_resident_memory_bytes", {}, ResidentBytes());
        samples.Add("process_open_fds", {}, OpenFiles());
      });
}

}  // namespace sluice::metrics
