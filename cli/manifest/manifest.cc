#include "cli/manifest/manifest.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "cli/manifest/yaml_reader.h"
#include "sluice/v1/connector.pb.h"
#include "sluice/v1/instance.pb.h"

namespace sluice::cli {
namespace {

std::unique_ptr<google::protobuf::Message> NewResource(absl::string_view kind) {
  if (kind == "Instance") return std::make_unique<v1::Instance>();
  if (kind == "Connector") return std::make_unique<v1::Connector>();
  return nullptr;
}

void ReadDocument(const YAML::Node& document, YamlReader& reader,
                  std::vector<Manifest>& manifests) {
  constexpr char kKinds[] = "begin with kind: Instance or kind: Connector";
  if (!document.IsMap())
    return reader.Note(document.Mark(), "", "expected keys and values", kKinds);
  const YAML::Node kind = document["kind"];
  if (!kind.IsDefined() || !kind.IsScalar()) {
    return reader.Note(document.Mark(), "kind", "is missing", kKinds);
  }
  Manifest manifest = {.kind = kind.Scalar(),
                       .resource = NewResource(kind.Scalar()),
                       .line = document.Mark().line + 1};
  if (manifest.resource == nullptr) {
    return reader.Note(kind.Mark(), "kind", absl::StrCat("unknown kind '", kind.Scalar(), "'"),
                       "Instance or Connector");
  }
  reader.Read(document, "", *manifest.resource, {"kind"});
  manifests.push_back(std::move(manifest));
}

absl::Status Invalid(absl::string_view message, const std::vector<client::Violation>& mistakes) {
  return client::WithViolations(WithReason(absl::InvalidArgumentError(message), "MANIFEST_INVALID"),
                                mistakes);
}

}  // namespace

absl::StatusOr<std::vector<Manifest>> ReadManifests(absl::string_view text,
                                                    absl::string_view file) {
  std::vector<Manifest> manifests;
  YamlReader reader(file);
  try {
    for (const YAML::Node& document : YAML::LoadAll(std::string(text))) {
      // An empty document: what stands between two separators, or only comments.
      if (!document.IsNull()) ReadDocument(document, reader, manifests);
    }
  } catch (const YAML::Exception& error) {
    reader.Note(error.mark, "", error.msg, "");
  }
  if (!reader.mistakes().empty()) {
    return Invalid(absl::StrCat(file, " cannot be read; nothing was sent"), reader.mistakes());
  }
  if (manifests.empty()) return Invalid(absl::StrCat(file, " describes nothing"), {});
  return manifests;
}

}  // namespace sluice::cli
