#include "emulator/record/snappy_framing.h"

#include <snappy.h>

#include <cstring>

#include "emulator/record/coding_error.h"
#include "emulator/record/crc32c.h"

namespace sluice::emulator {
namespace {

constexpr size_t kChunkBytes = 65536;  // Of what a chunk unpacks to.
constexpr absl::string_view kIdentifier("\xff\x06\x00\x00sNaPpY", 10);

constexpr unsigned char kPacked = 0x00;
constexpr unsigned char kPlain = 0x01;
constexpr unsigned char kFirstSkippable = 0x80;

// A checksum beside what it is the checksum of would be weak if both were summed up again.
uint32_t MaskedCrc(absl::string_view bytes) {
  Crc32c crc;
  crc.Update(bytes);
  const uint32_t sum = crc.value();
  return (sum >> 15 | sum << 17) + 0xa282ead8;
}

uint32_t LittleEndian(absl::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = bytes.size(); i > 0; --i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

void AppendLittleEndian(uint32_t value, int bytes, std::string& out) {
  for (; bytes > 0; --bytes, value >>= 8) out.push_back(static_cast<char>(value & 0xff));
}

absl::Status Wrong() { return NotThatCoding("x-snappy-framed"); }

// Adds what a chunk of data holds to `out`.
absl::Status UnpackChunk(unsigned char kind, absl::string_view chunk, std::string& out) {
  if (chunk.size() < 4) return Wrong();
  const uint32_t crc = LittleEndian(chunk.substr(0, 4));
  chunk.remove_prefix(4);
  const size_t begin = out.size();
  if (kind == kPlain) {
    if (chunk.size() > kChunkBytes) return Wrong();
    out.append(chunk.data(), chunk.size());
  } else {
    size_t size = 0;
    if (!snappy::GetUncompressedLength(chunk.data(), chunk.size(), &size) || size > kChunkBytes) {
      return Wrong();
    }
    out.resize(begin + size);
    if (!snappy::RawUncompress(chunk.data(), chunk.size(), out.data() + begin)) return Wrong();
  }
  return MaskedCrc(absl::string_view(out).substr(begin)) == crc ? absl::OkStatus() : Wrong();
}

}  // namespace

absl::StatusOr<std::string> UnpackSnappyFramed(absl::string_view body, uint64_t bytes_max) {
  if (body.substr(0, kIdentifier.size()) != kIdentifier) return Wrong();
  std::string out;
  while (!body.empty()) {
    if (body.size() < 4) return Wrong();
    const auto kind = static_cast<unsigned char>(body[0]);
    const uint32_t size = LittleEndian(body.substr(1, 3));
    body.remove_prefix(4);
    if (body.size() < size) return Wrong();
    const absl::string_view chunk = body.substr(0, size);
    body.remove_prefix(size);
    if (kind >= kFirstSkippable) continue;  // The identifier is one of them and may be repeated.
    if (kind != kPacked && kind != kPlain) return Wrong();
    absl::Status unpacked = UnpackChunk(kind, chunk, out);
    if (!unpacked.ok()) return unpacked;
    if (out.size() > bytes_max) return UnpacksTooLarge(bytes_max);
  }
  return out;
}

void SnappyFramedEncoder::AppendChunk(absl::string_view bytes, std::string& out) const {
  std::string packed;
  snappy::Compress(bytes.data(), bytes.size(), &packed);
  const bool worth_it = packed.size() < bytes.size();
  const absl::string_view body = worth_it ? absl::string_view(packed) : bytes;
  out.push_back(static_cast<char>(worth_it ? kPacked : kPlain));
  AppendLittleEndian(static_cast<uint32_t>(body.size()) + 4, 3, out);
  AppendLittleEndian(MaskedCrc(bytes), 4, out);
  out.append(body.data(), body.size());
}

std::string SnappyFramedEncoder::Encode(absl::string_view bytes) {
  std::string out;
  if (!begun_) out.append(kIdentifier.data(), kIdentifier.size());
  begun_ = true;
  held_.append(bytes.data(), bytes.size());
  size_t sent = 0;
  for (; held_.size() - sent >= kChunkBytes; sent += kChunkBytes) {
    AppendChunk(absl::string_view(held_).substr(sent, kChunkBytes), out);
  }
  held_.erase(0, sent);
  return out;
}

std::string SnappyFramedEncoder::Finish() {
  std::string out = Encode("");
  if (!held_.empty()) AppendChunk(held_, out);
  held_.clear();
  return out;
}

}  // namespace sluice::emulator
