"""Serves ministack the way the Terraform AWS provider needs it.

ministack reads SERVICES itself. Besides:

    RIG_PORT  on 127.0.0.1; a free one where it is 0
    PATIENCE  least seconds from request to answer (0.01)
    MOTO      host:port of a moto server, for the services that ministack lacks
    TO_MOTO   those services, by the name in a request's credential scope
"""
import asyncio
import http.client
import json
import os
import re

import forgotten
import leash
from hypercorn.config import Config, Sockets

leash.tie()
port = leash.take_port()
# Read as soon as it is loaded.
os.environ["GATEWAY_PORT"] = str(port.getsockname()[1])
os.environ["BIND_HOST"] = "127.0.0.1"
import ministack.app as ministack

# Answered within a millisecond, the provider's Go client now and then repeats a
# request (seen: 1 in 400, with this 0 in 6,000), and a create that was done then
# comes back as "already exists".
PATIENCE = float(os.environ.get("PATIENCE", "0.01"))
MOTO = os.environ.get("MOTO", "")
TO_MOTO = set(os.environ.get("TO_MOTO", "memorydb,application-autoscaling").split(","))

AUTOSCALING_TAG_CALLS = {"ListTagsForResource", "TagResource", "UntagResource"}
KAFKA_V1, KAFKA_V2 = "/v1/clusters/", "/api/v2/clusters/"
HOP_BY_HOP = {b"content-length", b"connection", b"transfer-encoding"}

answer = ministack.app


async def app(scope, receive, send):
    if scope["type"] != "http":
        return await answer(scope, receive, send)
    await asyncio.sleep(PATIENCE)
    headers = {k.decode().lower(): v.decode() for k, v in scope["headers"]}
    service = signed_for(headers)
    operation = headers.get("x-amz-target", "").rpartition(".")[2]
    if service == "application-autoscaling" and operation in AUTOSCALING_TAG_CALLS:
        # moto has none of the three, and the provider lists tags after each create.
        tags = forgotten.tag_call(operation, await read(receive))
        return await reply(send, 200, [(b"content-type", b"application/x-amz-json-1.1")], tags)
    if MOTO and service in TO_MOTO:
        body = await read(receive)
        status, answered, got = await asyncio.to_thread(ask_moto, scope, headers, body)
        if status == 200 and operation == "RegisterScalableTarget":
            forgotten.registered(body, got)
        return await reply(send, status, answered, got)
    if service == "ecs":
        asked = await read(receive)
        status, answered, body = await capture(scope, said(asked))
        if status == 200:
            body = forgotten.with_rebalancing(asked, body)
        return await reply(send, status, answered, body)
    if operation.endswith("ContinuousBackups"):
        asked = await read(receive)
        status, answered, body = await capture(scope, said(asked))
        # The checksum was the other body's.
        answered = [(k, v) for k, v in answered if k.lower() != b"x-amz-crc32"]
        return await reply(send, status, answered, forgotten.with_recovery_days(asked, body))
    if scope["path"] == "/_ministack/reset":
        forgotten.forget()
    if service == "kafka" and scope["method"] == "GET" and scope["path"].startswith(KAFKA_V2):
        return await reply(send, *await describe_kafka(scope, receive))
    if service == "elasticloadbalancing":
        status, answered, body = await capture(scope, receive)
        return await reply(send, status, answered, forgotten.without_page(body))
    if service == "rds":
        status, answered, body = await capture(scope, receive)
        return await reply(send, status, answered, trim_xml(body))
    return await answer(scope, receive, send)


def signed_for(headers):
    """The service that a request is signed for: "s3" of .../20260101/eu-west-1/s3/aws4_request."""
    m = re.search(r"Credential=[^/]*/[^/]*/[^/]*/([^/]*)/", headers.get("authorization", ""))
    return m.group(1) if m else ""


def trim_xml(body):
    """Drop white space around values: Go's decoder refuses "<X>\\n  true\\n</X>"."""
    body = re.sub(rb">\s+([^<>]*?)\s*<", rb">\1<", body)
    return re.sub(rb">([^<>]*?)\s+<", rb">\1<", body)


async def describe_kafka(scope, receive):
    """Answer DescribeClusterV2, which the provider asks, from DescribeCluster."""
    raw = scope.get("raw_path", scope["path"].encode())
    status, headers, body = await capture(
        dict(
            scope,
            path=scope["path"].replace(KAFKA_V2, KAFKA_V1),
            raw_path=raw.replace(KAFKA_V2.encode(), KAFKA_V1.encode()),
        ),
        receive,
    )
    if status == 200:
        info = json.loads(body)["clusterInfo"]
        info = dict(info, clusterType="PROVISIONED", provisioned=info)
        body = json.dumps({"clusterInfo": info}).encode()
    return status, headers, body


def ask_moto(scope, headers, body):
    path = scope.get("raw_path", scope["path"].encode()).decode().split("?")[0]
    if scope["query_string"]:
        path += "?" + scope["query_string"].decode()
    connection = http.client.HTTPConnection(MOTO, timeout=30)
    try:
        connection.request(scope["method"], path, body, headers)
        got = connection.getresponse()
        return got.status, [(k.lower().encode(), v.encode()) for k, v in got.getheaders()], got.read()
    finally:
        connection.close()


async def read(receive):
    body, more = b"", True
    while more:
        event = await receive()
        body += event.get("body", b"")
        more = event.get("more_body", False)
    return body


def said(body):
    """A `receive` that says what was already read."""

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def capture(scope, receive):
    """ministack's whole answer, kept back."""
    events = []

    async def keep(event):
        events.append(event)

    await answer(scope, receive, keep)
    body = b"".join(e.get("body", b"") for e in events)
    return events[0]["status"], events[0]["headers"], body


async def reply(send, status, headers, body):
    headers = [(k, v) for k, v in headers if k.lower() not in HOP_BY_HOP]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


port.setblocking(False)
Config.create_sockets = lambda _: Sockets([], [port], [])
ministack.app = app
ministack.main()
