#ifndef SLUICE_TESTS_FAULTS_TALLY_H_
#define SLUICE_TESTS_FAULTS_TALLY_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sluice::faults {

// A record of a topic.
struct Position {
  int32_t partition = 0;
  int64_t offset = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

// What a comparison found.
struct Verdict {
  int64_t records = 0;   // Committed in the topic.
  int64_t rows = 0;      // In the table.
  int64_t lost = 0;      // Records that must be rows and are not.
  int64_t repeated = 0;  // Rows too many of a record.
  int64_t foreign = 0;   // Rows of no committed record, or of one that is no row.
  int64_t dead = 0;      // Records that are no rows and are in the error topic.
  int64_t vanished = 0;  // Records that are no rows and are not in the error topic.
  int64_t unread = 0;    // Acknowledged to a producer and yet not read: the harness' own mistake.
  // The first of them, by partition and offset; empty when all is well.
  std::string first;

  bool ok() const { return lost + repeated + foreign + vanished + unread == 0; }
};

// Compares a topic with its table, offset by offset. About 20 bytes a record. One thread.
class Tally {
 public:
  // A committed record of the topic; `fits`: it must be a row, once, else a dead letter.
  void Committed(Position position, bool fits);
  // The broker told a producer that it has stored it, in no transaction.
  void Acknowledged(Position position);
  // What a partition of the table holds now, in place of what it held when it was last told.
  void Holds(const std::string& table_partition, std::vector<Position> rows);
  void DeadLetter(Position position);

  // Rows that were told for this partition; -1: never.
  int64_t RowsOf(const std::string& table_partition) const;
  // Records that must be rows.
  int64_t fitting() const { return fitting_; }

  Verdict Compare() const;

 private:
  struct Record {
    bool committed = false;
    bool fits = false;
    bool acknowledged = false;
    bool dead = false;
  };
  Record& At(Position position);

  std::vector<std::vector<Record>> records_;  // By partition and offset.
  std::map<std::string, std::vector<Position>> table_;
  int64_t fitting_ = 0;
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_TALLY_H_
