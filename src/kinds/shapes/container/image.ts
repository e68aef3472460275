import { type Infer, object, text } from "../../../schema/field.ts";
import { secretReference } from "../secret.ts";

const pulled = "Fargate pulls the image for every task that it starts";

export const pullPolicy = text({ doc: "When the image is pulled", ignored: pulled });

export const image = object({
  repository: text({
    doc: "Image without its tag: a Docker Hub name, or registry/name",
    required: true,
    pattern: /^[a-z0-9]([\w.\-/:]*[\w])?$/i,
    hint: 'the name of an image, such as "nginx" or "registry.example.com/team/api"',
    example: "123456789012.dkr.ecr.us-east-1.amazonaws.com/api",
  }),
  tag: text({
    doc: "Tag of the image; one that is never moved makes a rollback exact",
    pattern: /^\w[\w.-]{0,127}$/,
    hint: "1 to 128 letters, digits and _.-",
    example: "1.0.0",
  }),
  digest: text({
    doc: "Digest of the image, in place of its tag",
    pattern: /^sha256:[0-9a-f]{64}$/,
    hint: "sha256: and 64 hexadecimal digits",
  }),
  pullPolicy,
  pullSecret: text({
    doc: 'Secret with {"username", "password"} of a private registry, in Secrets Manager',
    ...secretReference,
  }),
}, {
  doc: "Container image",
  required: true,
  atMostOne: ["tag", "digest"],
  shorthand: "repository",
});

export type Image = Infer<typeof image>;
