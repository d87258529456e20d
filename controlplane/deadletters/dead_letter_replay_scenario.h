#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_REPLAY_SCENARIO_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_REPLAY_SCENARIO_H_

#include <set>
#include <string>
#include <vector>

#include "base/status/status_macros.h"
#include "controlplane/deadletters/dead_letter_replay.h"
#include "controlplane/deadletters/dead_letter_scenario.h"

namespace sluice::controlplane {

// A replay of dead letters of that connector, asked for an hour after the beginning, and the claim
// of it.
class DeadLetterReplayScenario : public DeadLetterScenario {
 protected:
  const absl::Duration kTtl = 2 * kStepMax;

  DeadLetterReplayScenario() {
    clock_.Advance(absl::Hours(1));
    operation_.kind = OperationKind::kDeadLetterReplay;
    operation_.connector_uid = AConnector().uid;
    operation_.connector = AConnector().id;
    operation_.request = ToJson(DeadLetterChoice());
    Start("7");
  }

  // Asks for it anew, as operation `id`.
  void Start(const std::string& id) {
    operation_.id = id;
    operation_.create_time = clock_.Now();
    operation_.progress = {};
    EXPECT_THAT(store_.CreateOperation(operation_, {}), IsOk());
    claim_ = Claim();
  }

  OperationClaim Claim() {
    const auto claims = store_.ClaimOperations(1, kTtl, clock_.Now());
    EXPECT_THAT(claims, IsOkAndHolds(testing::SizeIs(1)));
    return claims->at(0);
  }

  // Takes steps until it is done, each with a claim of its own and when it is due.
  absl::Status Run() {
    for (int i = 0; i < 1000; ++i) {
      clock_.Advance(absl::Milliseconds(1));
      const absl::StatusOr<StepOutcome> outcome = replay_.Step(claim_, operation_);
      SLUICE_RETURN_IF_ERROR(outcome.status());
      operation_.progress = outcome->progress;
      waited_ += outcome->look_again;
      clock_.Advance(outcome->look_again);
      operation_.response = outcome->response.value_or("");
      if (outcome->response.has_value()) {
        return store_.EndOperation(claim_, {.progress = outcome->progress, .time = clock_.Now()});
      }
      EXPECT_THAT(store_.NoteProgress(claim_, outcome->progress, clock_.Now()), IsOk());
      claim_ = Claim();
    }
    return absl::InternalError("it does not end");
  }

  // One step, as another replica that dies before it can note how far it came.
  void StepInVain() { (void)replay_.Step(claim_, operation_); }

  void Choose(const DeadLetterChoice& choice) { operation_.request = ToJson(choice); }

  std::vector<DeadLetterMark> Marks() {
    return *store_.FindMarks(AConnector().uid,
                             {{"d", 0, 0, 9'999}, {"d", 1, 0, 9'999}, {"a", 0, 0, 9'999}});
  }

  // Values in the source topic, partition by partition.
  std::vector<std::string> Written() {
    std::vector<std::string> values;
    for (const auto& record : kafka_.Records("orders-in"))
      values.push_back(record.value.value_or("none"));
    return values;
  }

  // From now on, of the records that are written, those whose numbers (from 1) are given fail like
  // this.
  void FailWrites(std::set<int> numbers, absl::Status status) {
    writes_ = 0;
    kafka_.OnCall([this, numbers, status](absl::string_view call) -> absl::Status {
      if (call != "Produce") return absl::OkStatus();
      return numbers.contains(++writes_) ? status : absl::OkStatus();
    });
  }

  OperationClaim claim_;
  absl::Duration waited_;
  DeadLetterReplay replay_{store_, store_, store_, connections_, clock_, {}};
  Operation operation_;
  int writes_ = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_REPLAY_SCENARIO_H_
