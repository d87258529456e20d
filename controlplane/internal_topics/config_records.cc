#include "controlplane/internal_topics/config_records.h"

#include <algorithm>
#include <string>
#include <utility>

#include "controlplane/internal_topics/config_properties.h"
#include "formats/connect_records.h"

namespace sluice::controlplane {
namespace {

formats::TargetState TargetStateOf(DesiredState state) {
  switch (state) {
    case DesiredState::kRunning:
      return formats::TargetState::kStarted;
    case DesiredState::kPaused:
      return formats::TargetState::kPaused;
    case DesiredState::kDraft:
    case DesiredState::kStopped:
    case DesiredState::kDeleted:
      return formats::TargetState::kStopped;
  }
  return formats::TargetState::kStopped;
}

// The changes as they are found, one after the other.
class Changes {
 public:
  explicit Changes(const HeldRecords& held) : held_(held) {}

  // Whether it had to be written.
  bool Want(const std::string& key, std::string value) {
    const auto found = held_.find(key);
    if (found != held_.end() && found->second.value == value) return false;
    changes_.push_back({key, std::move(value)});
    return true;
  }

  void Erase(const std::string& key) {
    if (held_.contains(key)) changes_.push_back({key, std::nullopt});
  }

  void Write(const std::string& key, std::string value) {
    changes_.push_back({key, std::move(value)});
  }

  std::vector<RecordChange> Take() { return std::move(changes_); }

 private:
  const HeldRecords& held_;
  std::vector<RecordChange> changes_;
};

// No task counts any more. A topic that never had one says so without a record.
void WantNoTasks(const std::string& name, const HeldRecords& held, Changes& changes) {
  const std::string commit = formats::CommitConfigKey(name);
  if (held.contains(commit)) changes.Want(commit, formats::EncodeTaskCount(0));
}

void WantTasks(const Connector& connector, const HeldRecords& held, Changes& changes) {
  const std::string& name = connector.id.connector;
  const std::string commit = formats::CommitConfigKey(name);
  const auto committed = held.find(commit);
  const std::string properties = formats::EncodeProperties(TaskPropertiesOf(connector));
  // One that was written after the last commit does not count yet.
  bool uncommitted = false;
  for (int32_t task = 0; task < connector.spec.tasks; ++task) {
    const std::string key = formats::TaskConfigKey(name, task);
    const bool written = changes.Want(key, properties);
    uncommitted = uncommitted || written ||
                  (committed != held.end() && held.at(key).order > committed->second.order);
  }
  const std::string count = formats::EncodeTaskCount(connector.spec.tasks);
  uncommitted ? changes.Write(commit, count) : void(changes.Want(commit, count));
}

}  // namespace

std::vector<RecordChange> ConfigChanges(const Connector& connector, const HeldRecords& held) {
  const std::string& name = connector.id.connector;
  const std::string definition = formats::ConnectorConfigKey(name);
  const std::string target = formats::TargetStateKey(name);
  Changes changes(held);
  if (connector.desired_state == DesiredState::kDeleted) {
    // Task records and commits stay behind: without the definition nobody heeds them.
    changes.Erase(definition);
    changes.Erase(target);
    return changes.Take();
  }
  const std::string properties = formats::EncodeProperties(ConnectorPropertiesOf(connector));
  const std::string state = formats::EncodeTargetState(TargetStateOf(connector.desired_state));
  const bool runs = connector.desired_state == DesiredState::kRunning ||
                    connector.desired_state == DesiredState::kPaused;
  if (!runs) WantNoTasks(name, held, changes);
  changes.Want(target, state);
  changes.Want(definition, properties);
  if (runs) WantTasks(connector, held, changes);
  return changes.Take();
}

}  // namespace sluice::controlplane
