#ifndef SLUICE_EMULATOR_SQL_DESCRIBE_H_
#define SLUICE_EMULATOR_SQL_DESCRIBE_H_

#include <string>

#include "emulator/store/catalog.h"

namespace sluice::emulator {

// The box that DESC prints, for people.
std::string DescribeTableBox(const Table& table, int64_t rows, int64_t bytes);

// The statement that makes such a table.
std::string CreateTableText(const Table& table);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_DESCRIBE_H_
