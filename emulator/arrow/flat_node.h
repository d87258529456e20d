#ifndef SLUICE_EMULATOR_ARROW_FLAT_NODE_H_
#define SLUICE_EMULATOR_ARROW_FLAT_NODE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sluice::emulator {

// A value of a FlatBuffer: a table, a text, or a list. Built from the leaves up, written once.
class FlatNode {
 public:
  static FlatNode Table() { return FlatNode(Kind::kTable); }
  static FlatNode Text(std::string text);
  static FlatNode List(std::vector<FlatNode> items);
  // `count` structs of 8-byte numbers, already in their bytes.
  static FlatNode Structs(std::string bytes, uint32_t count);

  // Fields of a table, by their places in its schema. A number is `size` bytes; one that is its
  // default need not be set.
  FlatNode&& Number(int place, int64_t value, int size) &&;
  FlatNode&& Child(int place, FlatNode child) &&;

  // The buffer whose root is this table, its length a multiple of 8.
  std::string Write() const;

 private:
  enum class Kind { kTable, kText, kList, kStructs };
  struct Field {
    int place = 0;
    int64_t number = 0;
    int size = 0;  // 0: a child.
    size_t child = 0;
  };

  explicit FlatNode(Kind kind) : kind_(kind) {}

  // Appends the node and answers where it begins.
  size_t AppendTo(std::string& out) const;
  size_t AppendTable(std::string& out) const;

  Kind kind_;
  std::string bytes_;
  uint32_t count_ = 0;
  std::vector<FlatNode> children_;
  std::vector<Field> fields_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ARROW_FLAT_NODE_H_
