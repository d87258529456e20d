#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "cli/command/commands.h"
#include "cli/command/list.h"
#include "cli/output/resource_text.h"

namespace sluice::cli {
namespace {

template <typename Resource>
void Offer(Session& session, const absl::StatusOr<std::vector<Resource>>& resources,
           const std::string& typed) {
  if (!resources.ok()) return;
  for (const Resource& resource : *resources) {
    const std::string id = IdOf(resource.name());
    if (absl::StartsWith(id, typed)) session.out << id << "\n";
  }
}

}  // namespace

void OfferNames(Session& session, Noun noun, const std::string& typed) {
  switch (noun) {
    case Noun::kInstance:
      return Offer(session, ListInstances(session.client), typed);
    case Noun::kWorker:
      return Offer(session, ListWorkers(session.client), typed);
    case Noun::kConnector: {
      // Without an instance an id alone says nothing.
      if (session.instance.empty()) return;
      return Offer(session, ListConnectors(session.client, "instances/" + session.instance), typed);
    }
    default:
      return;
  }
}

}  // namespace sluice::cli
