#include "controlplane/internal_topics/config_records.h"

#include "absl/strings/str_cat.h"
#include "controlplane/internal_topics/config_properties.h"
#include "controlplane/provisioning/testing_connector.h"
#include "formats/connect_records.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

constexpr char kStopped[] = R"({"state":"PAUSED","state.v2":"STOPPED"})";
constexpr char kStarted[] = R"({"state":"STARTED","state.v2":"STARTED"})";

// A topic that takes what is written into it.
class Topic {
 public:
  std::vector<RecordChange> Publish(const Connector& connector) {
    const std::vector<RecordChange> changes = ConfigChanges(connector, held_);
    for (const RecordChange& change : changes) Write(change);
    return changes;
  }

  void Write(const RecordChange& change) {
    held_.erase(change.key);
    if (change.value.has_value()) held_[change.key] = {*change.value, ++order_};
  }

 private:
  HeldRecords held_;
  int64_t order_ = 0;
};

// Keys in their order; values only of those that are short.
std::vector<std::string> Shown(const std::vector<RecordChange>& changes) {
  std::vector<std::string> shown;
  for (const RecordChange& change : changes) {
    const std::string value = change.value.value_or("tombstone");
    const bool definition = value.find("properties") != std::string::npos;
    shown.push_back(absl::StrCat(change.key, definition ? "" : " ", definition ? "" : value));
  }
  return shown;
}

Connector Desired(DesiredState state, int tasks = 2) {
  Connector connector = TestingConnector();
  connector.desired_state = state;
  connector.spec.tasks = tasks;
  return connector;
}

const std::string kStop = absl::StrCat("target-state-a ", kStopped);
const std::string kStart = absl::StrCat("target-state-a ", kStarted);

TEST(ConfigChanges, B16EachStepOfALifeIsWrittenInConnectsOrderAndNothingTwice) {
  Topic topic;
  const struct {
    DesiredState state;
    std::vector<std::string> written;
  } life[] = {
      {DesiredState::kDraft, {kStop, "connector-a"}},
      {DesiredState::kRunning, {kStart, "task-a-0", "task-a-1", R"(commit-a {"tasks":2})"}},
      {DesiredState::kPaused, {R"(target-state-a {"state":"PAUSED","state.v2":"PAUSED"})"}},
      {DesiredState::kRunning, {kStart}},
      {DesiredState::kStopped, {R"(commit-a {"tasks":0})", kStop}},
      {DesiredState::kRunning, {kStart, R"(commit-a {"tasks":2})"}},
      {DesiredState::kDeleted, {"connector-a tombstone", "target-state-a tombstone"}},
  };
  for (const auto& step : life) {
    EXPECT_THAT(Shown(topic.Publish(Desired(step.state))), Eq(step.written));
    EXPECT_THAT(topic.Publish(Desired(step.state)), IsEmpty()) << "a quiet connector";
  }
}

TEST(ConfigChanges, GivenANewConnectorOfAnOldNameThenNoTaskOfTheOldOneCounts) {
  Topic topic;
  topic.Publish(Desired(DesiredState::kRunning));
  topic.Publish(Desired(DesiredState::kDeleted));

  EXPECT_THAT(Shown(topic.Publish(Desired(DesiredState::kDraft))),
              ElementsAre(R"(commit-a {"tasks":0})", kStop, "connector-a"));
}

TEST(ConfigChanges, GivenACrashAfterAnyRecordThenTheRestIsWrittenAndTheCommitComesLast) {
  const Connector running = Desired(DesiredState::kRunning);
  Topic before;
  before.Publish(Desired(DesiredState::kDraft));
  const std::vector<RecordChange> all = Topic(before).Publish(running);

  for (size_t written = 0; written < all.size(); ++written) {
    Topic topic = before;
    for (size_t i = 0; i < written; ++i) topic.Write(all[i]);
    EXPECT_THAT(topic.Publish(running), Eq(std::vector(all.begin() + written, all.end())));
  }
}

TEST(ConfigChanges, GivenTaskRecordsYoungerThanTheirCommitThenItIsWrittenAgain) {
  Topic topic;
  topic.Publish(Desired(DesiredState::kRunning));
  Connector changed = Desired(DesiredState::kRunning);
  changed.spec_revision = 2;
  const std::vector<RecordChange> all = Topic(topic).Publish(changed);
  ASSERT_THAT(Shown(all),
              ElementsAre("connector-a", "task-a-0", "task-a-1", R"(commit-a {"tasks":2})"));

  for (const RecordChange& change : all) {  // All but the commit, whose value is the old one.
    if (change.key != "commit-a") topic.Write(change);
  }

  EXPECT_THAT(Shown(topic.Publish(changed)), ElementsAre(R"(commit-a {"tasks":2})"));
}

TEST(ConnectorProperties, EveryValueIsTextUnderConnectsKeysWhereItHasOne) {
  Connector connector = Desired(DesiredState::kDraft);
  connector.spec.sink.table = "test_kafka";
  connector.spec.sink.late_policy.past_max = absl::Hours(1);
  connector.spec.sink.delivery = Delivery::kUpsert;
  connector.spec.sink.upsert = {UpsertPolicy::Key::kRecordKey, true};
  connector.spec.source.start_offset = StartOffset::kTimestamp;
  connector.spec.source.start_time = absl::FromUnixSeconds(1'605'580'000);

  const formats::Properties properties = ConnectorPropertiesOf(connector);

  for (const auto& [name, value] :
       std::map<std::string, std::string>{{"name", "a"},
                                          {"connector.class", "KAFKA2ODPS"},
                                          {"tasks.max", "2"},
                                          {"topics", "orders"},
                                          {"errors.tolerance", "all"},
                                          {"errors.deadletterqueue.topic.name", "connect-error-a"},
                                          {"consumer.override.group.id", "connect-task-a"},
                                          {"source.start.offset", "TIMESTAMP"},
                                          {"source.start.time", "2020-11-17T02:26:40+00:00"},
                                          {"maxcompute.table", "test_kafka"},
                                          {"maxcompute.mode", "DEFAULT"},
                                          {"maxcompute.partition", "HOUR"},
                                          {"maxcompute.time.zone", "GMT 08:00"},
                                          {"maxcompute.late.past.max.ms", "3600000"},
                                          {"maxcompute.delivery", "UPSERT"},
                                          {"maxcompute.upsert.key", "RECORD_KEY"},
                                          {"maxcompute.upsert.delete.tombstones", "true"},
                                          {"errors.max.share", "0.1"},
                                          {"connector.uid", "uid-a"}}) {
    EXPECT_THAT(properties, Contains(Pair(name, value)));
  }
  EXPECT_THAT(properties, Not(Contains(Pair(testing::_, "")))) << "what is empty is left out";
  EXPECT_THAT(TaskPropertiesOf(connector), Contains(Key("task.class")));
}

TEST(ConnectorProperties, NoSecretIsWritten) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.sink.access_key = AccessKey{"the-id", "planted-secret"};

  for (const RecordChange& change : ConfigChanges(connector, {})) {
    EXPECT_THAT(*change.value, Not(HasSubstr("planted-secret")));
  }
  EXPECT_THAT(ConnectorPropertiesOf(connector),
              Contains(Pair("maxcompute.access.key.id", "the-id")));
}

}  // namespace
}  // namespace sluice::controlplane
