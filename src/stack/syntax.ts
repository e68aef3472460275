/** What YAML's parser says, in words that help: summary and fix by what its reason contains. */
const KNOWN: readonly [RegExp, string, string][] = [
  [/tab/i, "a tab can't indent YAML", "use spaces"],
  [
    /duplicated mapping key/i,
    "this key is there twice in one mapping",
    "remove or rename one of the two",
  ],
  [
    /nesting|depth/i,
    "nested deeper than 64 levels",
    "flatten it; no panka document needs more than 10",
  ],
  [
    /alias/i,
    "aliases can't be resolved here",
    "write the value out instead of using anchors and aliases",
  ],
  [/merge/i, "merge keys can't be resolved here", "write the values out instead of using <<"],
  [
    /unexpected end of the stream|closing|flow/i,
    "a bracket, brace or quote is not closed",
    "close it, or put the value in quotes",
  ],
  [
    /bad indentation|indent/i,
    "indentation does not fit what is above",
    "line the key up with its neighbours, two spaces a level",
  ],
  [
    /mapping/i,
    "a mapping can't stand here",
    "check the colon and the indentation, or put the value in quotes",
  ],
  [
    /multiline|multi-line|implicit key/i,
    "a key is missing its colon",
    'add ": " after the key, or put the text in quotes',
  ],
  [/tag/i, "tags (!…) are not supported", "remove the tag"],
  [/escape/i, "an unknown escape in double quotes", "use single quotes, or double the backslash"],
];

export interface SyntaxAdvice {
  summary: string;
  fix: string;
}

export function explainSyntax(reason: string): SyntaxAdvice {
  const known = KNOWN.find(([pattern]) => pattern.test(reason));
  return known ? { summary: known[1], fix: known[2] } : {
    summary: `not valid YAML: ${reason}`,
    fix: "check quotes, colons and indentation on this line and the one above",
  };
}
