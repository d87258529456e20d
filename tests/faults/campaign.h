#ifndef SLUICE_TESTS_FAULTS_CAMPAIGN_H_
#define SLUICE_TESTS_FAULTS_CAMPAIGN_H_

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "base/kafka/committed_records.h"
#include "tests/faults/fault_hand.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/load.h"
#include "tests/faults/table_reader.h"
#include "tests/faults/tally.h"
#include "tests/faults/world.h"

namespace sluice::faults {

struct CampaignOptions {
  uint64_t seed = 1;
  absl::Duration length = absl::Minutes(2);  // Settling included; starting the parts is not.
  int records_per_second = 300;              // Of all streams together.
  absl::Duration pause = absl::Seconds(8);   // PlanOptions::pause.
  absl::Duration round_max = absl::Seconds(100);
  // After the last fault of a round, every record must be in its table within this.
  absl::Duration settle_max = absl::Seconds(150);
};

// A run from a seed: rounds of faults under load, each with a time to settle and a comparison of
// every topic with its table, offset by offset. Stops at the first difference. One thread.
class Campaign {
 public:
  // Writes what it does into `out`.
  Campaign(const CampaignOptions& options, std::ostream& out);
  ~Campaign();

  // Whether no record was lost or repeated, in the end and after every round.
  bool Run();

 private:
  struct Flow {
    Stream stream;
    std::unique_ptr<Load> load;
    Tally tally;
    kafka::NextOffsets records_read = {};
    kafka::NextOffsets dead_letters_read = {};
  };
  struct Count {
    int struck = 0;
    int met_nothing = 0;
  };

  void Inflict(const std::vector<Fault>& plan, absl::Time began);
  // Waits until everything written is decided: no transaction is open.
  absl::Status AwaitDecided();
  absl::Status ReadTopics();
  // Until the tables hold as many rows as they must, or `settle_max` is over.
  void AwaitRows(absl::Time give_up);
  // Whether topics and tables are the same; says what is not.
  bool Compare(bool all);
  bool RunRound(int round, absl::Duration length);
  bool Settle();
  void Report(const std::vector<Fault>& plan, int round);
  void Summarize(bool ok);
  std::string Elapsed() const;

  const CampaignOptions options_;
  std::ostream& out_;
  const absl::Time began_;
  std::unique_ptr<World> world_;
  std::vector<Flow> flows_;
  std::unique_ptr<TableReader> tables_;
  std::map<Place, std::unique_ptr<FaultHand>> hands_;
  Mutex mu_;
  std::map<std::string, Count> counts_ SLUICE_GUARDED_BY(mu_);  // By place and kind.
  int64_t rows_ = 0;
  int64_t dead_letters_ = 0;
  int rounds_ = 0;
  absl::Duration longest_settle_;
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_CAMPAIGN_H_
