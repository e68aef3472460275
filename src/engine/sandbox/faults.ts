export type FaultOperation = "create" | "update" | "delete" | "health";

/** Something that goes wrong in the sandbox when it is told to. */
export interface Fault {
  /** "service/component", or the key of one of its resources. */
  component: string;
  /** Absent: every one. */
  operation?: FaultOperation;
  /** `fail`: it is refused; `stall`: it never ends by itself. */
  effect: "fail" | "stall";
}

const operations: readonly string[] = ["create", "update", "delete", "health"];

/** Reads `service/component[:create|update|delete|health]`. `undefined` when it is none. */
export function parseFault(text: string, effect: Fault["effect"]): Fault | undefined {
  const [component = "", operation, ...more] = text.split(":");
  if (!/^[^/\s]+\/[^/\s]+$/.test(component) || more.length) return undefined;
  if (operation === undefined) return { component, effect };
  if (!operations.includes(operation)) return undefined;
  return { component, operation: operation as FaultOperation, effect };
}

/** The first fault that meets an operation on a resource ("service/component/name") or component. */
export function faultFor(
  faults: readonly Fault[],
  key: string,
  operation: FaultOperation,
): Fault | undefined {
  return faults.find((fault) =>
    concerns(fault, key) &&
    (fault.operation === undefined ? operation !== "health" : fault.operation === operation)
  );
}

/** Whether what is said of a component, or of a resource, is said of a key. */
export const concerns = ({ component }: { component: string }, key: string): boolean =>
  key === component || key.startsWith(`${component}/`);
