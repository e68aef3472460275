import { choice, integer, list, map, type Meta, object, text } from "./field.ts";

/**
 * AWS tags: what every service takes in their names and values (AWS Tagging, "Tag naming limits and
 * requirements"); EC2 and a few others take more.
 */
export const tags = <const M extends Meta>(about: M, what = "tag") =>
  map(
    text({
      doc: `Value of the ${what}`,
      maxLength: 256,
      // Variables in labels are filled in later.
      pattern: /^([\p{L}\p{Z}\p{N}_.:/=+\-@]|\$\{[^}]*\})*$/u,
      hint: "letters, digits, spaces and _.:/=+-@",
    }),
    {
      ...about,
      keyPattern: /^(?!aws:|panka:)[\w\s.:/=+\-@]{1,128}$/,
      keyHint: "1 to 128 letters, digits and _.:/=+-@, not starting with aws: or panka:",
    },
  );

const rule = object({
  port: integer({ doc: "First port", min: 0, max: 65535, required: true }),
  toPort: integer({ doc: "Last port; the same as port when absent", min: 0, max: 65535 }),
  protocol: choice(["tcp", "udp"], { doc: "Protocol", default: "tcp" }),
  cidrBlocks: list(
    text({
      doc: "IPv4 CIDR block",
      pattern: /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/,
      hint: "a CIDR block such as 10.0.0.0/16",
    }),
    { doc: "CIDR blocks that may connect", required: true, min: 1 },
  ),
  // EC2, IpRange.
  description: text({
    doc: "Why this is open",
    maxLength: 255,
    pattern: /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/,
    hint: "letters without accents, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
  }),
}, { doc: "One rule" });

/** What lets addresses into a security group. */
export const ingressRules = (doc: string) => list(rule, { doc, default: [] });
