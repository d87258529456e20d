"""Libraries and protos that the operating system, or ./dev setup, provides."""

_SETUP = "; run ./dev setup"

def _run(ctx, command):
    result = ctx.execute(command, environment = {"PKG_CONFIG_PATH": ctx.os.environ.get("PKG_CONFIG_PATH", "")})
    return result.stdout.strip() if result.return_code == 0 else None

def _pkg_config_library_impl(ctx):
    defines, linkopts, include_dirs = [], [], []
    for package in ctx.attr.packages:
        at_least = ctx.attr.at_least.get(package)
        asked = [package + " >= " + at_least] if at_least else [package]
        flags = _run(ctx, ["pkg-config", "--cflags", "--libs"] + asked)
        if flags == None:
            fail("library %s (%s) is missing%s" % (ctx.name, " ".join(asked), _SETUP))
        for flag in flags.split(" "):
            if flag.startswith("-D"):
                if flag[2:] not in defines:
                    defines.append(flag[2:])
            elif flag.startswith("-I"):
                include_dirs.append(flag[2:])
            elif flag.startswith("-L"):
                linkopts += [flag, "-Wl,-rpath," + flag[2:]]
            elif (flag.startswith("-l") or flag.startswith("-Wl,") or flag == "-pthread") and flag not in linkopts:
                linkopts.append(flag)
    if ctx.attr.header and not ctx.path(ctx.attr.header).exists:
        fail("library %s (%s) is missing%s" % (ctx.name, ctx.attr.header, _SETUP))

    # A library outside the system's own include path is seen through a link inside this repository.
    includes = []
    for index, folder in enumerate(include_dirs):
        if folder == "/usr/include" or folder.startswith("/usr/include/"):
            continue
        ctx.symlink(folder, "include%d" % index)
        includes.append("include%d" % index)

    main_library = """
cc_library(
    name = "main",
    linkopts = {linkopts},
    deps = [":{name}"],
)
""".format(linkopts = repr(ctx.attr.main_links), name = ctx.name) if ctx.attr.main_links else ""
    ctx.file("BUILD.bazel", """package(default_visibility = ["//visibility:public"])

cc_library(
    name = "{name}",
    hdrs = glob({globs}, allow_empty = True),
    defines = {defines},
    includes = {includes},
    linkopts = {linkopts},
)
{main_library}""".format(
        name = ctx.name,
        globs = repr([i + "/**/*.h" for i in includes]),
        defines = repr(defines),
        includes = repr(includes),
        linkopts = repr(ctx.attr.links + linkopts),
        main_library = main_library,
    ))

pkg_config_library = repository_rule(
    implementation = _pkg_config_library_impl,
    attrs = {
        "packages": attr.string_list(doc = "Names that pkg-config knows."),
        "at_least": attr.string_dict(doc = "Package to the oldest version that will do."),
        "header": attr.string(doc = "A file that shows that a library without pkg-config file is there."),
        "links": attr.string_list(doc = "Linker flags that pkg-config does not tell."),
        "main_links": attr.string_list(doc = "Linker flags of the target :main, which brings main()."),
    },
    environ = ["PKG_CONFIG_PATH"],
    local = True,
    configure = True,
)

# Which of Google's common protos are compiled, by target.
_GOOGLE_PROTOS = {
    "annotations": ["api/annotations", "api/client", "api/field_behavior", "api/http", "api/launch_stage", "api/resource"],
    "rpc": ["rpc/code", "rpc/error_details", "rpc/status"],
    "longrunning": ["longrunning/operations"],
}
_GOOGLE_PROTO_DEPS = {
    "annotations": [],
    "rpc": [],
    "longrunning": [":annotations", ":rpc"],
}

# Those that hold services.
_GOOGLE_SERVICES = ["longrunning"]

def _google_protos_impl(ctx):
    folder = ctx.os.environ.get("SLUICE_GOOGLE_PROTOS", "")
    if not folder or not ctx.path(folder + "/google/api/annotations.proto").exists:
        fail("Google's common protos are missing" + _SETUP)
    ctx.symlink(folder + "/google", "google")
    build = ["package(default_visibility = [\"//visibility:public\"])\n"]
    for name, protos in _GOOGLE_PROTOS.items():
        sources = ["google/%s.proto" % p for p in protos]
        grpc = name in _GOOGLE_SERVICES
        endings = ["pb.cc", "pb.h"] + (["grpc.pb.cc", "grpc.pb.h"] if grpc else [])
        outs = ["gen/google/%s.%s" % (p, e) for p in protos for e in endings]
        build.append("""
genrule(
    name = "{name}_gen",
    srcs = glob(["google/**/*.proto"]),
    outs = {outs},
    cmd = "/usr/bin/protoc -Iexternal/googleapis -I/usr/include --cpp_out=$(RULEDIR)/gen {grpc_out} " + {sources},
)

cc_library(
    name = "{name}",
    srcs = [f for f in {outs} if f.endswith(".cc")],
    hdrs = [f for f in {outs} if f.endswith(".h")],
    copts = ["-w"],
    includes = ["gen"],
    deps = ["@protobuf"] + {deps},
)
""".format(
            name = name,
            outs = repr(outs),
            sources = repr(" ".join(sources)),
            deps = repr(_GOOGLE_PROTO_DEPS[name] + (["@grpc"] if grpc else [])),
            grpc_out = "--plugin=protoc-gen-grpc=/usr/bin/grpc_cpp_plugin --grpc_out=$(RULEDIR)/gen" if grpc else "",
        ))
    build.append("""
filegroup(
    name = "protos",
    srcs = glob(["google/**/*.proto"]),
)
""")
    ctx.file("BUILD.bazel", "".join(build))

google_protos = repository_rule(
    doc = "The protos of google.api, google.rpc and google.longrunning that setup took from Maven.",
    implementation = _google_protos_impl,
    environ = ["SLUICE_GOOGLE_PROTOS"],
    local = True,
    configure = True,
)
