"""Every call over HTTP does what it does over gRPC: the story of reflection_test.py once more, each call made both ways.

Requests are made from the annotations of the protos, which come by reflection; no path is written here.
"""

import contextlib
import copy
import http.client
import json
import re
import unittest
import urllib.parse
import uuid

from google.api import annotations_pb2
from google.protobuf import descriptor_pb2

import reflection_test

# Google's proto gives it no form; the gateway does.
WAIT = {"method": "POST", "path": "/v1/{name=operations/**}:wait", "body": "*"}
# Not GET, and yet only looking.
LOOKS = {"ValidateConnector", "PreviewRecords", "PreviewTableRows", "RenderConnector", "ListTables",
         "PlanOffsetChange", "WaitOperation"}
# Sent again, it answers another secret: the first one is void then.
ONLY_ONCE = {"CreateApiToken"}
# What each answer of these has of its own.
OWN = {"PlanOffsetChange": {"createTime", "etag"}}
STATUS = {"INVALID_ARGUMENT": 400, "FAILED_PRECONDITION": 400, "UNAUTHENTICATED": 401, "PERMISSION_DENIED": 403,
          "NOT_FOUND": 404, "ABORTED": 409, "ALREADY_EXISTS": 409, "RESOURCE_EXHAUSTED": 429, "UNIMPLEMENTED": 501,
          "UNAVAILABLE": 503, "DEADLINE_EXCEEDED": 504}
TARGET_BYTES_MAX = 8192


class RefusedOverHttp(reflection_test.Refused):
    """What HTTP answered instead, in the same words."""

    def __init__(self, status, body):
        error = body["error"]
        Exception.__init__(self, f"{status} {error}")
        assert status == error["code"], self
        # HTTP has numbers of its own for what is too large.
        assert STATUS[error["status"]] == status or (error["status"], status in (413, 414, 431)) == (
            "INVALID_ARGUMENT", True), self
        self.code = error["status"]
        self.message = error["message"]
        self.details = error["details"]
        infos = [detail for detail in self.details if detail["@type"].endswith("/google.rpc.ErrorInfo")]
        assert len(infos) == 1 and infos[0]["domain"] == "sluice", self
        self.reason = infos[0]["reason"]
        self.remedy = infos[0].get("metadata", {}).get("remedy", "")


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def take(request, field_path):
    """The value at `connector.name`, which is then no longer in the request."""
    *above, last = [camel(name) for name in field_path.split(".")]
    for name in above:
        request = request[name]
    return request.pop(last)


def parameters(value, name=""):
    """The fields of a request as a query has them."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from parameters(child, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for child in value:
            yield from parameters(child, name)
    else:
        yield name, {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


class BothWays(reflection_test.Api):
    """Makes each call over HTTP, and over gRPC where that shows that both do the same."""

    def __init__(self, channel, address):
        super().__init__(channel)
        self.address = address

    def rule(self, service, method):
        if method == "WaitOperation":
            return WAIT
        options = descriptor_pb2.MethodOptions.FromString(
            self.methods(service)[method].GetOptions().SerializeToString())
        annotation = options.Extensions[annotations_pb2.http]
        verb = annotation.WhichOneof("pattern")
        return {"method": verb.upper(), "path": getattr(annotation, verb), "body": annotation.body}

    def http_request(self, service, method, request):
        rule = self.rule(service, method)
        request = copy.deepcopy(request)

        def value(variable):
            field_path, _, pattern = variable.group(1).partition("=")
            text = take(request, field_path)
            assert re.fullmatch(pattern.replace("**", ".+").replace("*", "[^/]+"), text), text
            return urllib.parse.quote(text, safe="/")

        target = re.sub(r"\{([^}]*)\}", value, rule["path"])
        body = None
        if rule["body"] == "*":
            body, request = request, {}
        elif rule["body"]:
            body = request.pop(camel(rule["body"]), {})
        query = urllib.parse.urlencode(list(parameters(request)))
        return rule["method"], target + ("?" + query if query else ""), body

    def send(self, method, target, body, timeout=60):
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=timeout)
        headers = {} if body is None else {"Content-Type": "application/json"}
        connection.request(method, target, None if body is None else json.dumps(body), headers)
        return connection, connection.getresponse()

    def over_http(self, service, method, request):
        verb, target, body = self.http_request(service, method, request)
        connection, response = self.send(verb, target, body)
        with contextlib.closing(connection):
            text = response.read()
        answer = json.loads(text)
        if response.status != 200:
            raise RefusedOverHttp(response.status, answer)
        if answer.get("etag"):
            assert response.headers["ETag"] == f'"{answer["etag"]}"', response.headers
        return answer

    def call(self, service, method, **request):
        over_grpc = super().call
        descriptor = self.methods(service)[method]
        _, target, _ = self.http_request(service, method, request)
        if len(target) > TARGET_BYTES_MAX:
            try:
                self.over_http(service, method, request)
            except RefusedOverHttp as refused:
                assert refused.reason == "REQUEST_TOO_LARGE", refused
            return over_grpc(service, method, **request)
        can_repeat = "request_id" in descriptor.input_type.fields_by_name and not request.get("validateOnly")
        if can_repeat:
            request.setdefault("requestId", uuid.uuid4().hex)
        try:
            answer = self.over_http(service, method, request)
        except RefusedOverHttp as refused:
            self.expect_refused_alike(refused, service, method, request)
            raise
        if method in ONLY_ONCE:
            pass
        elif can_repeat:
            again = over_grpc(service, method, **request)
            if descriptor.output_type.full_name == "google.longrunning.Operation":
                assert answer["name"] == again["name"], (answer, again)
            else:
                assert answer == again, (answer, again)
        elif self.rule(service, method)["method"] == "GET" or method in LOOKS:
            answer = self.expect_alike(answer, service, method, request)
        self.called.add((service, method))
        return answer

    def expect_refused_alike(self, refused, service, method, request):
        try:
            super().call(service, method, **request)
        except reflection_test.Refused as other:
            assert (refused.code, refused.reason, refused.remedy) == (other.code, other.reason, other.remedy), (
                refused, other)
            assert len(refused.details) == len(other.details), (refused, other)
            return
        raise AssertionError(f"gRPC does what HTTP refused: {refused}")

    def expect_alike(self, answer, service, method, request):
        """The world moves between two looks; once they must see the same."""
        for _ in range(30):
            other = super().call(service, method, **request)
            compared = (answer.keys() | other.keys()) - OWN.get(method, set())
            if all(answer.get(key) == other.get(key) for key in compared):
                return answer
            answer = self.over_http(service, method, request)
        raise AssertionError(f"{method}: HTTP says {answer}, gRPC says {other}")

    def watch(self, service, method, messages, **request):
        verb, target, body = self.http_request(service, method, request)
        connection, response = self.send(verb, target, body)
        told = []
        with contextlib.closing(connection):
            assert response.status == 200, response.read()
            assert response.headers["Content-Type"].startswith("text/event-stream"), response.headers
            while len(told) < messages:
                line = response.readline().decode()
                assert line, told
                if line.startswith("data: "):
                    told.append(json.loads(line.removeprefix("data: ")))
        for mine, other in zip(told, super().watch(service, method, messages, **request)):
            for moving in ("time", "resumeToken"):
                mine, other = [{k: v for k, v in message.items() if k != moving} for message in (mine, other)]
            assert mine == other, (mine, other)
        return told


class HttpTest(reflection_test.ReflectionTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.api = BothWays(cls.channel, cls.plane.http)

    def test_3_the_document_has_every_call(self):
        connection, response = self.api.send("GET", "/openapi.json", None)
        with contextlib.closing(connection):
            document = json.loads(response.read())
        told = {operation["operationId"] for path in document["paths"].values() for operation in path.values()}
        for service in reflection_test.OURS - {"sluice.v1.WorkerService"}:
            for method in self.api.methods(service):
                self.assertIn(f"{service.removeprefix('sluice.v1.')}_{method}", told)

    def test_4_what_grpc_does_not_know_it_refuses_as_http_does(self):
        call = self.channel.unary_unary("/sluice.v1.ConnectorService/DeployConnector")
        with self.assertRaises(reflection_test.grpc.RpcError) as raised:
            call(b"\x82\xfa\x01\x01a", timeout=30)  # Field 4000, a text.
        self.assertEqual("VALIDATION_FAILED", reflection_test.Refused(raised.exception).reason)
        connection, response = self.api.send("POST", f"/v1/{reflection_test.CONNECTOR}:deploy", {"nobody": "a"})
        with contextlib.closing(connection):
            refused = RefusedOverHttp(response.status, json.loads(response.read()))
        self.assertEqual("VALIDATION_FAILED", refused.reason)


if __name__ == "__main__":
    unittest.main()
