#include "emulator/rest/xml.h"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

TEST(Xml, GivesBackWhatItHolds) {
  for (const char* text : {"", "a<b>&\"'", "]]>", "h\xC3\xA9llo", "x]]>y]]>z"}) {
    pugi::xml_document document;
    ASSERT_TRUE(document.load_string(Element("A", text).c_str(),
                                     pugi::parse_default | pugi::parse_ws_pcdata));
    EXPECT_STREQ(document.child("A").text().get(), text);
  }
}

TEST(Xml, ReplacesWhatNoXmlMayHold) {
  EXPECT_EQ(Element("A", absl::string_view("\x01\xFFz\0", 4)), "<A>??z?</A>");
  EXPECT_EQ(CdataElement("A", "]]>"), "<A><![CDATA[]]]]><![CDATA[>]]></A>");
}

TEST(Xml, ErrorsHaveAllFourElements) {
  http::ServerResponse response = XmlError(ServiceError("NoSuchTable", "no <t>"), "r1");
  EXPECT_EQ(response.status, 404);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(response.body.c_str()));
  for (const char* name : {"Code", "Message", "RequestId", "HostId"}) {
    EXPECT_TRUE(document.child("Error").child(name)) << name;
  }
}

TEST(HttpTime, IsRfc1123) {
  EXPECT_EQ(HttpTime(absl::FromUnixSeconds(1704164645)), "Tue, 02 Jan 2024 03:04:05 GMT");
}

}  // namespace
}  // namespace sluice::emulator
