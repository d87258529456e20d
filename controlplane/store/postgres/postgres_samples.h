#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_SAMPLES_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_SAMPLES_H_

#include <map>
#include <string>
#include <vector>

#include "controlplane/store/postgres/database.h"
#include "controlplane/store/sample_store.h"

namespace sluice::controlplane::postgres {

// SampleStore in PostgreSQL. Borrows its argument.
class PostgresSamples : public SampleStore {
 public:
  explicit PostgresSamples(Database& database) : database_(database) {}

  absl::StatusOr<std::map<std::string, CountersAt>> ReadCounters() override;
  absl::Status NoteSamples(const std::vector<SampleNote>& notes) override;
  absl::StatusOr<std::vector<ConnectorSample>> ListSamples(absl::string_view connector_uid,
                                                           absl::Time from, absl::Time to) override;
  absl::StatusOr<int> PruneSamples(absl::Time before) override;

 private:
  Database& database_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_SAMPLES_H_
