#ifndef SLUICE_CLI_COMMAND_PRINT_H_
#define SLUICE_CLI_COMMAND_PRINT_H_

#include <string>
#include <vector>

#include "api/manifest/structured_text.h"
#include "cli/command/session.h"
#include "cli/output/offset_text.h"
#include "cli/output/resource_text.h"
#include "cli/output/token_text.h"

namespace sluice::cli {

using manifest::JsonText;
using manifest::YamlText;

// Prints resources as the session's format wants them.

// What a write came to: `sentence` for people, the resource for programs.
inline void PrintResult(Session& session, const google::protobuf::Message& resource,
                        const std::string& kind, const std::string& sentence) {
  switch (session.format) {
    case Format::kTable:
      session.out << sentence << "\n";
      break;
    case Format::kJson:
      session.out << JsonText(resource);
      break;
    case Format::kYaml:
      session.out << "---\n" << YamlText(resource, kind);
      break;
  }
}

template <typename Resource>
void PrintOne(Session& session, const Resource& resource, const std::string& kind) {
  if (session.format == Format::kTable) {
    session.out << TableOf(std::vector<Resource>{resource}, session.clock.Now()).Text();
  } else {
    PrintResult(session, resource, kind, "");
  }
}

// `field`: the name of the list in JSON. `nothing`: what stderr says of an empty one.
template <typename Resource>
void PrintList(Session& session, const std::vector<Resource>& resources, const std::string& kind,
               const std::string& field, const std::string& nothing) {
  if (session.format == Format::kJson) {
    std::vector<const google::protobuf::Message*> messages;
    for (const Resource& resource : resources) messages.push_back(&resource);
    session.out << JsonText(field, messages);
  } else if (resources.empty()) {
    session.err << nothing << "\n";
  } else if (session.format == Format::kYaml) {
    for (const Resource& resource : resources) session.out << "---\n" << YamlText(resource, kind);
  } else {
    session.out << TableOf(resources, session.clock.Now()).Text();
  }
}

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_PRINT_H_
