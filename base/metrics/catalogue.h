#ifndef SLUICE_BASE_METRICS_CATALOGUE_H_
#define SLUICE_BASE_METRICS_CATALOGUE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/histogram.h"
#include "prometheus/metric_family.h"
#include "prometheus/registry.h"

namespace sluice::metrics {

// Moving one takes no lock that others hold for long; any thread may.
using Counter = prometheus::Counter;      // Increment(), Increment(by)
using Histogram = prometheus::Histogram;  // Observe(value)

enum class Kind { kCounter, kGauge, kHistogram };

// What people read about a family.
struct About {
  std::string name;  // Ends in its unit; a counter's in `_total`.
  std::string help;  // One sentence.
  std::vector<std::string> labels = {};
};

// The series of a family, by the values of its labels. Borrowed from the Catalogue. Thread-safe.
template <typename Metric>
class Family {
 public:
  // The series with these values, in the order of About::labels; made at its first use. Takes a
  // lock. Lives as long as the Catalogue.
  Metric& With(const std::vector<std::string>& values) const { return with_(values); }

 private:
  friend class Catalogue;
  std::function<Metric&(const std::vector<std::string>&)> with_;
};

// What a scrape is told of families that nobody counts.
class Samples {
 public:
  // `name`: one of the families that this teller was named with.
  void Add(const std::string& name, const std::vector<std::string>& label_values, double value);

 private:
  friend class Catalogue;
  std::vector<std::pair<About, Kind>> abouts_;
  std::vector<prometheus::MetricFamily> families_;
};

// Every metric of one program. Name all of them when the program starts, in one thread; after that
// any thread may ask.
class Catalogue {
 public:
  Family<Counter> Counters(const About& about);
  // `bounds`: of the buckets, ascending; beyond the last there is one more.
  Family<Histogram> Histograms(const About& about, const std::vector<double>& bounds);

  // Families that are told anew at each scrape. `tell` is quick; any thread calls it, for as long
  // as Text() is called.
  struct Told {
    Kind kind;
    About about;
  };
  void Tell(const std::vector<Told>& told, std::function<void(Samples&)> tell);

  // Everything, in Prometheus' text format 0.0.4.
  std::string Text() const;
  static constexpr char kContentType[] = "text/plain; version=0.0.4; charset=utf-8";

  // The families as a Markdown table, in the order they were named: for the documentation.
  std::string Table() const;

 private:
  struct Teller {
    std::vector<Told> told;
    std::function<void(Samples&)> tell;
  };

  void Name(Kind kind, const About& about);

  std::vector<Told> named_;
  std::vector<Teller> tellers_;
  const std::unique_ptr<prometheus::Registry> registry_ = std::make_unique<prometheus::Registry>();
};

}  // namespace sluice::metrics

#endif  // SLUICE_BASE_METRICS_CATALOGUE_H_
