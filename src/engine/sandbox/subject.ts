import type { Json } from "../../state/document.ts";

/** What a resource's identity is made of. */
export interface Subject {
  type: string;
  /** Unit and resource key: unique, stable. */
  unit: string;
  key: string;
  name: string;
  /** How many others of this key are there: those that it is to replace. */
  generation: number;
  region: string;
  accountId: string;
  properties: { [name: string]: Json };
}
