#ifndef SLUICE_CONTROLPLANE_GATEWAY_PATH_TEMPLATE_H_
#define SLUICE_CONTROLPLANE_GATEWAY_PATH_TEMPLATE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// A path as it was sent, cut at its slashes: `/v1/instances/a:check` is v1, instances, a and the
// verb check.
struct PathParts {
  std::vector<std::string> segments;  // Decoded.
  std::string verb;                   // Empty for none.
};

// The two readings of `raw_path`, which begins with a slash: with what follows the last colon as
// the verb, and with the colon as a part of the last segment (only this one when there is no
// colon). INVALID_ARGUMENT for a path that could mean different things to different readers: empty
// segments, `.` and `..`, escapes that are none, that were not needed, or that hide a slash, a
// backslash or a control character.
absl::StatusOr<std::vector<PathParts>> ReadPath(absl::string_view raw_path);

// A field of the request that the path gives a value.
struct PathBinding {
  std::string field_path;  // `connector.name`
  std::string value;
};

// The path of a google.api.HttpRule: `/v1/{name=instances/*/connectors/*}:deploy`.
//
// `*` is one segment and `**`, only at the end, one or more: an empty rest would name nothing. An
// immutable value.
class PathTemplate {
 public:
  // INVALID_ARGUMENT when it is none.
  static absl::StatusOr<PathTemplate> Parse(absl::string_view text);

  // What the variables are in this path; nothing when it is not of this form.
  std::optional<std::vector<PathBinding>> Match(const PathParts& path) const;

  // Whether some path fits both.
  bool Overlaps(const PathTemplate& other) const;

  struct Variable {
    std::string field_path;
    size_t begin = 0;  // Its segments: [begin, end).
    size_t end = 0;
  };
  const std::string& text() const { return text_; }
  const std::string& verb() const { return verb_; }
  const std::vector<std::string>& segments() const { return segments_; }
  const std::vector<Variable>& variables() const { return variables_; }

 private:
  bool EndsOpen() const { return !segments_.empty() && segments_.back() == "**"; }

  std::string text_;
  std::vector<std::string> segments_;  // A word, `*` or `**`.
  std::vector<Variable> variables_;
  std::string verb_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_PATH_TEMPLATE_H_
