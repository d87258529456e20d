#include "controlplane/rpc/finding_proto.h"

#include "controlplane/rpc/printable.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kMessageBytesMax = 2000;
// A CREATE TABLE of a wide table is long, and cut short it mends nothing. Together with the number
// of findings it keeps the answer below what gRPC's clients take by default, 4 MiB.
constexpr size_t kRemedyBytesMax = 24 << 10;

v1::Finding::Severity ToWord(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return v1::Finding::ERROR;
    case Severity::kWarning:
      return v1::Finding::WARNING;
    case Severity::kInfo:
      return v1::Finding::INFO;
  }
  return v1::Finding::ERROR;
}

}  // namespace

void AddToProto(const Findings& findings, google::protobuf::RepeatedPtrField<v1::Finding>& protos) {
  for (const Finding& finding : findings) {
    if (protos.size() >= kFindingsMax) return;
    v1::Finding& proto = *protos.Add();
    proto.set_severity(ToWord(finding.severity));
    proto.set_field(Printable(finding.field, 128));
    proto.set_reason(finding.reason);
    proto.set_subject(Printable(finding.subject, 300));
    proto.set_message(Printable(finding.message, kMessageBytesMax));
    proto.set_remedy(Printable(finding.remedy, kRemedyBytesMax));
  }
}

}  // namespace sluice::controlplane
