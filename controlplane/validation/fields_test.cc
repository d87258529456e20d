#include "controlplane/validation/fields.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Reasons(const std::function<void(Violations&)>& check) {
  Violations violations;
  check(violations);
  std::vector<std::string> reasons;
  for (const Violation& violation : violations.kept()) {
    EXPECT_LT(violation.message.size(), 300) << violation.message.substr(0, 400);
    reasons.push_back(violation.reason);
  }
  return reasons;
}

std::vector<std::string> Id(absl::string_view id) {
  return Reasons([&](Violations& v) { CheckId("f", id, v); });
}

TEST(CheckId, TakesWhatR12AllowsAndRefusesEverythingElse) {
  for (const std::string& id : {std::string("a"), std::string("0"), std::string("a-"),
                                std::string("0-9-z"), std::string(48, 'a')}) {
    EXPECT_THAT(Id(id), IsEmpty()) << id;
  }
  EXPECT_THAT(Id(""), ElementsAre("FIELD_REQUIRED"));
  for (const std::string& id :
       {std::string(49, 'a'), std::string("-a"), std::string("A"), std::string("a_b"),
        std::string("ä"), std::string(1 << 20, 'a'), std::string("a b"), std::string("a\n"),
        std::string("a\0b", 3), std::string("a/b"), std::string("-")}) {
    EXPECT_THAT(Id(id), ElementsAre("NAME_INVALID")) << id.substr(0, 64);
  }
}

TEST(CheckTopic, TakesKafkasNames) {
  const auto topic = [](const std::string& name) {
    return Reasons([&](Violations& v) { CheckTopic("f", name, v); });
  };
  EXPECT_THAT(topic("Orders.in_1-x"), IsEmpty());
  EXPECT_THAT(topic(std::string(249, 'a')), IsEmpty());
  EXPECT_THAT(topic(std::string(250, 'a')), ElementsAre("FIELD_TOO_LONG"));
  EXPECT_THAT(topic(""), ElementsAre("FIELD_REQUIRED"));
  for (const char* name : {".", "..", "a b", "a/b", "ä"}) {
    EXPECT_THAT(topic(name), ElementsAre("FIELD_FORM")) << name;
  }
}

TEST(CheckUrl, TakesPlainHttpAddressesOnly) {
  const auto url = [](const std::string& text) {
    return Reasons([&](Violations& v) { CheckUrl("f", text, v); });
  };
  for (const char* text : {"http://127.0.0.1:8080/api", "https://service.odps.aliyun.com/api",
                           "http://host", "http://[::1]:80/api", "http://a.b-c/"}) {
    EXPECT_THAT(url(text), IsEmpty()) << text;
  }
  for (const char* text : {"ftp://a/b", "service.odps.aliyun.com/api", "http://", "http:///api",
                           "http://u:p@host/", "http://host/?x=1", "http://host:0/",
                           "http://host:99999/", "http://ho st/", "http://host/#f"}) {
    EXPECT_THAT(url(text), ElementsAre("FIELD_FORM")) << text;
  }
  EXPECT_THAT(url("http://" + std::string(1 << 20, 'a')), ElementsAre("FIELD_TOO_LONG"));
}

TEST(CheckHostPort, WantsAHostAndAPort) {
  const auto address = [](const std::string& text) {
    return Reasons([&](Violations& v) { CheckHostPort("f", text, v); });
  };
  EXPECT_THAT(address("kafka-1.example:9092"), IsEmpty());
  EXPECT_THAT(address("[::1]:9092"), IsEmpty());
  for (const char* text : {"kafka", ":9092", "kafka:", "kafka:0", "kafka:x", "a,b:1", "kafka:-1"}) {
    EXPECT_THAT(address(text), ElementsAre("FIELD_FORM")) << text;
  }
}

TEST(CheckText, RefusesWhatNoDatabaseTakes) {
  const auto text = [](const std::string& value) {
    return Reasons([&](Violations& v) { CheckText("f", value, 10, v); });
  };
  EXPECT_THAT(text("a\nb\tä"), IsEmpty());
  EXPECT_THAT(text(std::string("a\0b", 3)), ElementsAre("FIELD_FORM"));
  EXPECT_THAT(text("12345678901"), ElementsAre("FIELD_TOO_LONG"));
}

TEST(CheckLabels, BoundsNumberKeysAndValues) {
  const auto labels = [](const Labels& value) {
    return Reasons([&](Violations& v) { CheckLabels("f", value, v); });
  };
  EXPECT_THAT(labels({{"team", "Pay"}, {"a.b/c", ""}}), IsEmpty());
  EXPECT_THAT(labels({{"Team", "x"}}), ElementsAre("FIELD_FORM"));
  EXPECT_THAT(labels({{"team", "a b"}}), ElementsAre("FIELD_FORM"));
  Labels many;
  for (int i = 0; i < 65; ++i) many["l" + std::to_string(i)] = "v";
  EXPECT_THAT(labels(many), ElementsAre("FIELD_TOO_LONG"));
}

TEST(CheckAnnotations, BoundsTheirBytesTogether) {
  const auto annotations = [](const Labels& value) {
    return Reasons([&](Violations& v) { CheckAnnotations("f", value, v); });
  };
  EXPECT_THAT(annotations({{"any key", "any\ntext ä"}}), IsEmpty());
  EXPECT_THAT(annotations({{"k", std::string(16 << 10, 'x')}}), ElementsAre("FIELD_TOO_LONG"));
  EXPECT_THAT(annotations({{"k", std::string("\0", 1)}}), ElementsAre("FIELD_FORM"));
}

TEST(CheckRequestId, TakesAnythingPrintableAndShort) {
  const auto id = [](const std::string& value) {
    return Reasons([&](Violations& v) { CheckRequestId(value, v); });
  };
  EXPECT_THAT(id(""), IsEmpty());
  EXPECT_THAT(id("1b4e28ba-2fa1-41d2-883f-0016d3cca427"), IsEmpty());
  EXPECT_THAT(id("a b"), ElementsAre("FIELD_FORM"));
  EXPECT_THAT(id(std::string(65, 'a')), ElementsAre("FIELD_FORM"));
}

}  // namespace
}  // namespace sluice::controlplane
