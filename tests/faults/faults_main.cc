// A campaign of faults from a seed. ./dev faults runs it; so do the tests of this room.

#include <iostream>

#include "base/config/config.h"
#include "base/log/log.h"
#include "tests/faults/campaign.h"

namespace sluice::faults {
namespace {

int Main(int argc, char** argv) {
  int64_t seed = 1;
  int64_t records_per_second = 300;
  CampaignOptions options;
  config::Config config("faults",
                        "harms a Sluice of its own and counts what became of its records");
  config.Int("seed", &seed, {.help = "what the schedule is made from", .min = 0});
  config.Duration("length", &options.length, {.help = "how long it goes on"});
  config.Int("records_per_second", &records_per_second,
             {.help = "records written, into all topics together", .min = 10, .max = 1'000'000});
  config.Duration("pause", &options.pause,
                  {.help = "between two faults of a usual place, on average"});
  absl::StatusOr<config::Action> action = config.Parse(argc, argv);
  if (!action.ok()) {
    std::cerr << "faults: " << action.status().message() << "\n";
    return 2;
  }
  if (*action == config::Action::kExit) return 0;
  log::SetLevel("error");
  options.seed = static_cast<uint64_t>(seed);
  options.records_per_second = static_cast<int>(records_per_second);
  return Campaign(options, std::cout).Run() ? 0 : 1;
}

}  // namespace
}  // namespace sluice::faults

int main(int argc, char** argv) { return sluice::faults::Main(argc, argv); }
