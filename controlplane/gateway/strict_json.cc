#include "controlplane/gateway/strict_json.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {
namespace {

using nlohmann::json;

// Puts the value together while it is parsed; the first complaint ends the parsing.
class Builder : public nlohmann::json_sax<json> {
 public:
  bool null() override { return Put(nullptr); }
  bool boolean(bool value) override { return Put(value); }
  bool number_integer(number_integer_t value) override { return Put(value); }
  bool number_unsigned(number_unsigned_t value) override { return Put(value); }
  bool number_float(number_float_t value, const string_t&) override { return Put(value); }
  bool string(string_t& value) override { return Put(std::move(value)); }
  bool binary(binary_t&) override { return Complain("is not JSON"); }
  bool start_object(size_t) override { return Open(json::object()); }
  bool start_array(size_t) override { return Open(json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    json& object = *open_.back();
    if (object.contains(name)) return Complain(absl::StrCat("has the key ", Echo(name), " twice"));
    next_ = &object[name];
    return true;
  }

  bool parse_error(size_t position, const std::string&, const json::exception& error) override {
    // 406 is what the parser says of a number beyond every double.
    return Complain(error.id == 406
                        ? absl::StrCat("has a number at byte ", position, " that is too large")
                        : absl::StrCat("is not JSON at byte ", position));
  }

  json Take() { return std::move(root_); }
  const std::string& complaint() const { return complaint_; }

 private:
  // Where the next value goes: the root, an array's end, or behind the last key.
  json* Place(json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    if (open_.back()->is_array()) {
      open_.back()->push_back(std::move(value));
      return &open_.back()->back();
    }
    *next_ = std::move(value);
    return next_;
  }

  bool Put(json value) {
    Place(std::move(value));
    return true;
  }

  bool Open(json value) {
    if (open_.size() >= kJsonDepthMax) {
      return Complain(absl::StrCat("is deeper than ", kJsonDepthMax, " levels"));
    }
    open_.push_back(Place(std::move(value)));
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  bool Complain(std::string complaint) {
    complaint_ = std::move(complaint);
    return false;
  }

  json root_;
  std::vector<json*> open_;  // From the root to where we are; only the innermost grows.
  json* next_ = nullptr;
  std::string complaint_;
};

}  // namespace

absl::StatusOr<json> ReadStrictJson(absl::string_view text) {
  Builder builder;
  if (json::sax_parse(text.begin(), text.end(), &builder)) return builder.Take();
  return WithReason(absl::InvalidArgumentError(absl::StrCat("the body ", builder.complaint())),
                    "BODY_MALFORMED");
}

}  // namespace sluice::controlplane
