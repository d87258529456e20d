#ifndef SLUICE_CONTROLPLANE_MODEL_IDS_H_
#define SLUICE_CONTROLPLANE_MODEL_IDS_H_

#include <compare>
#include <cstdint>
#include <string>

namespace sluice::controlplane {

// A connector by its names: `instances/{instance}/connectors/{connector}`. Another connector may
// have the same names after this one is gone; the uid tells them apart.
struct ConnectorId {
  std::string instance;
  std::string connector;

  friend auto operator<=>(const ConnectorId&, const ConnectorId&) = default;
};

// A task by its connector's uid and its index, from 0.
struct TaskKey {
  std::string connector_uid;
  int32_t index = 0;

  friend auto operator<=>(const TaskKey&, const TaskKey&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_IDS_H_
