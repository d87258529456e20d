"""Protos to C++, with the compilers that the operating system brings."""

load("//bazel:precompiled.bzl", "precompiled_copts", "precompiled_deps")

def sluice_proto_library(name, srcs, root, deps = [], grpc = False, visibility = None):
    """A cc_library of the messages (and services) in `srcs`.

    Args:
      name: of the library; `<name>_protos` is the group of its sources, for other languages.
      srcs: the .proto files of this package.
      root: the folder that imports begin at, as a path from the workspace ("api").
      deps: other libraries made here, and @googleapis//:… ones.
      grpc: also generate the services; the library then links gRPC.
      visibility: as everywhere.
    """
    protos = [s[:-len(".proto")] for s in srcs]
    endings = [".pb.cc", ".pb.h"] + ([".grpc.pb.cc", ".grpc.pb.h"] if grpc else [])
    outs = [p + e for p in protos for e in endings]
    sources = [d + "_protos" for d in deps if not d.startswith("@")]
    native.filegroup(name = name + "_protos", srcs = srcs + sources, visibility = visibility)
    native.genrule(
        name = name + "_gen",
        srcs = [":" + name + "_protos", "@googleapis//:protos"],
        outs = outs,
        cmd = " ".join([
            "/usr/bin/protoc -I%s -Iexternal/googleapis -I/usr/include" % root,
            "--cpp_out=$(GENDIR)/%s" % root,
            "--plugin=protoc-gen-grpc=/usr/bin/grpc_cpp_plugin --grpc_out=$(GENDIR)/%s" % root if grpc else "",
        ] + [native.package_name() + "/" + s for s in srcs]),
    )
    native.cc_library(
        name = name,
        srcs = [o for o in outs if o.endswith(".cc")],
        hdrs = [o for o in outs if o.endswith(".h")],
        copts = ["-w"] + precompiled_copts("libraries"),
        # Imports begin at `root`, wherever below it this package lies.
        strip_include_prefix = "/" + root,
        deps = deps + ["@protobuf"] + (["@grpc"] if grpc else []) + precompiled_deps("libraries"),
        visibility = visibility,
    )
