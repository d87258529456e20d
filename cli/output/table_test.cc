#include "cli/output/table.h"

#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

TEST(Table, ColumnsAreAlignedAndLinesEndWithoutBlanks) {
  Table table({"NAME", "STATE"});
  table.Add({"kafka-maxcompute-sink", "RUNNING"});
  table.Add({"a", ""});

  EXPECT_EQ(table.Text(),
            "NAME                    STATE\n"
            "kafka-maxcompute-sink   RUNNING\n"
            "a                       -\n");
}

TEST(Table, WideCharactersCountAsTwo) {
  Table table({"NAME", "X"});
  table.Add({"华东", "1"});
  table.Add({"ä", "2"});

  EXPECT_EQ(table.Text(), "NAME   X\n华东   1\nä      2\n");
}

TEST(Table, WhatARowHoldsNeverCommandsTheTerminal) {
  Table table({"VALUE"});
  table.Add({"a\x1b[2Jb\nc\t\x07"});

  EXPECT_EQ(table.Text(), "VALUE\na\\x1b[2Jb\\nc\\t\\x07\n");
}

TEST(Printable, BytesThatAreNoTextAreEscaped) {
  EXPECT_EQ(Printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(Printable("\xc2\x9b"), "\\xc2\\x9b");           // A control character of C1.
  EXPECT_EQ(Printable("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // Turns the writing direction.
  EXPECT_EQ(Printable("华东 ä €"), "华东 ä €");
}

}  // namespace
}  // namespace sluice::cli
