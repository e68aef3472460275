import { refuse, type Report, under } from "../../report.ts";
import { type ContainerSpec, secretVariable } from "./fields.ts";
import { checkImage } from "./image.ts";
import { alternatives, fitMemory } from "./size.ts";

/** Fields of the runtime that belong to one platform. */
const ONLY: Record<"fargate" | "ec2", (keyof ContainerSpec["runtime"])[]> = {
  fargate: ["spot", "ephemeralStorageGB"],
  ec2: ["instanceType", "maxInstances"],
};

/** Rules between the fields of a container. */
export function checkContainer(spec: ContainerSpec, report: Report): void {
  checkImage(spec.image, report);
  checkSize(spec.runtime, report);
  checkPlatform(spec.runtime, report);
  const taken = new Set(spec.environment.map(({ name }) => name));
  spec.secrets.forEach((secret, i) => {
    const name = secretVariable(secret);
    if (taken.has(name)) {
      report({
        code: "duplicate-item",
        path: ["secrets", i],
        at: "value",
        summary: `the environment has "${name}" twice`,
        why: "another variable or secret has that name",
        fix: `give this secret another envVar, or remove the other "${name}"`,
      });
    }
    taken.add(name);
  });
}

function checkPlatform(runtime: ContainerSpec["runtime"], report: Report): void {
  const other = runtime.platform === "ec2" ? "fargate" : "ec2";
  const wrong = ONLY[other].filter((field) => runtime[field]);
  refuse(under(report, "runtime"), wrong, {
    code: "unused-field",
    what: `has no meaning on platform ${runtime.platform}`,
    why: `it is for ${other}`,
    or: `set platform: ${other}`,
  });
}

function checkSize({ cpu, memory }: ContainerSpec["runtime"], report: Report): void {
  const size = fitMemory(cpu, memory);
  const path = ["runtime", "memory"];
  if (size === undefined) {
    const other = alternatives(cpu, memory!);
    report({
      code: "wrong-size",
      path,
      at: "value",
      summary: `${cpu} CPU units have at most ${other.memory} MiB of memory, not ${memory}`,
      why: "Fargate sells memory and CPU together",
      fix: other.cpu === undefined
        ? `set memory: ${other.memory}`
        : `set cpu: ${other.cpu}, or memory: ${other.memory}`,
    });
  } else if (memory !== undefined && memory !== size.memory) {
    report({
      severity: "note",
      code: "rounded",
      path,
      at: "value",
      summary: `${memory} MiB of memory become ${size.memory}, the next size with ${cpu} CPU units`,
    });
  }
}
