import { multiselect, select } from "@clack/prompts";
import { kinds } from "../../kinds/registry.ts";
import { NAME } from "../../stack/core_kinds.ts";
import {
  DEFAULT_COMPONENT,
  DEFAULT_SERVICES,
  type InitAnswers,
  nameOfFolder,
  type NewBackend,
  someNames,
} from "../init_answers.ts";
import { backendNameProblem, newComponent, regionProblem } from "../new_parts.ts";
import type { World } from "../world.ts";
import { answered, askText, questionStreams } from "./ask.ts";

/** Asks for what is not given yet. */
export async function askForMissing(
  world: World,
  folder: string,
  given: Partial<InitAnswers>,
): Promise<InitAnswers> {
  const streams = questionStreams(world);
  const name = given.name ??
    await askText(world, "Name of the stack", nameOfFolder(world.cwd, folder) ?? "", nameProblem);
  const region = given.region ?? await askText(world, "AWS region", "us-east-1", regionProblem);
  const services = given.services ??
    someNames(
      await askText(
        world,
        "Services, separated by commas",
        DEFAULT_SERVICES.join(","),
        namesProblem,
      ),
    );
  const components = given.components ?? await askForComponents(services[0]!, streams);
  const backend = given.backend ?? await askForBackend();
  return { name, tenant: given.tenant, region, services, components, backend };

  async function askForBackend(): Promise<NewBackend> {
    const type = await answered(select({
      message: "Where is state kept?",
      options: [
        { value: "directory", label: "in .panka/ beside the stack", hint: "to try it alone" },
        { value: "s3", label: "in S3, with locks in DynamoDB", hint: "for teams and CI" },
      ],
      ...streams,
    }));
    if (type === "directory") return { type: "directory" };
    return {
      type: "s3",
      bucket: await askText(world, "Bucket", "", (text) => backendNameProblem("bucket", text)),
      table: await askText(
        world,
        "Lock table",
        `${name}-locks`,
        (text) => backendNameProblem("table", text),
      ),
    };
  }
}

const nameProblem = (name: string) =>
  NAME.test(name) ? undefined : "write lower-case letters, digits and dashes, a letter first";

function namesProblem(text: string): string | undefined {
  const names = text.split(",").map((name) => name.trim()).filter(Boolean);
  if (names.length === 0) return "name at least one";
  const wrong = names.find((name) => !NAME.test(name));
  return wrong === undefined ? undefined : `"${wrong}": ${nameProblem(wrong)}`;
}

async function askForComponents(service: string, streams: NonNullable<World["prompts"]>) {
  const [usual] = DEFAULT_COMPONENT.split(":");
  // What is chosen already is to be seen.
  const sorted = kinds.toSorted((a, b) => Number(b.name === usual) - Number(a.name === usual));
  const chosen = await answered(multiselect({
    message: `What does ${service} need?`,
    options: sorted.map((kind) => ({ value: kind.name, label: kind.name, hint: kind.summary })),
    initialValues: [usual!],
    required: false,
    maxItems: 8,
    ...streams,
  }));
  return chosen.map((name) =>
    newComponent(DEFAULT_COMPONENT.startsWith(`${name}:`) ? DEFAULT_COMPONENT : name)
  );
}
