"""Headers that are compiled once, for all files that include them: building takes about half the time.

GCC takes a precompiled header only when its own flags are the same, and otherwise reads the header itself. So the rule
compiles with exactly the flags that Bazel gives to every file of the configuration.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

def _precompiled_header_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features,
    )
    context = cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps]).compilation_context
    variables = cc_common.create_compile_variables(
        cc_toolchain = toolchain,
        feature_configuration = features,
        include_directories = context.includes,
        preprocessor_defines = context.defines,
        quote_include_directories = context.quote_includes,
        system_include_directories = context.system_includes,
        use_pic = True,
        user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts,
    )

    # The header has another path than its source: GCC looks for the compiled one beside the first that it finds.
    header = ctx.actions.declare_file("precompiled/" + ctx.file.header.basename)
    compiled = ctx.actions.declare_file("precompiled/" + ctx.file.header.basename + ".gch")
    ctx.actions.symlink(output = header, target_file = ctx.file.header)
    ctx.actions.run(
        arguments = cc_common.get_memory_inefficient_command_line(
            action_name = CPP_COMPILE_ACTION_NAME,
            feature_configuration = features,
            variables = variables,
        ) + ["-x", "c++-header", ctx.file.header.path, "-o", compiled.path],
        env = cc_common.get_environment_variables(
            action_name = CPP_COMPILE_ACTION_NAME,
            feature_configuration = features,
            variables = variables,
        ),
        executable = cc_common.get_tool_for_action(
            action_name = CPP_COMPILE_ACTION_NAME,
            feature_configuration = features,
        ),
        inputs = depset([ctx.file.header], transitive = [context.headers, toolchain.all_files]),
        mnemonic = "PrecompiledHeader",
        outputs = [compiled],
    )

    # No include paths and nothing to link: who depends on it may include no more than before.
    return [CcInfo(compilation_context = cc_common.create_compilation_context(headers = depset([header, compiled])))]

precompiled_header = rule(
    attrs = {
        "deps": attr.label_list(doc = "Libraries whose headers it includes.", providers = [CcInfo]),
        "header": attr.label(allow_single_file = [".h"], doc = "What is compiled.", mandatory = True),
        "_cc_toolchain": attr.label(default = Label("@bazel_tools//tools/cpp:current_cc_toolchain")),
    },
    doc = "Include it by `-include bazel/precompiled/<header>`.",
    fragments = ["cpp"],
    implementation = _precompiled_header_impl,
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def precompiled_copts(name):
    """Compiler options that make every file begin with the precompiled header `name`, where that is switched on."""
    return select({
        "//bazel:precompiled": ["-include", "bazel/precompiled/%s.h" % name],
        "//conditions:default": [],
    })

def precompiled_deps(name):
    """The dependency that goes with precompiled_copts."""
    return select({
        "//bazel:precompiled": ["//bazel:%s_headers" % name],
        "//conditions:default": [],
    })
