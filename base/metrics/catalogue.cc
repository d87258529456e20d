#include "base/metrics/catalogue.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/check.h"
#include "prometheus/text_serializer.h"

namespace sluice::metrics {
namespace {

// A person must be able to tell what a number is a number of.
constexpr absl::string_view kUnits[] = {"_total", "_seconds",   "_bytes",      "_records",
                                        "_tasks", "_rows",      "_connectors", "_workers",
                                        "_calls", "_info",      "_fds",        "_revision",
                                        "_state", "_connected", "_streams",    "_connections"};

bool EndsInUnit(absl::string_view name) {
  return std::any_of(std::begin(kUnits), std::end(kUnits),
                     [&](absl::string_view unit) { return absl::EndsWith(name, unit); });
}

const char* NameOf(Kind kind) {
  switch (kind) {
    case Kind::kCounter:
      return "counter";
    case Kind::kGauge:
      return "gauge";
    case Kind::kHistogram:
      return "histogram";
  }
  return "";
}

prometheus::Labels LabelsOf(const About& about, const std::vector<std::string>& values) {
  SLUICE_CHECK(values.size() == about.labels.size())
      << about.name << " has " << about.labels.size() << " labels, not " << values.size();
  prometheus::Labels labels;
  for (size_t i = 0; i < values.size(); ++i) labels[about.labels[i]] = values[i];
  return labels;
}

}  // namespace

void Samples::Add(const std::string& name, const std::vector<std::string>& label_values,
                  double value) {
  for (size_t i = 0; i < abouts_.size(); ++i) {
    const auto& [about, kind] = abouts_[i];
    if (about.name != name) continue;
    prometheus::ClientMetric& metric = families_[i].metric.emplace_back();
    for (const auto& [label, text] : LabelsOf(about, label_values)) {
      metric.label.push_back({label, text});
    }
    (kind == Kind::kCounter ? metric.counter.value : metric.gauge.value) = value;
    return;
  }
  SLUICE_CHECK(false) << name << " was not named";
}

void Catalogue::Name(Kind kind, const About& about) {
  SLUICE_CHECK(EndsInUnit(about.name)) << about.name << " does not end in a unit";
  SLUICE_CHECK((kind == Kind::kCounter) == absl::EndsWith(about.name, "_total"))
      << about.name << ": counters, and only they, end in _total";
  for (const Told& other : named_) {
    SLUICE_CHECK(other.about.name != about.name) << about.name << " was named twice";
  }
  named_.push_back({kind, about});
}

Family<Counter> Catalogue::Counters(const About& about) {
  Name(Kind::kCounter, about);
  auto& family = prometheus::BuildCounter().Name(about.name).Help(about.help).Register(*registry_);
  Family<Counter> counters;
  counters.with_ = [&family, about](const std::vector<std::string>& values) -> Counter& {
    return family.Add(LabelsOf(about, values));
  };
  return counters;
}

Family<Histogram> Catalogue::Histograms(const About& about, const std::vector<double>& bounds) {
  Name(Kind::kHistogram, about);
  auto& family =
      prometheus::BuildHistogram().Name(about.name).Help(about.help).Register(*registry_);
  Family<Histogram> histograms;
  histograms.with_ = [&family, about,
                      bounds](const std::vector<std::string>& values) -> Histogram& {
    return family.Add(LabelsOf(about, values), bounds);
  };
  return histograms;
}

void Catalogue::Tell(const std::vector<Told>& told, std::function<void(Samples&)> tell) {
  for (const Told& one : told) Name(one.kind, one.about);
  tellers_.push_back({told, std::move(tell)});
}

std::string Catalogue::Text() const {
  std::vector<prometheus::MetricFamily> all = registry_->Collect();
  for (const Teller& teller : tellers_) {
    Samples samples;
    for (const Told& told : teller.told) {
      samples.abouts_.emplace_back(told.about, told.kind);
      samples.families_.push_back({told.about.name,
                                   told.about.help,
                                   told.kind == Kind::kCounter ? prometheus::MetricType::Counter
                                                               : prometheus::MetricType::Gauge,
                                   {}});
    }
    teller.tell(samples);
    for (prometheus::MetricFamily& family : samples.families_) all.push_back(std::move(family));
  }
  return prometheus::TextSerializer().Serialize(all);
}

std::string Catalogue::Table() const {
  std::string text = "| metric | kind | labels | what it tells |\n| --- | --- | --- | --- |\n";
  for (const Told& one : named_) {
    absl::StrAppend(&text, "| `", one.about.name, "` | ", NameOf(one.kind), " | ",
                    one.about.labels.empty() ? "–" : absl::StrJoin(one.about.labels, ", "), " | ",
                    one.about.help, " |\n");
  }
  return text;
}

}  // namespace sluice::metrics
