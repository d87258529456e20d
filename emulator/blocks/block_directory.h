#ifndef SLUICE_EMULATOR_BLOCKS_BLOCK_DIRECTORY_H_
#define SLUICE_EMULATOR_BLOCKS_BLOCK_DIRECTORY_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::emulator {

// The files that hold rows: a record stream each, written once, never changed. The metadata says
// which count; a file that it does not name is left over and may go.
//
// Any thread may call.
class BlockDirectory {
 public:
  // Makes the directory when it is missing.
  static absl::StatusOr<BlockDirectory> Open(const std::string& path);

  // On the disk, synchronised, when it returns the new file's name.
  absl::StatusOr<std::string> Write(absl::string_view bytes) const;

  // TableModified when the file has gone.
  absl::StatusOr<std::string> Read(const std::string& file) const;

  void Remove(const std::vector<std::string>& files) const;

  // Removes every file that is not among `live`, and returns how many went. Before anything else
  // uses the directory.
  absl::StatusOr<int> Sweep(const std::set<std::string>& live) const;

 private:
  explicit BlockDirectory(std::string path) : path_(std::move(path)) {}
  std::string PathOf(const std::string& file) const;

  std::string path_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_BLOCKS_BLOCK_DIRECTORY_H_
