#ifndef SLUICE_CONVERSION_JSON_PARSER_H_
#define SLUICE_CONVERSION_JSON_PARSER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "conversion/json_document.h"
#include "conversion/misfit.h"

namespace sluice::conversion {

// Takes one JSON text apart into a document that is empty. Nothing is copied but strings with
// escapes. Used by JsonDocument alone; one parse each.
class JsonParser {
 public:
  JsonParser(absl::string_view text, JsonDocument& document);

  // JSON_SYNTAX, JSON_TOO_DEEP; the document may hold anything then. Never quotes the text.
  std::optional<Misfit> Parse();

 private:
  using Kind = JsonDocument::Kind;
  using Piece = JsonDocument::Piece;

  // All of these return false, with `misfit_` said, when the text is none.
  bool Value(const Piece& name, int depth);
  bool Object(uint32_t value, int depth);
  bool Array(uint32_t value, int depth);
  bool Member(uint32_t object, int depth);
  bool Number(const Piece& name);
  bool Word(absl::string_view word, Kind kind, const Piece& name);
  bool String(Piece& piece);
  // Goes to the string's next quote, escape or control character.
  bool PlainCharacters();
  bool Escape();
  bool HexDigits(uint32_t& code);
  void AppendUtf8(uint32_t code);
  bool Digits();
  bool CheckRange(const Piece& number);

  uint32_t Add(Kind kind, const Piece& name, const Piece& text = {});
  void SkipBlanks();
  bool Skip(char c);
  // The byte that is next; a zero at the end, where no valid text has one.
  char Next() const { return at_ < end_ ? *at_ : '\0'; }
  Piece PieceFrom(const char* begin) const {
    return {static_cast<uint32_t>(begin - begin_), static_cast<uint32_t>(at_ - begin), true};
  }
  bool Wrong();
  bool TooDeep();

  JsonDocument& document_;
  const char* const begin_;
  const char* const end_;
  const char* at_;
  std::optional<Misfit> misfit_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_JSON_PARSER_H_
