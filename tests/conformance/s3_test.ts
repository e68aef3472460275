import { VERSIONED } from "../../src/aws/backend/documents.ts";
import { S3 } from "../../src/aws/s3.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import { clientOf } from "../aws/real_world.ts";
import { ministackOfFile, motoOfFile, skipped } from "../rig/emulator_of_file.ts";
import { storeSuite } from "./store.ts";

const servers = {
  ministack: await ministackOfFile({ services: ["s3"] }),
  moto: await motoOfFile(),
};
let count = 0;

for (const [name, server] of Object.entries(servers)) {
  const title = `S3 store on ${name}`;
  if (!server) {
    Deno.test.ignore(`${title} (skipped: ${skipped})`, () => {});
    continue;
  }
  storeSuite(title, async () => {
    const client = clientOf(server.url);
    const bucket = new S3Bucket(client, `store-${++count}`);
    await bucket.create();
    await bucket.put("versioning", VERSIONED);
    return { store: new S3Store(new S3(client), bucket.name), close: () => Promise.resolve() };
  });
}
