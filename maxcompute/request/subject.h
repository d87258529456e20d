#ifndef SLUICE_MAXCOMPUTE_REQUEST_SUBJECT_H_
#define SLUICE_MAXCOMPUTE_REQUEST_SUBJECT_H_

#include <string>

#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"

namespace sluice::maxcompute {

// What a request was about, for messages and remedies. What is not known stays empty.
struct Subject {
  TableName table;  // `project` alone for requests about a project.
  PartitionSpec partition;
  std::string principal;  // "RAM$<uid>:role/<role>": whom a grant should name.
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REQUEST_SUBJECT_H_
