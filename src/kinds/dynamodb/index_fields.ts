import { choice, integer, list, object, text } from "../../schema/field.ts";

export const keyFields = {
  name: text({
    doc: "Name of the attribute",
    required: true,
    // 255 bytes: "Quotas in Amazon DynamoDB".
    minLength: 1,
    maxLength: 255,
    example: "id",
  }),
  type: choice(["S", "N", "B"], {
    doc: "S: text, N: number, B: bytes",
    default: "S",
    spellings: { string: "S", number: "N", binary: "B" },
  }),
};

const indexName = text({
  doc: "Name of the index",
  required: true,
  pattern: /^[A-Za-z0-9_.-]{3,255}$/,
  hint: "3 to 255 letters, digits and _.-",
});

const projection = choice(["ALL", "KEYS_ONLY", "INCLUDE"], {
  doc: "Attributes that are copied into the index",
  default: "ALL",
  aliases: ["projectionType"],
});

const nonKeyAttributes = list(text({ doc: "Name of an attribute" }), {
  doc: "Attributes to copy with projection INCLUDE",
  unique: "",
});

/** "Quotas in Amazon DynamoDB": 40,000 units for a table, unless raised. */
export const capacity = (doc: string) => integer({ doc, min: 1, max: 40_000 });

export const globalIndex = object({
  name: indexName,
  hashKey: object(keyFields, { doc: "Its partition key", required: true, shorthand: "name" }),
  rangeKey: object(keyFields, { doc: "Its sort key", shorthand: "name" }),
  projection,
  nonKeyAttributes,
  readCapacity: capacity("Reads per second with PROVISIONED; default: the table's"),
  writeCapacity: capacity("Writes per second with PROVISIONED; default: the table's"),
}, { doc: "Index with a key of its own" });

export const localIndex = object({
  name: indexName,
  rangeKey: object(keyFields, { doc: "Its sort key", required: true, shorthand: "name" }),
  projection,
  nonKeyAttributes,
}, { doc: "Index with the table's partition key and another sort key" });
