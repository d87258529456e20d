#ifndef SLUICE_CONTROLPLANE_KAFKA_CONNECTION_SETTINGS_OF_H_
#define SLUICE_CONTROLPLANE_KAFKA_CONNECTION_SETTINGS_OF_H_

#include "base/kafka/connection_settings.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// How to reach the brokers of `instance`, with its secrets.
kafka::ConnectionSettings ConnectionSettingsOf(const Instance& instance);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_KAFKA_CONNECTION_SETTINGS_OF_H_
