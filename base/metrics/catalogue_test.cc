#include "base/metrics/catalogue.h"

#include "base/metrics/process_metrics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::metrics {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

TEST(Catalogue, CountersAndHistogramsAreToldAsPrometheusReadsThem) {
  Catalogue catalogue;
  const Family<Counter> calls =
      catalogue.Counters({"calls_total", "Calls that ended.", {"method", "code"}});
  const Family<Histogram> took =
      catalogue.Histograms({"call_duration_seconds", "How long they took."}, {0.1, 1});

  calls.With({"Get", "OK"}).Increment();
  calls.With({"Get", "OK"}).Increment(2);
  took.With({}).Observe(0.5);
  took.With({}).Observe(7);

  EXPECT_THAT(catalogue.Text(),
              AllOf(HasSubstr("# HELP calls_total Calls that ended.\n# TYPE calls_total counter\n"),
                    HasSubstr("calls_total{code=\"OK\",method=\"Get\"} 3\n"),
                    HasSubstr("call_duration_seconds_bucket{le=\"0.1\"} 0\n"),
                    HasSubstr("call_duration_seconds_bucket{le=\"1\"} 1\n"),
                    HasSubstr("call_duration_seconds_bucket{le=\"+Inf\"} 2\n"),
                    HasSubstr("call_duration_seconds_sum 7.5\n")));
}

TEST(Catalogue, WhatIsToldIsAskedForAtEachScrapeAndGoesWithItsThing) {
  Catalogue catalogue;
  std::vector<std::string> running = {"orders"};
  catalogue.Tell({{Kind::kGauge, {"lag_records", "Behind.", {"connector"}}},
                  {Kind::kCounter, {"rows_total", "Rows.", {"connector"}}}},
                 [&](Samples& samples) {
                   for (const std::string& connector : running) {
                     samples.Add("lag_records", {connector}, 7);
                     samples.Add("rows_total", {connector}, 1e9);
                   }
                 });

  EXPECT_THAT(catalogue.Text(), AllOf(HasSubstr("lag_records{connector=\"orders\"} 7\n"),
                                      HasSubstr("# TYPE rows_total counter\n"),
                                      HasSubstr("rows_total{connector=\"orders\"} 1000000000\n")));
  running.clear();
  EXPECT_THAT(catalogue.Text(), Not(HasSubstr("orders")));
}

TEST(Catalogue, ALabelCannotForgeALine) {
  Catalogue catalogue;
  catalogue.Counters({"calls_total", "Calls.", {"name"}}).With({"a\"} 1\nforged"}).Increment();

  EXPECT_THAT(catalogue.Text(), HasSubstr("calls_total{name=\"a\\\"} 1\\nforged\"} 1\n"));
}

TEST(Catalogue, TheTableNamesEveryFamilyInTheOrderTheyWereNamed) {
  Catalogue catalogue;
  catalogue.Counters({"calls_total", "Calls that ended.", {"method", "code"}});
  catalogue.Tell({{Kind::kGauge, {"lag_records", "Behind."}}}, [](Samples&) {});

  EXPECT_EQ(catalogue.Table(),
            "| metric | kind | labels | what it tells |\n| --- | --- | --- | --- |\n"
            "| `calls_total` | counter | method, code | Calls that ended. |\n"
            "| `lag_records` | gauge | – | Behind. |\n");
}

TEST(CatalogueDeathTest, ANameWithoutAUnitAndOneGivenTwiceAreMistakesOfOurs) {
  Catalogue catalogue;
  catalogue.Counters({"calls_total", "Calls."});

  EXPECT_DEATH(catalogue.Counters({"calls_total", "Calls."}), "named twice");
  EXPECT_DEATH(catalogue.Counters({"calls", "Calls."}), "unit");
  EXPECT_DEATH(catalogue.Counters({"call_seconds", "Calls."}), "_total");
}

TEST(ProcessMetrics, TheProcessTellsOfItself) {
  Catalogue catalogue;
  AddProcessMetrics(catalogue, "sluice-worker", "1.2");

  EXPECT_THAT(catalogue.Text(),
              AllOf(HasSubstr("sluice_build_info{program=\"sluice-worker\",version=\"1.2\"} 1\n"),
                    Not(HasSubstr("process_resident_memory_bytes 0\n")),
                    Not(HasSubstr("process_open_fds 0\n"))));
}

}  // namespace
}  // namespace sluice::metrics
