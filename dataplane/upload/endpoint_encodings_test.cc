#include "dataplane/upload/endpoint_encodings.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using maxcompute::ContentEncoding;
using ::testing::Eq;

TEST(EndpointEncodings, TheFirstThatAnEndpointHasNotRefusedIsTaken) {
  EndpointEncodings encodings({ContentEncoding::kZstd, ContentEncoding::kLz4});
  EXPECT_THAT(encodings.Of("a"), Eq(ContentEncoding::kZstd));

  encodings.Refused("a", ContentEncoding::kZstd);
  EXPECT_THAT(encodings.Of("a"), Eq(ContentEncoding::kLz4));
  EXPECT_THAT(encodings.Of("b"), Eq(ContentEncoding::kZstd)) << "another endpoint was not asked";
}

TEST(EndpointEncodings, InTheEndThereIsAlwaysDeflate) {
  EndpointEncodings encodings({ContentEncoding::kSnappy});
  encodings.Refused("a", ContentEncoding::kSnappy);
  encodings.Refused("a", ContentEncoding::kDeflate);

  EXPECT_THAT(encodings.Of("a"), Eq(ContentEncoding::kDeflate));
}

TEST(EndpointEncodings, WhatWasAskedForRawStaysRaw) {
  EndpointEncodings encodings({ContentEncoding::kRaw});
  encodings.Refused("a", ContentEncoding::kRaw);

  EXPECT_THAT(encodings.Of("a"), Eq(ContentEncoding::kRaw));
}

}  // namespace
}  // namespace sluice::dataplane
