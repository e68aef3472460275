"""Writes sigv4_vectors.json: requests and the signatures that botocore gives them.

Run with a Python that has botocore: .cache/servers/venv/bin/python tests/aws/sigv4_vectors.py
"""
import datetime
import json
import os
import random
import urllib.parse

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEY = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
AT = datetime.datetime(2015, 8, 30, 12, 36, 0, tzinfo=datetime.timezone.utc)


class Clock(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return AT.replace(tzinfo=None)

    @classmethod
    def now(cls, tz=None):
        return AT


auth.datetime.datetime = Clock
if hasattr(auth, "get_current_datetime"):
    auth.get_current_datetime = lambda *a, **k: AT.replace(tzinfo=None)


def case(name, method="GET", url="https://example.amazonaws.com/", headers=None, body="",
         service="service", region="us-east-1", token=None):
    request = AWSRequest(method=method, url=url, headers=headers or {}, data=body.encode())
    if service == "s3":
        signer = auth.S3SigV4Auth
        # Otherwise it would leave the body out over https.
        request.context["client_config"] = None
        request.context["payload_signing_enabled"] = True
        request.context["s3"] = {}
    else:
        signer = auth.SigV4Auth
    s = signer(Credentials(KEY, SECRET, token), service, region)
    if service == "s3":
        s._should_sha256_sign_payload = lambda request: True
    s.add_auth(request)
    fields = dict(p.strip().split("=", 1) for p in
                  request.headers["Authorization"].split(" ", 1)[1].split(","))
    return {"name": name, "method": method, "url": url, "headers": headers or {}, "body": body,
            "service": service, "region": region, **({"token": token} if token else {}),
            "signedHeaders": fields["SignedHeaders"], "signature": fields["Signature"]}


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UNRESERVED = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
base = "https://example.amazonaws.com"

# The names and requests of AWS's published test suite.
suite = [
    case("get-vanilla"),
    case("get-vanilla-query", url=base + "/"),
    case("get-vanilla-empty-query-key", url=base + "/?Param1=value1"),
    case("get-vanilla-query-order-key", url=base + "/?Param1=value2&Param1=Value1"),
    case("get-vanilla-query-order-key-case", url=base + "/?Param2=value2&Param1=value1"),
    case("get-vanilla-query-order-value", url=base + "/?Param1=value2&Param1=value1"),
    case("get-vanilla-query-unreserved", url=f"{base}/?{UNRESERVED}={UNRESERVED}"),
    case("get-vanilla-utf8-query", url=base + "/?" + urllib.parse.quote("ሴ") + "=bar"),
    case("get-unreserved", url=f"{base}/{UNRESERVED}"),
    case("get-header-key-duplicate", headers={"My-Header1": "value2,value2,value1"}),
    case("get-header-value-order", headers={"My-Header1": "value4,value1,value3,value2"}),
    case("get-header-value-trim", headers={"My-Header1": " value1", "My-Header2": ' "a   b   c"'}),
    case("post-vanilla", "POST"),
    case("post-vanilla-query", "POST", url=base + "/?Param1=value1"),
    case("post-header-key-case", "POST"),
    case("post-header-key-sort", "POST", headers={"My-Header1": "value1"}),
    case("post-header-value-case", "POST", headers={"My-Header1": "VALUE1"}),
    case("post-sts-header-before", "POST", token="AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="),
    case("post-x-www-form-urlencoded", "POST", headers=FORM, body="Param1=value1"),
    case("post-x-www-form-urlencoded-parameters", "POST", body="Param1=value1",
         headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf8"}),
]

# What panka sends, with keys that are easy to encode wrongly.
r = random.Random(7)
quote = lambda s: urllib.parse.quote(s, safe="-_.~")
ours = []
chars = "abz019 -_.~!*'()%+&=?#:;@,$\\\"<>éü日😀"
for i in range(16):
    key = "/".join("k" + "".join(r.choice(chars) for _ in range(r.randint(1, 12))) for _ in range(r.randint(1, 4)))
    url = "https://bucket.s3.eu-west-1.amazonaws.com/" + "/".join(map(quote, key.split("/")))
    query = {n: "".join(r.choice(chars) for _ in range(r.randint(0, 8)))
             for n in r.sample(["prefix", "versionId", "key-marker", "list-type", "versions"], r.randint(0, 3))}
    if query:
        url += "?" + "&".join(f"{n}={quote(v)}" for n, v in query.items())
    put = r.random() < 0.5
    ours.append(case(f"s3 {i}", "PUT" if put else "GET", url, {"if-match": '"abc"'} if put else {},
                     "body é" if put else "", "s3", "eu-west-1", "token/+=" if r.random() < 0.5 else None))
ours.append(case("dynamodb", "POST", "https://dynamodb.eu-west-1.amazonaws.com/",
                 {"content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.GetItem"},
                 '{"TableName":"t"}', "dynamodb", "eu-west-1", "tok"))
ours.append(case("sts", "POST", "https://sts.eu-west-1.amazonaws.com/", FORM,
                 "Action=GetCallerIdentity&Version=2011-06-15", "sts", "eu-west-1"))
ours.append(case("path of another service is encoded twice", "GET",
                 "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/a%3Ab%2Fc%20d", {}, "", "lambda", "eu-west-1"))

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "sigv4_vectors.json"), "w") as f:
    json.dump({"suite": suite, "ours": ours}, f, indent=2, ensure_ascii=False)
    f.write("\n")
