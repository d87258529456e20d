#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "base/kafka/stored_record.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/dead_letter_mark.h"
#include "formats/error_headers.h"

namespace sluice::controlplane {

// A record that was no row, with its story.
struct DeadLetter {
  DeadLetterPlace place;
  formats::ErrorContext context;             // Where it came from, and why it is here.
  std::vector<kafka::StoredHeader> headers;  // The record's own.
  std::optional<std::string> key;
  std::optional<std::string> value;
  int64_t key_bytes = -1;  // -1: there is none; also when `key` is not kept.
  int64_t value_bytes = -1;
  absl::Time write_time = absl::InfinitePast();   // InfinitePast: not known.
  absl::Time source_time = absl::InfinitePast();  // The record's own; InfinitePast: it has none.
  std::optional<DeadLetterMark> mark;

  // What lists are ordered by.
  absl::Time order_time() const {
    return write_time == absl::InfinitePast() ? source_time : write_time;
  }

  // Of everything that it holds.
  int64_t bytes() const;
};

// What a record of error topic `topic` is to `connector`. Nothing: it is another program's or
// connector's, or was written without its story because it was too large.
std::optional<DeadLetter> ReadDeadLetter(kafka::StoredRecord record, const std::string& topic,
                                         const Connector& connector);

// Whether `mark` is about the record of `letter`, at whatever place: where a topic was made anew,
// another record may have the offset.
bool IsOf(const DeadLetterMark& mark, const DeadLetter& letter);

// What people are shown of a letter: at most so many bytes each of key and value (0 drops both),
// and of its headers the first 32, at most 1 KiB of each.
void CutForPeople(size_t payload_bytes_max, DeadLetter& letter);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_H_
