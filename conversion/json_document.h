#ifndef SLUICE_CONVERSION_JSON_DOCUMENT_H_
#define SLUICE_CONVERSION_JSON_DOCUMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "conversion/misfit.h"

namespace sluice::conversion {

// A JSON text (RFC 8259, nothing beyond it) taken apart: its values in the order of the text, each
// before what is in it. Numbers keep their digits, objects keep members of the same name.
//
// Borrows the text: it must stay while the document is asked. Parse may be called again and again;
// memory is kept for the next text, within a bound. One thread at a time.
class JsonDocument {
 public:
  // Arrays and objects within each other.
  static constexpr int kDepthMax = 64;

  enum class Kind : uint8_t { kNull, kFalse, kTrue, kNumber, kString, kArray, kObject };

  // JSON_SYNTAX, JSON_TOO_DEEP: unreadable; the document is empty then.
  std::optional<Misfit> Parse(absl::string_view text);

  // Values are known by their index; that of the whole text is 0. The first that is within an array
  // or object follows it, the next one beside a value is at EndOf(it), and the last one ends where
  // the array or object does.
  Kind KindOf(uint32_t value) const { return values_[value].kind; }
  uint32_t EndOf(uint32_t value) const { return values_[value].end; }
  uint32_t CountIn(uint32_t value) const { return values_[value].count; }
  // Of a member of an object.
  absl::string_view NameOf(uint32_t value) const { return View(values_[value].name); }
  // A string's characters; a number's digits.
  absl::string_view TextOf(uint32_t value) const { return View(values_[value].text); }

  // The value as JSON without blanks.
  void AppendJson(uint32_t value, std::string& json) const;

 private:
  friend class JsonParser;

  struct Piece {
    uint32_t begin = 0;
    uint32_t size = 0;
    bool of_text = true;  // Else of characters_: it had escapes.
  };
  struct Entry {
    Kind kind = Kind::kNull;
    uint32_t end = 0;
    uint32_t count = 0;
    Piece name;
    Piece text;
  };

  absl::string_view View(const Piece& piece) const {
    return (piece.of_text ? text_ : absl::string_view(characters_)).substr(piece.begin, piece.size);
  }
  void Forget();

  absl::string_view text_;
  std::vector<Entry> values_;
  std::string characters_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_JSON_DOCUMENT_H_
