#include "base/http/gzip.h"

#include <zlib.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/check.h"

namespace sluice::http {

std::string Gzip(absl::string_view bytes) {
  constexpr int kGzipWindow = 15 + 16;  // zlib's largest window, in gzip's clothes.
  z_stream stream = {};
  SLUICE_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8,
                            Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  SLUICE_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

bool AcceptsCoding(absl::string_view accept_encoding, absl::string_view coding) {
  bool by_star = false;
  for (absl::string_view part : absl::StrSplit(accept_encoding, ',')) {
    const std::vector<absl::string_view> pieces = absl::StrSplit(part, ';');
    const absl::string_view name = absl::StripAsciiWhitespace(pieces[0]);
    double weight = 1;
    for (size_t i = 1; i < pieces.size(); ++i) {
      absl::string_view parameter = absl::StripAsciiWhitespace(pieces[i]);
      if (absl::ConsumePrefix(&parameter, "q=") && !absl::SimpleAtod(parameter, &weight)) {
        weight = 0;
      }
    }
    if (absl::EqualsIgnoreCase(name, coding)) return weight > 0;
    if (name == "*") by_star = weight > 0;
  }
  return by_star;
}

}  // namespace sluice::http
