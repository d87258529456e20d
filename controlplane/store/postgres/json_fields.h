#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_JSON_FIELDS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_JSON_FIELDS_H_

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "nlohmann/json.hpp"

// Single fields of the JSON of jsonb columns; for the codecs.
namespace sluice::controlplane::postgres {

using Json = nlohmann::json;

// Words of an enum as they stand in the database: never renamed.
template <typename E, size_t N>
using Words = std::array<std::pair<E, const char*>, N>;

template <typename E, size_t N>
const char* WordOf(const Words<E, N>& words, E value) {
  for (const auto& [candidate, word] : words) {
    if (candidate == value) return word;
  }
  throw std::logic_error("an enum value without a word");
}

template <typename E, size_t N>
E ValueOf(const Words<E, N>& words, const Json& json, const char* key, E missing) {
  const auto found = json.find(key);
  if (found == json.end()) return missing;
  const std::string text = found->get<std::string>();
  for (const auto& [value, word] : words) {
    if (text == word) return value;
  }
  throw std::runtime_error(absl::StrCat("unknown ", key, " ", text.substr(0, 64)));
}

template <typename T>
void Read(const Json& json, const char* key, T& into) {
  const auto found = json.find(key);
  if (found != json.end()) into = found->get<T>();
}

// Microseconds since 1970, null for InfinitePast.
inline Json TimeToJson(absl::Time time) {
  return time == absl::InfinitePast() ? Json(nullptr) : Json(absl::ToUnixMicros(time));
}

inline absl::Time TimeFromJson(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return absl::InfinitePast();
  return absl::FromUnixMicros(found->get<int64_t>());
}

// jsonb holds UTF-8 only: bytes that are none, as in a message from afar, are replaced.
inline std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_JSON_FIELDS_H_
