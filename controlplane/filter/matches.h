#ifndef SLUICE_CONTROLPLANE_FILTER_MATCHES_H_
#define SLUICE_CONTROLPLANE_FILTER_MATCHES_H_

#include "absl/time/time.h"
#include "controlplane/filter/filter.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// Whether `connector`, of which this was observed, fits at `now`. The store in PostgreSQL says the
// same in SQL; filter_cases.h judges both. Pure.
bool Matches(const Filter& filter, const Connector& connector, const ObservedValues& observed,
             absl::Time now);

// Whether a connector may come to fit, or not to, although nothing of it changes.
bool DependsOnTime(const Filter& filter);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_FILTER_MATCHES_H_
