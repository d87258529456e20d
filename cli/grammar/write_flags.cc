#include "cli/grammar/write_flags.h"

#include "absl/strings/str_cat.h"
#include "cli/grammar/flag_list.h"

namespace sluice::cli {

Flag RequestIdFlag() {
  return {"request-id", "ID",
          "name of this request: sent again within 24 hours it changes nothing (default: a new "
          "one)"};
}

std::vector<Flag> WriteFlags() {
  return {
      RequestIdFlag(),
      {"validate-only", "", "check everything, change nothing"},
  };
}

std::vector<Flag> VerbFlags() {
  return WriteFlags() + Flag{"etag", "ETAG", "only if it still has this etag"};
}

std::vector<Flag> RevisionFlags() {
  return {
      {"author", "NAME", "who asks for it, kept with the revision (default: $USER)"},
      {"reason", "TEXT", "why, kept with the revision"},
  };
}

Flag SkipCheckFlag() {
  return {"skip-connection-check", "", "store it although its brokers do not answer"};
}

Flag WaitFlag(const std::string& until) {
  return {"wait", "", absl::StrCat("wait until it is ", until, " (at most --timeout)")};
}

}  // namespace sluice::cli
