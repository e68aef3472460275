import { tags } from "../../schema/aws_texts.ts";
import { boolean, choice, object, text } from "../../schema/field.ts";

/** "Bucket naming rules". */
const bucketName = {
  pattern: /^(?!xn--|sthree-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  hint: "3 to 63 lower-case letters, digits, dots and dashes",
};

export const ACLS = [
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
  "log-delivery-write",
] as const;

export const bucket = object({
  name: text({
    doc: "Name, unique in all of AWS; default: made of stack, component, account and region",
    ...bucketName,
    replaces: "AWS can't rename a bucket",
  }),
  acl: choice(ACLS, {
    doc: "Canned access list; anything but private needs publicAccessBlock to let it",
    default: "private",
  }),
  forceDestroy: boolean({
    doc: "Delete it with all it holds when it is destroyed",
    default: false,
  }),
  tags: tags({ doc: "Older place of tags", movedTo: "tags", default: {} }),
}, { doc: "The bucket itself", default: {} });
