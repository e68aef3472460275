import { tags } from "../schema/aws_texts.ts";
import {
  boolean,
  component,
  type Fields,
  type InferFields,
  list,
  map,
  text,
} from "../schema/field.ts";

/** Fields that every kind takes. */
export const commonFields = {
  dependsOn: list(component({ doc: "Component to create first, by name or service/name" }), {
    doc: "Components that must be ready before this one is created",
    unique: "",
  }),
  tags: tags({ doc: "AWS tags on everything this component creates, besides panka's own" }),
  variables: map(text({ doc: "Value of the variable" }), {
    doc: "Values for ${NAME} in this component, over the service's and the stack's",
    keyPattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
    keyHint: "letters, digits and underscores that don't start with a digit",
  }),
  deletionProtection: boolean({
    doc: "Refuse to delete or replace this component until it is set to false",
  }),
} satisfies Fields;

export type CommonSpec = InferFields<typeof commonFields>;
