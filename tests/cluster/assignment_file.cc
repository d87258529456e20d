#include "tests/cluster/assignment_file.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "base/seal/key_file.h"
#include "base/seal/sealer.h"
#include "base/status/status_macros.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::cluster {

absl::Status WriteAssignment(const v1::Assignment& assignment, const std::string& state_dir,
                             const std::string& worker_uid) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(assignment, &json).ok())
    return absl::InternalError("the assignment cannot be written as JSON");
  SLUICE_ASSIGN_OR_RETURN(const seal::Key key, seal::ReadOrMakeKeyFile(state_dir + "/secret_key"));
  std::ofstream(state_dir + "/worker_uid") << worker_uid;
  std::ofstream file(state_dir + "/assignment.sealed");
  file << seal::Sealer(key).Seal(json, seal::ContextOf({"assignment", worker_uid}));
  file.close();
  return file.good() ? absl::OkStatus()
                     : absl::InternalError(absl::StrCat("cannot write into ", state_dir));
}

}  // namespace sluice::cluster
