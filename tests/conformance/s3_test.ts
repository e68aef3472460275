import { S3 } from "../../src/aws/s3.ts";
import { VERSIONED } from "../../src/aws/backend/documents.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import { clientOf } from "../aws/real_world.ts";
import { ministackOfFile, skipped } from "../rig/ministack_of_file.ts";
import { storeSuite } from "./store.ts";

const server = await ministackOfFile({ services: ["s3"] });
let count = 0;

if (server) {
  storeSuite("S3 store on ministack", async () => {
    const client = clientOf(server.url);
    const bucket = new S3Bucket(client, `store-${++count}`);
    await bucket.create();
    await bucket.put("versioning", VERSIONED);
    return { store: new S3Store(new S3(client), bucket.name), close: () => Promise.resolve() };
  });
} else Deno.test.ignore(`S3 store on ministack (skipped: ${skipped})`, () => {});
