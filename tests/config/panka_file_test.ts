import assert from "node:assert/strict";
import { findPankaFile, readPankaFile } from "../../src/config/panka_file.ts";
import { memoryFiles } from "../memory_files.ts";

const read = (text: string | Uint8Array, path = "/repo/.panka.yaml") =>
  readPankaFile(memoryFiles({ [path]: text }), path);

Deno.test("readPankaFile() reads every setting with its place", () => {
  const { settings, diagnostics } = read(
    "backend:\n  bucket: acme\n  table: locks\ntenant: shop\nenvironment: test\nregion: eu-west-1\n",
  );
  assert.deepEqual(diagnostics, []);
  const told = Object.entries(settings).map(([key, { value, place }]) =>
    `${key}=${value}:${place!.line}`
  );
  assert.deepEqual(told, [
    "backend.bucket=acme:2",
    "backend.table=locks:3",
    "tenant=shop:4",
    "env=test:5",
    "region=eu-west-1:6",
  ]);
});

Deno.test("readPankaFile() tells of unknown keys with the nearest name, and keeps the rest", () => {
  const { settings, diagnostics } = read("tenent: shop\nbackend: {bucket: acme}\n");
  assert.equal(diagnostics[0]!.fix, 'rename it to "tenant"');
  assert.equal(diagnostics[0]!.place!.line, 1);
  assert.equal(settings["backend.bucket"]!.value, "acme");
});

Deno.test("readPankaFile() refuses a token, and does not keep it", () => {
  const { settings, diagnostics } = read("tenantToken: s3cret\n");
  assert.equal(diagnostics[0]!.code, "secret-in-file");
  assert.equal(settings.tenantToken, undefined);
  assert.ok(!diagnostics[0]!.summary.includes("s3cret"));
});

Deno.test("readPankaFile() means relative paths from the file's folder on", () => {
  const { settings } = read("backend: {directory: ./state}\npulumi: bin/pulumi\n");
  assert.equal(settings["backend.directory"]!.value, "/repo/state");
  assert.equal(settings.pulumi!.value, "/repo/bin/pulumi");
  assert.equal(read("backend: {directory: /srv}\n").settings["backend.directory"]!.value, "/srv");
});

Deno.test("readPankaFile() says what is wrong with what is no configuration", () => {
  const codes = (text: string | Uint8Array) => read(text).diagnostics.map((d) => d.code);
  assert.deepEqual(codes(""), []);
  assert.deepEqual(codes("# only a comment\n"), []);
  assert.deepEqual(codes("a: [1\n"), ["syntax"]);
  assert.deepEqual(codes("- a\n"), ["wrong-value"]);
  assert.deepEqual(codes("tenant: a\n---\ntenant: b\n"), ["second-document"]);
  assert.deepEqual(codes(new Uint8Array([0xff, 0xfe, 0x00])), ["unreadable"]);
  assert.deepEqual(codes(" ".repeat(70_000)), ["unreadable"]);
  assert.deepEqual(codes("region: Ireland\n"), ["wrong-value"]);
});

Deno.test("findPankaFile() goes up to the repository's root, and not beyond it or home", () => {
  const tree = {
    "/.panka.yaml": "",
    "/home/me/.panka.yaml": "",
    "/home/me/repo/.git/HEAD": "",
    "/home/me/repo/.panka.yaml": "",
    "/home/me/repo/stacks/a/stack.yaml": "",
    "/home/me/other/.git/HEAD": "",
    "/home/me/other/x/stack.yaml": "",
    "/srv/x/stack.yaml": "",
  };
  const find = (folder: string) => findPankaFile(memoryFiles(tree), folder, "/home/me");
  assert.equal(find("/home/me/repo/stacks/a"), "/home/me/repo/.panka.yaml");
  assert.equal(find("/home/me/other/x"), undefined);
  assert.equal(find("/home/me/loose"), undefined);
  assert.equal(find("/srv/x"), undefined);
});
