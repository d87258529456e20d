#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_QUESTION_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_QUESTION_H_

#include <memory>

#include "controlplane/model/connector_spec.h"
#include "controlplane/preflight/check.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/preflight/table_connections.h"

namespace sluice::controlplane {

// What the checks of one table ask with, and about. Shared by them: each may outlast the others.
struct TableQuestion {
  std::shared_ptr<TableConnection> connection;
  MaxComputeSink sink;
  AskAbout about;

  maxcompute::TableName table() const { return TableNameOf(sink); }
};

using TableQuestionPtr = std::shared_ptr<const TableQuestion>;

// Where the findings of each stand in a report: after Kafka's.
enum TablePlace {
  kPlaceOfProject = 30,
  kPlaceOfTable,
  kPlaceOfAlter,
  kPlaceOfUpdate,
  kPlaceOfSelect
};

// A check that says so when MaxCompute does not answer; as a WARNING when it is `optional`.
Check TableCheck(int place, const TableQuestionPtr& question, bool optional,
                 std::function<CheckResult()> run);

// What an error of MaxCompute or STS says: that it could not be asked, or what is wrong.
CheckResult MaxComputeRefused(const absl::Status& status, const TableQuestion& question,
                              bool optional = false);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_QUESTION_H_
