#include "controlplane/gateway/console_files.h"

#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

namespace fs = std::filesystem;

constexpr char kIndex[] = "/index.html";

absl::Status Unfit(const std::string& folder, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("console_dir ", folder, " ", why,
                   "; name the folder that the console's build made, or leave it empty"));
}

std::string TypeOf(absl::string_view path) {
  struct Type {
    const char* ending;
    const char* type;
  };
  static constexpr Type kTypes[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".txt", "text/plain; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".webmanifest", "application/manifest+json"},
  };
  for (const Type& type : kTypes) {
    if (absl::EndsWith(path, type.ending)) return type.type;
  }
  return "application/octet-stream";
}

bool IsBuiltName(absl::string_view path) {
  return std::all_of(path.begin(), path.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '/' || c == '.' || c == '_' || c == '-' || c == '@' ||
           c == '~' || c == '+' || c == '=' || c == ',';
  });
}

std::string Sha256(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

// The bytes of every file, by its path from the root.
absl::StatusOr<std::map<std::string, std::string>> ReadAll(const std::string& folder) {
  std::map<std::string, std::string> files;
  size_t bytes = 0;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  if (error) return Unfit(folder, absl::StrCat("cannot be read: ", error.message()));
  for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (error) return Unfit(folder, absl::StrCat("cannot be read: ", error.message()));
    const std::string path = absl::StrCat("/", entry->path().lexically_relative(folder).string());
    if (absl::StartsWith(entry->path().filename().string(), ".")) {  // Tools' own.
      if (entry->is_directory(error)) entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_symlink(error)) return Unfit(folder, absl::StrCat("has a link, ", path));
    if (entry->is_directory(error)) continue;
    if (!entry->is_regular_file(error) || !IsBuiltName(path)) {
      return Unfit(folder, absl::StrCat("has something that no build makes, ", path));
    }
    bytes += entry->file_size(error);
    if (files.size() >= ConsoleFiles::kFilesMax || bytes > ConsoleFiles::kBytesMax) {
      return Unfit(folder, "has more than 4000 files or 128 MiB");
    }
    std::ifstream file(entry->path(), std::ios::binary);
    std::string& content = files[path];
    content.assign(std::istreambuf_iterator<char>(file), {});
    if (!file) return Unfit(folder, absl::StrCat("has a file that cannot be read, ", path));
  }
  return files;
}

// Cuts at the content of <meta name="csp-nonce" content="…">.
absl::StatusOr<ConsoleIndex> CutIndex(const std::string& folder, const std::string& html) {
  static const std::string kContent = "content=\"";
  const size_t name = html.find("name=\"csp-nonce\"");
  const size_t open = name == html.npos ? html.npos : html.rfind('<', name);
  const size_t close = name == html.npos ? html.npos : html.find('>', name);
  const size_t content = open == html.npos ? html.npos : html.find(kContent, open);
  if (content == html.npos || close == html.npos || content > close) {
    return Unfit(folder, "has an index.html without <meta name=\"csp-nonce\" content=\"\">");
  }
  const size_t begin = content + kContent.size();
  const size_t end = html.find('"', begin);
  if (end == html.npos || end > close) return Unfit(folder, "has an index.html that is no HTML");
  return ConsoleIndex{html.substr(0, begin), html.substr(end)};
}

}  // namespace

std::string ConsoleIndex::WithNonce(absl::string_view nonce) const {
  return absl::StrCat(before, nonce, after);
}

absl::StatusOr<ConsoleFiles> ConsoleFiles::Read(const std::string& folder) {
  SLUICE_ASSIGN_OR_RETURN(auto all, ReadAll(folder));
  const auto index = all.find(kIndex);
  if (index == all.end()) return Unfit(folder, "has no index.html");
  ConsoleFiles console;
  SLUICE_ASSIGN_OR_RETURN(console.index_, CutIndex(folder, index->second));
  const auto coding = [&](const std::string& path, const char* ending) {
    const auto found = all.find(path + ending);
    return found == all.end() ? std::string() : found->second;
  };
  for (const auto& [path, bytes] : all) {
    const bool is_coding = (absl::EndsWith(path, ".gz") || absl::EndsWith(path, ".br")) &&
                           all.count(path.substr(0, path.size() - 3)) > 0;
    if (is_coding || path == kIndex) continue;
    console.files_[path] = {TypeOf(path), Sha256(bytes), bytes, coding(path, ".gz"),
                            coding(path, ".br")};
  }
  return console;
}

const ConsoleFile* ConsoleFiles::Find(absl::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace sluice::controlplane
