import type { Config } from "./resolve.ts";

/** Where state and locks are kept, as the configuration says. */
export type ChosenBackend =
  /** No folder: `.panka` beside the stack. */
  | { type: "directory"; folder?: string }
  | { type: "s3"; bucket: string; table: string; region: string };

/** The backend of a configuration without errors. */
export function chosenBackend({ values }: Pick<Config, "values">): ChosenBackend {
  if (values["backend.type"] !== "s3") {
    return { type: "directory", folder: values["backend.directory"] };
  }
  return {
    type: "s3",
    bucket: values["backend.bucket"]!,
    table: values["backend.table"]!,
    region: values["backend.region"]!,
  };
}

/** Whether where a token's tenant has its state is to be asked of AWS: nobody says otherwise. */
export function isDiscovered({ values, sources }: Pick<Config, "values" | "sources">): boolean {
  return values.tenant !== undefined && values.tenantToken !== undefined &&
    sources["backend.type"]?.from === "default";
}
