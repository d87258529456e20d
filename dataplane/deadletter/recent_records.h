#ifndef SLUICE_DATAPLANE_DEADLETTER_RECENT_RECORDS_H_
#define SLUICE_DATAPLANE_DEADLETTER_RECENT_RECORDS_H_

#include <bitset>
#include <cstdint>

namespace sluice::dataplane {

// Which of the last 1,000 records of one source partition were bad. One thread.
class RecentRecords {
 public:
  static constexpr int kWindow = 1000;

  // False, and nothing changes, for a record that was seen before: what is read again counts once.
  bool See(int64_t offset, bool bad) {
    if (offset < next_offset_) return false;
    next_offset_ = offset + 1;
    if (window_[at_]) --bad_;
    if (bad) ++bad_;
    window_[at_] = bad;
    if (++at_ == kWindow) {
      at_ = 0;
      full_ = true;
    }
    return true;
  }

  // Whether there have been 1,000.
  bool full() const { return full_; }
  int bad() const { return bad_; }

 private:
  std::bitset<kWindow> window_;
  int at_ = 0;  // Where the next one goes, in place of the oldest.
  int bad_ = 0;
  bool full_ = false;
  int64_t next_offset_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_DEADLETTER_RECENT_RECORDS_H_
