#ifndef SLUICE_MAXCOMPUTE_REQUEST_ANSWER_H_
#define SLUICE_MAXCOMPUTE_REQUEST_ANSWER_H_

#include "absl/status/status.h"

namespace sluice::maxcompute {

// Whether an error says for certain that the service did not do what was asked: it refused, or the
// request never reached it. False for an OK status and whenever nobody knows: a timeout, a broken
// connection, a 5xx, a garbled answer, or a conflict that an earlier copy of the same request may
// have caused.
bool IsClearRefusal(const absl::Status& status);

// `status` marked so.
absl::Status MarkClearRefusal(absl::Status status);

// `status` without the mark: it clearly refused only a look at something that is under way.
absl::Status UnmarkClearRefusal(absl::Status status);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REQUEST_ANSWER_H_
