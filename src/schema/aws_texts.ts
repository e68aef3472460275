import { map, type Meta, text } from "./field.ts";

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

/** What a rule of a security group is for: EC2, IpRange. */
export const ruleDescription = text({
  doc: "Why this is open",
  maxLength: 255,
  pattern: /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]*$/,
  hint: "letters without accents, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
});
