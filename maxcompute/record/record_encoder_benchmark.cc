// How fast rows become blocks, and blocks become small. One row is what a topic's record becomes.

#include <string>

#include "benchmark/benchmark.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/record/record_encoder.h"

namespace sluice::maxcompute {
namespace {

constexpr size_t kBlockBytes = 16 << 20;

void PutRow(RecordEncoder& encoder, int64_t offset, const std::string& value) {
  encoder.Begin();
  encoder.PutString(0, "maxcompute-test-input");
  encoder.PutBigint(1, 7);
  encoder.PutBigint(2, offset);
  encoder.PutString(3, "key-0000000001");
  encoder.PutString(4, value);
  encoder.End();
}

void BM_Encode(benchmark::State& state) {
  const std::string value(state.range(0), 'v');
  RecordEncoder encoder{BlockBuffer(kBlockBytes + (1 << 20))};
  int64_t offset = 0;
  int64_t bytes = 0;
  for (auto _ : state) {
    const int64_t before = encoder.encoded_bytes();
    PutRow(encoder, ++offset, value);
    bytes += encoder.encoded_bytes() - before;
    if (encoder.encoded_bytes() > static_cast<int64_t>(kBlockBytes)) {
      encoder = RecordEncoder(encoder.Finish().bytes);
    }
  }
  state.SetItemsProcessed(offset);
  state.SetBytesProcessed(bytes);
}
BENCHMARK(BM_Encode)->Arg(10)->Arg(100)->Arg(1000)->Arg(10000);

void BM_Deflate(benchmark::State& state) {
  RecordEncoder encoder;
  for (int64_t offset = 0; encoder.encoded_bytes() < static_cast<int64_t>(kBlockBytes); ++offset) {
    PutRow(encoder, offset,
           "{\"user\": " + std::to_string(offset * 7919) +
               ", \"amount\": " + std::to_string(offset % 997) + "}");
  }
  const EncodedBlock block = encoder.Finish();
  BlockBuffer packed(kBlockBytes);
  for (auto _ : state) {
    packed.Clear();
    Deflate(block.bytes.view(), packed);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * block.bytes.size()));
  state.counters["packed_percent"] = 100.0 * packed.size() / block.bytes.size();
}
BENCHMARK(BM_Deflate);

}  // namespace
}  // namespace sluice::maxcompute

BENCHMARK_MAIN();
