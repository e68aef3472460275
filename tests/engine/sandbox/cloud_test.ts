import assert from "node:assert/strict";
import { Cloud, type CloudFile, type CloudResource } from "../../../src/engine/sandbox/cloud.ts";
import { MemoryCloud } from "../../../src/engine/sandbox/memory_cloud.ts";

const queue = (name: string): CloudResource => ({
  type: "aws:sqs/queue:Queue",
  id: `https://sqs/${name}`,
  unit: "shop-dev",
  key: `shop/${name}/queue`,
  physicalName: name,
  properties: { name },
  attributes: {},
});

const namesIn = async (file: CloudFile) =>
  (await Cloud.open(file)).all().map(({ physicalName }) => physicalName).sort();

Deno.test("Cloud save() writes what changed, not what is there, and settle() makes one line of it", async () => {
  const file = new MemoryCloud();
  let written = 0;
  const counted: CloudFile = {
    read: () => file.read(),
    append: (line) => file.append(line).finally(() => written += line.length),
    update: (change) => file.update(change),
  };
  const names = Array.from({ length: 100 }, (_, n) => `queue-${n}`);
  const cloud = await Cloud.open(counted);
  for (const name of names) {
    cloud.put(queue(name));
    await cloud.save();
  }
  cloud.delete(queue("queue-7").type, queue("queue-7").id);
  await cloud.save();
  assert.ok(written < 101 * 2 * JSON.stringify(queue("queue-99")).length, `${written} bytes`);
  const left = names.filter((name) => name !== "queue-7").sort();
  assert.deepEqual(await namesIn(file), left);
  await cloud.settle();
  assert.equal(JSON.parse(file.text!).resources.length, 99);
  assert.deepEqual(await namesIn(file), left);
});

Deno.test("Cloud open() takes a file that was cut off anywhere for what was there before, and goes on from it", async () => {
  const before = new MemoryCloud();
  const first = await Cloud.open(before);
  first.put(queue("one"));
  await first.save();
  const after = new MemoryCloud(before.text);
  const second = await Cloud.open(after);
  second.put(queue("zwölf"));
  second.delete(queue("one").type, queue("one").id);
  await second.save();
  const bytes = new TextEncoder().encode(after.text);
  for (let end = before.text!.length; end <= bytes.length; end++) {
    const cut = new MemoryCloud(new TextDecoder().decode(bytes.subarray(0, end)));
    const expected = end === bytes.length ? ["zwölf"] : ["one"];
    assert.deepEqual(await namesIn(cut), expected, `cut at ${end}`);
    const next = await Cloud.open(cut);
    next.put(queue("two"));
    await next.save();
    assert.deepEqual(await namesIn(cut), [...expected, "two"].sort(), `went on at ${end}`);
    await next.settle();
    assert.deepEqual(JSON.parse(cut.text!).resources.length, 2);
  }
});

Deno.test("Cloud save() sees what others did meanwhile, whether they settled it or not", async () => {
  for (const settles of [false, true]) {
    const file = new MemoryCloud();
    const [ann, bob] = [await Cloud.open(file), await Cloud.open(file)];
    ann.put(queue("one"));
    await ann.save();
    bob.put(queue("two"));
    await bob.save();
    bob.delete(queue("two").type, queue("two").id);
    bob.put(queue("three"));
    await bob.save();
    if (settles) await bob.settle();
    ann.put(queue("four"));
    await ann.save();
    for (const cloud of [ann, await Cloud.open(file)]) {
      const names = cloud.all().map(({ physicalName }) => physicalName).sort();
      assert.deepEqual(names, ["four", "one", "three"]);
    }
    const { type } = queue("three");
    assert.deepEqual(ann.named(type, "three"), [queue("three")]);
    assert.deepEqual(ann.named(type, "two"), []);
    assert.deepEqual(ann.madeBy(type, "shop/one/queue"), [queue("one")]);
  }
});

Deno.test("Cloud open() refuses what is no cloud", async () => {
  await assert.rejects(Cloud.open(new MemoryCloud("hello")), SyntaxError);
  await assert.rejects(
    Cloud.open(new MemoryCloud('{"version":2,"resources":[]}')),
    /has version 2; this panka reads 1/,
  );
});
