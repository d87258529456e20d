"""C++ targets of this house: Bazel's own rules with our warnings."""

_COPTS = ["-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-Wno-sign-compare", "-Wno-missing-field-initializers"]

def sluice_cc_library(name, copts = [], **kwargs):
    """A cc_library whose warnings are errors."""
    native.cc_library(name = name, copts = _COPTS + copts, **kwargs)

def sluice_cc_binary(name, copts = [], **kwargs):
    """A program."""
    native.cc_binary(name = name, copts = _COPTS + copts, **kwargs)

def sluice_cc_test(name, copts = [], deps = [], size = "small", tags = [], **kwargs):
    """A GoogleTest program. Tag `threads`: it also runs under the thread sanitizer and links no gRPC."""
    native.cc_test(
        name = name,
        copts = _COPTS + copts,
        size = size,
        tags = tags,
        deps = deps + ["@gtest//:main"],
        **kwargs
    )
