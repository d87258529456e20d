#ifndef SLUICE_EMULATOR_RAM_TRUST_POLICY_H_
#define SLUICE_EMULATOR_RAM_TRUST_POLICY_H_

#include <string>

#include "absl/status/status.h"

namespace sluice::emulator {

// Whether a document is a trust policy: JSON with Statements that have an Effect, a Principal and
// an Action. MalformedPolicyDocument otherwise.
absl::Status CheckTrustPolicy(const std::string& document);

// Whether it lets that service assume the role: an Allow of sts:AssumeRole whose Principal.Service
// names the service or a part of it ("connector.alikafka.aliyuncs.com" for
// "alikafka.aliyuncs.com"), and no Deny.
bool TrustsService(const std::string& document, const std::string& service);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RAM_TRUST_POLICY_H_
