"""Writes the migrations, given as files in order, as C++ on stdout."""

import pathlib
import sys

print('#include "migrations/migrations.h"\n\nnamespace sluice::migrations {\nnamespace {\n')
print("constexpr Migration kMigrations[] = {")
for expected, path in enumerate(map(pathlib.Path, sorted(sys.argv[1:])), start=1):
    number, name = path.stem.split("_", 1)
    if int(number) != expected:
        sys.exit(f"{path.name}: expected number {expected:04}")
    print(f'    {{{expected}, "{name}", R"migration(\n{path.read_text()})migration"}},')
print("};\n\n}  // namespace\n\nabsl::Span<const Migration> All() { return kMigrations; }\n")
print("}  // namespace sluice::migrations")
