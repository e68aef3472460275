import assert from "node:assert/strict";
import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { VERSIONED } from "../../src/aws/backend/documents.ts";
import { listItems } from "../../src/aws/listing.ts";
import { S3 } from "../../src/aws/s3.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { readKeysPage, readVersionsPage } from "../../src/aws/s3_listing.ts";
import { findTagged } from "../../src/aws/tagging.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { clientOf } from "./real_world.ts";

const server = await ministackOfFile({ services: ["s3"] });

/** A client that is answered by these pages in turn; the queries or bodies that it sent. */
function paged(pages: string[]) {
  const sent: string[] = [];
  const client = clientOf("http://aws.test", {
    send: async (url, init) => {
      sent.push(new URL(url).search + await new Response(init.body).text());
      return new Response(pages[sent.length - 1]);
    },
  });
  return { client, sent };
}

const version = (key: string, id: string, tag = "Version") =>
  `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest><ETag>"e"</ETag><Size>1</Size><LastModified>2026-01-02T03:04:05.000Z</LastModified></${tag}>`;
const versionsPage = (inside: string, more = "") =>
  `<ListVersionsResult xmlns="x"><IsTruncated>${
    more !== ""
  }</IsTruncated>${more}${inside}</ListVersionsResult>`;

Deno.test("listVersions() goes on inside a key, leaves out delete markers, and stops at longer keys", async () => {
  const { client, sent } = paged([
    versionsPage(
      version("a%2Bb", "3") + version("a%2Bb", "2", "DeleteMarker"),
      "<NextKeyMarker>a%2Bb</NextKeyMarker><NextVersionIdMarker>2&amp;</NextVersionIdMarker>",
    ),
    versionsPage(
      version("a%2Bb", "1") + version("a%2Bbc", "9"),
      "<NextKeyMarker>a%2Bbc</NextKeyMarker><NextVersionIdMarker>9</NextVersionIdMarker>",
    ),
  ]);
  const found = await new S3(client).listVersions("bucket", "a+b");
  assert.deepEqual(found.map(({ versionId }) => versionId), ["3", "1"]);
  assert.equal(sent.length, 2);
  assert.match(sent[1]!, /key-marker=a%2Bb&version-id-marker=2%26/);
});

Deno.test("listKeys() goes on with the token of each page", async () => {
  const page = (key: string, more = "") =>
    `<ListBucketResult><IsTruncated>${
      more !== ""
    }</IsTruncated>${more}<Contents><Key>${key}</Key></Contents></ListBucketResult>`;
  const { client, sent } = paged([
    page("a+b%2Bc", "<NextContinuationToken>t/1=</NextContinuationToken>"),
    page("d"),
  ]);
  assert.deepEqual(await new S3(client).listKeys("bucket", "p/"), ["a b+c", "d"]);
  assert.match(sent[1]!, /continuation-token=t%2F1%3D/);
});

Deno.test("scan() goes on from the last key of each page", async () => {
  const { client, sent } = paged([
    JSON.stringify({ Items: [{ k: { S: "a" } }], LastEvaluatedKey: { k: { S: "a" } } }),
    JSON.stringify({ Items: [], LastEvaluatedKey: { k: { S: "b" } } }),
    JSON.stringify({ Items: [{ k: { S: "c" } }] }),
  ]);
  const items = await new DynamoDb(client).scan({ TableName: "t", ConsistentRead: true });
  assert.deepEqual(items.map(({ k }) => k!.S), ["a", "c"]);
  assert.deepEqual(JSON.parse(sent[2]!).ExclusiveStartKey, { k: { S: "b" } });
});

Deno.test("a page that is cut or not S3's is an error, and not an empty list", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (
    const body of [
      "",
      "<html></html>",
      "<ListBucketResult><IsTruncated>false</IsTruncated>",
      "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
      "<ListBucketResult><Contents/></ListBucketResult>",
    ]
  ) assert.throws(() => readKeysPage(bytes(body)), SyntaxError, body);
  for (
    const body of [
      "<ListBucketResult/>",
      "<ListVersionsResult><Version><Key>k</Key></Version></ListVersionsResult>",
      "<ListVersionsResult><IsTruncated>true</IsTruncated></ListVersionsResult>",
    ]
  ) assert.throws(() => readVersionsPage(bytes(body)), SyntaxError, body);
});

Deno.test({
  name: `listVersions() finds 1005 versions on ministack${skipped ? ` (skipped: ${skipped})` : ""}`,
  ignore: !server,
  async fn() {
    const client = clientOf(server!.url);
    const bucket = new S3Bucket(client, "many");
    const s3 = new S3(client);
    await bucket.create();
    await bucket.put("versioning", VERSIONED);
    const body = new Uint8Array([1]);
    const written = await Promise.all(
      Array.from({ length: 1005 }, () => s3.putObject("many", "k", body, {})),
    );
    const found = await s3.listVersions("many", "k");
    assert.deepEqual(
      found.map(({ versionId }) => versionId).sort(),
      written.map(({ versionId }) => versionId).sort(),
    );
    assert.equal((await s3.headObject("many", "k")).versionId, found[0]!.versionId);
    assert.equal((await s3.headObject("many", "k")).size, 1);
  },
});

Deno.test("findTagged() asks for twenty values at a time, and for all pages", async () => {
  const values = Array.from({ length: 25 }, (_, i) => `v${i}`);
  const page = (token: string, ...found: [arn: string, value: string][]) =>
    JSON.stringify({
      PaginationToken: token,
      ResourceTagMappingList: found.map(([ResourceARN, Value]) => ({
        ResourceARN,
        Tags: [{ Key: "other", Value: "x" }, { Key: "panka:resource", Value }],
      })),
    });
  const { client, sent } = paged([
    page("more", ["arn:1", "v0"]),
    page("", ["arn:2", "v0"], ["arn:3", "v1"]),
    page(""),
  ]);
  assert.deepEqual(
    await findTagged(client, "panka:resource", values),
    new Map([["v0", ["arn:1", "arn:2"]], ["v1", ["arn:3"]]]),
  );
  const filters = (some: string[]) => [{ Key: "panka:resource", Values: some }];
  assert.deepEqual(sent.map((body) => JSON.parse(body)), [
    { TagFilters: filters(values.slice(0, 20)) },
    { TagFilters: filters(values.slice(0, 20)), PaginationToken: "more" },
    { TagFilters: filters(values.slice(20)) },
  ]);
});

Deno.test("listItems() asks for all pages, each as the service wants it", async () => {
  const { client, sent } = paged(['{"items":[1],"nextToken":"a/b"}', '{"items":[2]}']);
  assert.deepEqual(
    await listItems(client, {
      service: "apigateway",
      operation: "GetRoutes",
      path: "/v2/apis/a/routes",
      items: "items",
    }),
    [1, 2],
  );
  assert.deepEqual(sent, ["", "?nextToken=a%2Fb"]);
  const files = paged(['{"MountTargets":[1],"NextMarker":"m"}', '{"MountTargets":[]}']);
  const query = { FileSystemId: "fs-1" };
  const path = "/2015-02-01/mount-targets";
  assert.deepEqual(
    await listItems(files.client, {
      service: "elasticfilesystem",
      operation: "DescribeMountTargets",
      path,
      query,
      items: "MountTargets",
    }),
    [1],
  );
  assert.deepEqual(files.sent, ["?FileSystemId=fs-1", "?FileSystemId=fs-1&Marker=m"]);
});
