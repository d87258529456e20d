#ifndef SLUICE_CLI_MANIFEST_YAML_READER_H_
#define SLUICE_CLI_MANIFEST_YAML_READER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "api/client/error_details.h"
#include "google/protobuf/message.h"
#include "yaml-cpp/yaml.h"

namespace sluice::cli {

// Fills messages from YAML and notes every mistake with its line. One thread.
class YamlReader {
 public:
  explicit YamlReader(absl::string_view file) : file_(file) {}

  // Fills `message` from the map `node`; the keys in `ignored` belong to somebody else, and what
  // only the server sets is passed over. `path` leads here from the document's top: "" or "sink".
  void Read(const YAML::Node& node, const std::string& path, google::protobuf::Message& message,
            const std::vector<std::string>& ignored = {});

  void Note(const YAML::Mark& mark, const std::string& path, absl::string_view message,
            absl::string_view remedy);

  const std::vector<client::Violation>& mistakes() const { return mistakes_; }

 private:
  using Field = google::protobuf::FieldDescriptor;

  void ReadField(const YAML::Node& node, const std::string& path,
                 google::protobuf::Message& message, const Field& field);
  void ReadMap(const YAML::Node& node, const std::string& path, google::protobuf::Message& message,
               const Field& field);
  void ReadList(const YAML::Node& node, const std::string& path, google::protobuf::Message& message,
                const Field& field);
  void ReadScalar(const YAML::Node& node, const std::string& path,
                  google::protobuf::Message& message, const Field& field);

  const std::string file_;
  std::vector<client::Violation> mistakes_;
};

}  // namespace sluice::cli

#endif  // SLUICE_CLI_MANIFEST_YAML_READER_H_
