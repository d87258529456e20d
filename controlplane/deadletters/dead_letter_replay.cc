#include "controlplane/deadletters/dead_letter_replay.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/admin.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/deadletters/dead_letter_reader.h"
#include "controlplane/deadletters/replay_writer.h"
#include "controlplane/model/resource_name.h"

namespace sluice::controlplane {
namespace {

using Fate = LetterFate;
using State = DeadLetterMark::State;
using What = ReplayDecision::What;

// After that a step is over, so that it stays below kStepMax whatever the rest takes.
constexpr absl::Duration kLongSearch = absl::Seconds(1);

// How long what was begun may be on its way.
constexpr absl::Duration kDeliveryMax = absl::Seconds(20);

absl::Time Storable(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

DeadLetterMark MarkOf(const DeadLetter& letter, State state, absl::Time now,
                      const std::string& operation) {
  return {.place = letter.place,
          .state = state,
          .time = now,
          .source_partition = letter.context.partition,
          .source_offset = letter.context.offset,
          .operation = operation,
          .source_time = letter.source_time};
}

// Certainly not written, and never will be.
bool Refused(const absl::Status& answer) {
  return ReasonOf(answer) == kafka::reason::kRecordRefused || absl::IsNotFound(answer);
}

// Certainly not written, but may be when the rights are given.
bool Forbidden(const absl::Status& answer) {
  return ReasonOf(answer) == kafka::reason::kAuthorizationFailed;
}

// Certainly not written: there was no time left, or no room in the producer.
bool NotBegun(const absl::Status& answer) { return absl::IsResourceExhausted(answer); }

// From the first to the last of `letters` in each partition.
std::vector<DeadLetterRange> RangesAround(const std::vector<DeadLetter>& letters) {
  ErrorRanges ranges;
  for (const DeadLetter& letter : letters) {
    const DeadLetterPlace& place = letter.place;
    const auto [range, first] = ranges.try_emplace(
        {place.topic, place.partition}, kafka::OffsetRange{place.offset, place.offset + 1});
    range->second.to = std::max(range->second.to, place.offset + 1);  // They are in order.
  }
  return MarkRanges(ranges);
}

// Where the source partitions of `letters` end, whatever transactions are open.
absl::StatusOr<std::map<int32_t, int64_t>> SourceEnds(kafka::Admin& admin, const std::string& topic,
                                                      const std::vector<DeadLetter>& letters,
                                                      absl::Duration timeout) {
  SLUICE_ASSIGN_OR_RETURN(const auto topics, admin.DescribeTopics({topic}, timeout));
  if (!topics.contains(topic)) {
    return WithRemedy(WithReason(absl::FailedPreconditionError(
                                     absl::StrCat("source topic ", topic, " does not exist")),
                                 "SOURCE_TOPIC_NOT_FOUND"),
                      "create the topic");
  }
  std::set<int32_t> partitions;
  for (const DeadLetter& letter : letters) {
    if (letter.context.partition < topics.at(topic).partitions)
      partitions.insert(letter.context.partition);
  }
  std::map<int32_t, int64_t> ends;
  if (partitions.empty()) return ends;
  std::vector<kafka::TopicPartition> asked;
  for (const int32_t partition : partitions) asked.push_back({topic, partition});
  SLUICE_ASSIGN_OR_RETURN(const auto listed,
                          admin.ListOffsets(asked, kafka::OffsetQuery::End(),
                                            kafka::IsolationLevel::kReadUncommitted, timeout));
  for (const auto& [partition, end] : listed) ends[partition.partition] = end;
  return ends;
}

// What is left for the next steps when those of `letters` that are kNotBegun are: from the first of
// them on in each partition, up to where `all` ended. What was seen to behind it counts when it is
// seen again.
ErrorRanges LeftAfter(const std::vector<DeadLetter>& letters, std::vector<Fate>& fates,
                      const ErrorRanges& all, ErrorRanges left) {
  for (size_t i = 0; i < letters.size(); ++i) {
    if (fates[i] != Fate::kNotBegun) continue;
    const DeadLetterPlace& place = letters[i].place;
    const auto range = all.find({place.topic, place.partition});
    if (range == all.end()) continue;
    const auto [from, first] =
        left.try_emplace(range->first, kafka::OffsetRange{place.offset, range->second.to});
    from->second.from = std::min(from->second.from, place.offset);
  }
  for (size_t i = 0; i < letters.size(); ++i) {
    const DeadLetterPlace& place = letters[i].place;
    const auto range = left.find({place.topic, place.partition});
    if (range != left.end() && place.offset >= range->second.from) fates[i] = Fate::kNotBegun;
  }
  return left;
}

StepOutcome OutcomeOf(const ReplayCheckpoint& checkpoint, const std::string& step, int64_t total) {
  StepOutcome outcome;
  outcome.progress.step = step;
  outcome.progress.checkpoint = ToJson(checkpoint);
  outcome.progress.done_count = checkpoint.replayed_count + checkpoint.passed_over_count;
  outcome.progress.total_count = total == 0 ? 0 : std::max(total, outcome.progress.done_count);
  return outcome;
}

}  // namespace

absl::StatusOr<StepOutcome> DeadLetterReplay::Step(const OperationClaim& claim,
                                                   const Operation& operation) {
  SLUICE_ASSIGN_OR_RETURN(DeadLetterChoice choice, ChoiceFromJson(operation.request));
  SLUICE_ASSIGN_OR_RETURN(Connector connector,
                          connectors_.GetConnectorByUid(operation.connector_uid));
  SLUICE_ASSIGN_OR_RETURN(Instance instance, instances_.GetInstance(connector.id.instance));
  const Scene scene = {.claim = claim,
                       .operation = operation,
                       .name = OperationName(operation.id),
                       .connector = std::move(connector),
                       .instance = std::move(instance),
                       .choice = std::move(choice)};
  if (operation.progress.checkpoint.empty()) return Begin(scene);
  SLUICE_ASSIGN_OR_RETURN(ReplayCheckpoint checkpoint,
                          CheckpointFromJson(operation.progress.checkpoint));
  const int64_t total = operation.progress.total_count;
  const absl::Duration began = clock_.Monotonic();
  // What a search came to is stored before anything is written: a search that went on from an older
  // place would look below the letters of the next portion, and not find them.
  const bool was_searching = !checkpoint.searched.empty();
  SLUICE_ASSIGN_OR_RETURN(const InterruptedReplay::Outlook outlook,
                          interrupted_.Settle(claim, scene.connector, scene.instance,
                                              options_.settle_timeout, checkpoint.searched));
  if (!outlook.settled || was_searching || clock_.Monotonic() - began > kLongSearch) {
    StepOutcome outcome = OutcomeOf(
        checkpoint, "looks in the source topic what became of an interrupted portion", total);
    outcome.progress.waiting_for = outlook.waiting_for;
    outcome.look_again = outlook.look_again;
    return outcome;
  }
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::RecordReader> reader,
                          clusters_.ReaderOf(scene.instance));
  SLUICE_ASSIGN_OR_RETURN(ErrorTopics topics,
                          ErrorTopics::Begin(*reader, scene.connector, options_.ask_timeout));
  const ErrorRanges all = checkpoint.left;
  SLUICE_ASSIGN_OR_RETURN(
      std::vector<DeadLetter> letters,
      ReadPortion(topics, scene.choice, options_.portion, clock_, checkpoint.left));
  if (!letters.empty())
    SLUICE_RETURN_IF_ERROR(WritePortion(scene, std::move(letters), all, checkpoint));
  if (checkpoint.left.empty() && !scene.choice.places.empty()) {
    // Of those that were named, the others are gone.
    checkpoint.passed_over_count = total - checkpoint.replayed_count;
  }
  StepOutcome outcome =
      OutcomeOf(checkpoint, "writes dead letters to the source topic again", total);
  if (checkpoint.left.empty()) {
    outcome.progress.step = "done";
    outcome.response = ToJson(ReplayResult{.replayed_count = checkpoint.replayed_count,
                                           .passed_over_count = checkpoint.passed_over_count});
  }
  return outcome;
}

absl::StatusOr<StepOutcome> DeadLetterReplay::Begin(const Scene& scene) {
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin,
                          clusters_.AdminOf(scene.instance));
  SLUICE_RETURN_IF_ERROR(
      SourceEnds(*admin, scene.connector.spec.source.topic, {}, options_.ask_timeout).status());
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::RecordReader> reader,
                          clusters_.ReaderOf(scene.instance));
  SLUICE_ASSIGN_OR_RETURN(ErrorTopics topics,
                          ErrorTopics::Begin(*reader, scene.connector, options_.ask_timeout));
  SLUICE_RETURN_IF_ERROR(marks_.ForgetBelow(scene.connector.uid, MarkRanges(topics.bounds())));
  const ReplayCheckpoint checkpoint = {.left = RangesFor(scene.choice, topics.bounds())};
  SLUICE_ASSIGN_OR_RETURN(const int64_t total, Count(topics, scene, checkpoint.left));
  return OutcomeOf(checkpoint, "has found the dead letters", total);
}

absl::StatusOr<int64_t> DeadLetterReplay::Count(ErrorTopics& topics, const Scene& scene,
                                                ErrorRanges left) {
  if (!scene.choice.places.empty()) return static_cast<int64_t>(scene.choice.places.size());
  const absl::Duration end = clock_.Monotonic() + options_.count_timeout;
  int64_t total = 0;
  while (!left.empty()) {
    const absl::Duration time_left = end - clock_.Monotonic();
    if (time_left <= absl::ZeroDuration()) return 0;
    const absl::StatusOr<std::vector<DeadLetter>> letters = ReadPortion(
        topics, scene.choice, {.letters_max = 2'000, .timeout = time_left}, clock_, left);
    if (absl::IsUnavailable(letters.status())) return 0;
    SLUICE_RETURN_IF_ERROR(letters.status());
    if (letters->empty()) continue;
    std::set<DeadLetterPlace> marked;
    if (!scene.choice.MeansMarked()) {
      SLUICE_ASSIGN_OR_RETURN(const std::vector<DeadLetterMark> marks,
                              marks_.FindMarks(scene.connector.uid, RangesAround(*letters)));
      for (const DeadLetterMark& mark : marks) marked.insert(mark.place);
    }
    total += std::count_if(letters->begin(), letters->end(), [&](const DeadLetter& letter) {
      return !marked.contains(letter.place);
    });
  }
  return total;
}

absl::Status DeadLetterReplay::WritePortion(const Scene& scene, std::vector<DeadLetter> letters,
                                            const ErrorRanges& all, ReplayCheckpoint& checkpoint) {
  std::vector<DeadLetterRange> places;
  std::vector<SourcePlace> sources;
  for (const DeadLetter& letter : letters) {
    const DeadLetterPlace& place = letter.place;
    places.push_back({place.topic, place.partition, place.offset, place.offset + 1});
    sources.push_back({letter.context.partition, letter.context.offset});
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<DeadLetterMark> marks,
                          marks_.FindMarks(scene.connector.uid, places));
  std::map<DeadLetterPlace, DeadLetterMark> by_place;
  for (const DeadLetterMark& mark : marks) by_place[mark.place] = mark;
  for (DeadLetter& letter : letters) {
    const auto mark = by_place.find(letter.place);
    if (mark != by_place.end() && IsOf(mark->second, letter)) letter.mark = mark->second;
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<DeadLetterMark> of_sources,
                          marks_.FindMarksOfSources(scene.connector.uid, sources));
  const std::vector<ReplayDecision> decisions =
      DecideReplay(letters, of_sources, scene.choice, scene.name, scene.operation.create_time);
  std::vector<Fate> fates(letters.size(), Fate::kNone);
  for (size_t i = 0; i < letters.size(); ++i) {
    if (decisions[i].what == What::kDone) fates[i] = Fate::kReplayed;
    if (decisions[i].what == What::kPassOver) fates[i] = Fate::kPassedOver;
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int64_t> offsets,
                          WriteMarked(scene, letters, decisions, fates));
  SLUICE_RETURN_IF_ERROR(MarkDoubles(scene, letters, decisions, offsets, fates));
  checkpoint.left = LeftAfter(letters, fates, all, std::move(checkpoint.left));
  checkpoint.replayed_count += std::count(fates.begin(), fates.end(), Fate::kReplayed);
  checkpoint.passed_over_count += std::count(fates.begin(), fates.end(), Fate::kPassedOver);
  return absl::OkStatus();
}

absl::Duration DeadLetterReplay::WriteEnd(const OperationClaim& claim) const {
  const absl::Duration claimed = claim.until - kDeliveryMax - clock_.Now();
  return clock_.Monotonic() + std::min(options_.write_timeout, claimed);
}

absl::StatusOr<std::vector<int64_t>> DeadLetterReplay::WriteMarked(
    const Scene& scene, const std::vector<DeadLetter>& letters,
    const std::vector<ReplayDecision>& decisions, std::vector<Fate>& fates) {
  std::vector<int64_t> offsets(letters.size(), -1);
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin,
                          clusters_.AdminOf(scene.instance));
  SLUICE_ASSIGN_OR_RETURN(const auto ends, SourceEnds(*admin, scene.connector.spec.source.topic,
                                                      letters, options_.ask_timeout));
  std::map<DeadLetterPlace, DeadLetterMark> marks;
  std::vector<DeadLetterMark> wanted;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (decisions[i].what != What::kWrite) continue;
    const auto end = ends.find(letters[i].context.partition);
    if (end == ends.end()) {
      fates[i] = Fate::kPassedOver;  // The source topic has no such partition any more.
      continue;
    }
    DeadLetterMark mark = MarkOf(letters[i], State::kReplaying, Storable(clock_.Now()), scene.name);
    mark.source_end = end->second;
    wanted.push_back(mark);
    marks[mark.place] = mark;
  }
  if (wanted.empty()) return offsets;
  // Counted from before they are marked: a mark's age says when its record is certain.
  const absl::Duration write_end = WriteEnd(scene.claim);
  SLUICE_ASSIGN_OR_RETURN(
      const std::vector<DeadLetterPlace> ours,
      marks_.AddMarksOf(scene.claim, scene.connector.uid, wanted, scene.operation.create_time));
  const std::set<DeadLetterPlace> marked(ours.begin(), ours.end());
  std::vector<const DeadLetter*> written;
  std::vector<size_t> indices;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (!marks.contains(letters[i].place)) continue;
    if (!marked.contains(letters[i].place)) {
      fates[i] = Fate::kPassedOver;  // Somebody was quicker.
      continue;
    }
    written.push_back(&letters[i]);
    indices.push_back(i);
  }
  if (written.empty()) return offsets;
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Producer> producer,
                          clusters_.ProducerOf(scene.instance));
  const auto answers = ReplayWriter(*producer, clock_).Write(written, scene.name, write_end);
  std::vector<DeadLetterMark> finished, not_written;
  absl::Status unclear, not_begun;
  for (size_t i = 0; i < answers.size(); ++i) {
    DeadLetterMark mark = marks.at(written[i]->place);
    Fate& fate = fates[indices[i]];
    const absl::Status& answer = answers[i].status();
    if (answer.ok()) {
      offsets[indices[i]] = mark.replayed_offset = *answers[i];
      mark.state = State::kReplayed;
      mark.time = Storable(clock_.Now());
      finished.push_back(mark);
      fate = Fate::kReplayed;
      continue;
    }
    if (Refused(answer)) {
      log::Warn("a dead letter is not written again: the source topic refuses it",
                {{"topic", mark.place.topic},
                 {"partition", mark.place.partition},
                 {"offset", mark.place.offset},
                 {"error", answer}});
      fate = Fate::kPassedOver;
    } else if (NotBegun(answer)) {
      fate = Fate::kNotBegun;
      not_begun.Update(answer);
    } else {
      unclear.Update(answer);
    }
    if (Refused(answer) || NotBegun(answer) || Forbidden(answer)) not_written.push_back(mark);
  }
  SLUICE_RETURN_IF_ERROR(marks_.FinishMarks(scene.claim, scene.connector.uid, finished));
  SLUICE_RETURN_IF_ERROR(marks_.TakeBackMarks(scene.claim, scene.connector.uid, not_written));
  // The step is taken again, and begins with finding out.
  if (!unclear.ok()) clusters_.Drop(scene.instance);
  SLUICE_RETURN_IF_ERROR(unclear);
  // What is certain is kept; a portion of which nothing is must be tried again with a pause.
  const bool some_are_certain = std::any_of(indices.begin(), indices.end(),
                                            [&](size_t i) { return fates[i] != Fate::kNotBegun; });
  if (!some_are_certain) return not_begun;
  return offsets;
}

absl::Status DeadLetterReplay::MarkDoubles(const Scene& scene,
                                           const std::vector<DeadLetter>& letters,
                                           const std::vector<ReplayDecision>& decisions,
                                           const std::vector<int64_t>& offsets,
                                           std::vector<Fate>& fates) {
  std::vector<DeadLetterMark> doubles;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (decisions[i].what != What::kDouble) continue;
    const bool first_is_later =
        decisions[i].replayed_offset < 0 && fates[decisions[i].first] == Fate::kNotBegun;
    fates[i] = first_is_later ? Fate::kNotBegun : Fate::kPassedOver;
    const int64_t offset = decisions[i].replayed_offset >= 0 ? decisions[i].replayed_offset
                                                             : offsets[decisions[i].first];
    if (offset < 0) continue;  // Its record was not written either.
    doubles.push_back(MarkOf(letters[i], State::kReplayed, Storable(clock_.Now()), scene.name));
    doubles.back().replayed_offset = offset;
  }
  if (doubles.empty()) return absl::OkStatus();
  return marks_.AddMarksOf(scene.claim, scene.connector.uid, doubles, scene.operation.create_time)
      .status();
}

}  // namespace sluice::controlplane
