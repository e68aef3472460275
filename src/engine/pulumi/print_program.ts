import type { PulumiProgram } from "./program.ts";

// Go's YAML reader refuses the controls and noncharacters among these, and takes the line
// separators for line breaks inside a quoted text. JSON.stringify writes them as they are.
const unsafe = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A program as JSON that is also YAML 1.1, so that it can stand in a `Pulumi.yaml`. */
export function printProgram(program: PulumiProgram): string {
  const json = JSON.stringify(program, undefined, 2);
  return json.replace(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) + "\n";
}
