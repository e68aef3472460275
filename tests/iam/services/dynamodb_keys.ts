/** A JSON object of DynamoDB's. */
export type Item = Record<string, unknown>;

/** The value of a partition key, as `dynamodb:LeadingKeys` has it. */
export function leadingKey(key: Item, hash: string): string | undefined {
  const value = key[hash] as Record<string, string> | undefined;
  return value?.S ?? value?.N ?? value?.B;
}

const EXPRESSIONS = [
  "ProjectionExpression",
  "ConditionExpression",
  "FilterExpression",
  "UpdateExpression",
  "KeyConditionExpression",
];

const WORDS = new Set(["SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "BETWEEN", "IN"]);

/** The top-level attributes that an operation reads or writes, for `dynamodb:Attributes`. */
export function attributesOf(input: Item, items: readonly Item[]): string[] {
  const found = new Set<string>(items.flatMap((item) => Object.keys(item)));
  for (const name of (input.AttributesToGet ?? []) as string[]) found.add(name);
  for (const part of ["AttributeUpdates", "Expected", "KeyConditions"]) {
    for (const name of Object.keys((input[part] ?? {}) as Item)) found.add(name);
  }
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  for (const part of EXPRESSIONS) {
    // A value, a function or what is inside an attribute is none.
    const token = /:\w+|\.[#\w-]+|([#\w-]+)(\s*\()?/g;
    for (const [, word, call] of String(input[part] ?? "").matchAll(token)) {
      const attribute = word !== undefined && !call && !/^\d/.test(word) &&
        !WORDS.has(word.toUpperCase());
      if (attribute) found.add(names[word] ?? word);
    }
  }
  return [...found];
}
