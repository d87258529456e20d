"""C++ targets of this house: Bazel's own rules with our warnings."""

load("//bazel:precompiled.bzl", "precompiled_copts", "precompiled_deps")

_COPTS = ["-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-Wno-sign-compare", "-Wno-missing-field-initializers"]

def sluice_cc_library(name, copts = [], deps = [], **kwargs):
    """A cc_library whose warnings are errors."""
    native.cc_library(
        name = name,
        copts = _COPTS + copts + precompiled_copts("libraries"),
        deps = deps + precompiled_deps("libraries"),
        **kwargs
    )

def sluice_cc_binary(name, copts = [], deps = [], **kwargs):
    """A program."""
    native.cc_binary(
        name = name,
        copts = _COPTS + copts + precompiled_copts("libraries"),
        deps = deps + precompiled_deps("libraries"),
        **kwargs
    )

def sluice_cc_test(name, copts = [], deps = [], size = "small", tags = [], **kwargs):
    """A GoogleTest program. Tag `threads`: it also runs under the thread sanitizer and links no gRPC."""
    native.cc_test(
        name = name,
        copts = _COPTS + copts + precompiled_copts("tests"),
        size = size,
        tags = tags,
        deps = deps + ["@gtest//:main"] + precompiled_deps("tests"),
        **kwargs
    )

def sluice_cc_fuzz_test(name, seeds, copts = [], deps = [], tags = [], **kwargs):
    """A fuzz target: `srcs` define LLVMFuzzerTestOneInput. tests/fuzz/README.md tells how to write one.

    With --config=fuzz it is a libFuzzer program, which ./dev fuzz runs. Otherwise it is a small test that replays its seeds.

    Args:
      name: ends in _fuzz_test.
      seeds: label of a filegroup: one input a file, which show the fuzzer what inputs look like.
      copts: beside our warnings.
      deps: as of any library.
      tags: beside `fuzz`.
      **kwargs: as of cc_test.
    """
    native.cc_test(
        name = name,
        args = ["$(rootpaths %s)" % seeds],
        copts = _COPTS + copts,
        data = [seeds],
        linkopts = select({
            "//bazel:fuzzing": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        size = "small",
        tags = tags + ["fuzz"],
        deps = deps + select({
            "//bazel:fuzzing": [],
            "//conditions:default": ["//tests/fuzz:replay_main"],
        }),
        **kwargs
    )
