import assert from "node:assert/strict";
import { AwsError, NoAnswer, parseErrorAnswer } from "../../src/aws/errors.ts";
import { explain } from "../../src/aws/explain.ts";
import type { AwsRequest } from "../../src/aws/request.ts";

const REQUEST: AwsRequest = {
  service: "s3",
  operation: "GetObject",
  method: "GET",
  bucket: "states",
  repeat: "always",
};

function parse(status: number, body: string, headers: Record<string, string> = {}) {
  return parseErrorAnswer(status, new Headers(headers), new TextEncoder().encode(body));
}

function explained(code: string, more: Partial<AwsRequest> = {}, region?: string) {
  const answer = { code, message: "m", status: 400, region };
  return explain(new AwsError({ ...REQUEST, ...more }, answer, new Headers()));
}

Deno.test("parseErrorAnswer() reads S3's, STS's, EC2's and the JSON form", () => {
  const s3 = parse(
    404,
    `<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>gone &amp; lost</Message><RequestId>R1</RequestId></Error>`,
  );
  assert.deepEqual(
    [s3.code, s3.message, s3.requestId, s3.status],
    ["NoSuchKey", "gone & lost", "R1", 404],
  );
  const sts = parse(
    403,
    `<ErrorResponse xmlns="x"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>R2</RequestId></ErrorResponse>`,
  );
  assert.deepEqual([sts.code, sts.requestId], ["AccessDenied", "R2"]);
  const ec2 = parse(
    400,
    `<Response><Errors><Error><Code>Bad</Code><Message>b</Message></Error></Errors><RequestID>R3</RequestID></Response>`,
  );
  assert.deepEqual([ec2.code, ec2.requestId], ["Bad", "R3"]);
  const dynamodb = parse(
    400,
    `{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Message":"c","Item":{"a":{"N":"1"}}}`,
    { "x-amzn-requestid": "R4" },
  );
  assert.deepEqual(
    [dynamodb.code, dynamodb.message, dynamodb.requestId, dynamodb.json?.Item],
    ["ConditionalCheckFailedException", "c", "R4", { a: { N: "1" } }],
  );
  const typed = parse(400, "{}", { "x-amzn-errortype": "TooManyRequestsException:http://x/" });
  assert.equal(typed.code, "TooManyRequestsException");
});

Deno.test("parseErrorAnswer() gives the status as the code when the body can't be read", () => {
  for (const body of ["", "<html><p>Bad gateway</html>", "oops", "null", "[1]", "<Error>"]) {
    assert.equal(parse(502, body).code, "Http502", body);
  }
});

Deno.test("explain() says in which region the bucket is, and how to set it", () => {
  const { summary, fix } = explained("PermanentRedirect", {}, "eu-west-1");
  assert.equal(summary, 'The bucket "states" is in "eu-west-1"');
  assert.match(fix!, /--region/);
});

Deno.test("explain() has a summary and a fix for the common errors", () => {
  for (
    const code of [
      "ExpiredToken",
      "ExpiredTokenException",
      "AccessDenied",
      "AccessDeniedException",
      "NoSuchBucket",
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "SignatureDoesNotMatch",
      "AuthorizationHeaderMalformed",
      "RequestTimeTooSkewed",
      "SlowDown",
    ]
  ) {
    const { summary, fix } = explained(code);
    assert.ok(fix && !summary.endsWith("."), code);
  }
  assert.match(explained("AccessDenied").summary, /s3:GetObject on the bucket "states"/);
});

Deno.test("explain() tells a name that can't be resolved from a host that can't be reached", () => {
  const of = (sent: boolean, what: string) => explain(new NoAnswer(REQUEST, "h:1", sent, what));
  assert.match(of(false, "client error (Connect): dns error: no").summary, /can't be resolved/);
  assert.match(of(false, "tcp connect error").summary, /can't be reached/);
  assert.match(of(false, "invalid peer certificate: UnknownIssuer").fix!, /AWS_CA_BUNDLE/);
  assert.match(of(true, "no answer within 30 s").summary, /No answer/);
});

Deno.test("explain() keeps AWS's own words for any other error", () => {
  assert.match(explained("Odd").summary, /Odd: m/);
  assert.equal(explain(new Error("plain")).summary, "plain");
});
