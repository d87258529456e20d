#ifndef SLUICE_EMULATOR_REST_TABLE_XML_H_
#define SLUICE_EMULATOR_REST_TABLE_XML_H_

#include <string>

#include "emulator/store/catalog.h"

namespace sluice::emulator {

// A table as REST shows it; `rows` and `bytes` are of all its partitions.
std::string TableXml(const Table& table, int64_t rows, int64_t bytes, int64_t files, bool extended);

// As lists show it.
std::string TableItemXml(const Table& table);

// A single partition.
std::string PartitionXml(const Partition& partition);

// As lists show it: with its values, or with `pt=a/b=1` alone.
std::string PartitionItemXml(const Table& table, const Partition& partition, bool name_only);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_TABLE_XML_H_
