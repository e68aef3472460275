import type { PulumiProgram, PulumiProject } from "./program.ts";

// Go's YAML reader refuses the controls and noncharacters among these, and takes the line
// separators for line breaks inside a quoted text. JSON.stringify writes them as they are.
const unsafe = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A program or project as JSON that is also YAML 1.1, as Pulumi reads it. */
export function printProgram(content: PulumiProgram | PulumiProject): string {
  const json = JSON.stringify(content, undefined, 2);
  return json.replace(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) + "\n";
}
