#ifndef SLUICE_DATAPLANE_TASK_OFFSET_NOTES_H_
#define SLUICE_DATAPLANE_TASK_OFFSET_NOTES_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "base/kafka/producer.h"
#include "base/time/clock.h"

namespace sluice::dataplane {

// The second memory of offsets: notes them down in connect-offset-<name>, in Kafka Connect's form,
// after the ledger has moved. Never ahead of it; a note that is lost is made up by the next one.
//
// Borrows producer and clock. One thread.
class OffsetNotes {
 public:
  OffsetNotes(kafka::Producer& producer, Clock& clock, std::string offset_topic,
              std::string connector, std::string source_topic);

  // At most one note per partition and second is written; the last one is written by Serve. What
  // this task has noted is noted again only after kNotedAtLeastEvery: the last note tells until
  // when a source partition was owned.
  void Advanced(int32_t partition, int64_t next_offset);
  // It is another task's now: nothing more is noted of it.
  void Lets(int32_t partition) { notes_.erase(partition); }

  // Writes what is due. Call it now and then; `everything` writes also what is not due yet.
  void Serve(bool everything = false);

 private:
  struct Note {
    int64_t next_offset = 0;
    bool written = true;
    absl::Duration written_at = -absl::InfiniteDuration();
  };

  kafka::Producer& producer_;
  Clock& clock_;
  const std::string offset_topic_;
  const std::string connector_;
  const std::string source_topic_;
  std::map<int32_t, Note> notes_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_OFFSET_NOTES_H_
