#ifndef SLUICE_CONTROLPLANE_COMPLETENESS_ANNOUNCEMENT_H_
#define SLUICE_CONTROLPLANE_COMPLETENESS_ANNOUNCEMENT_H_

#include <string>

#include "absl/time/time.h"
#include "controlplane/model/completeness.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// The record that tells of a completion; docs/formats/completeness.md describes the bytes.
struct Announcement {
  std::string key;  // The table partition, as MaxCompute prints it: one partition keeps the order.
  std::string value;  // JSON in one line, UTF-8.
};

// Pure. The same completion has always the same bytes, and so the same id.
Announcement Announce(const Connector& connector, const Completion& completion,
                      const absl::TimeZone& zone);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_COMPLETENESS_ANNOUNCEMENT_H_
