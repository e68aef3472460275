const GB = 1024;
const steps = (from: number, to: number, step: number) =>
  Array.from({ length: (to - from) / step + 1 }, (_, i) => from + i * step);

/** CPU units → MiB that go with them. Source: Amazon ECS, "Task CPU and memory" on Fargate. */
const SIZES: readonly (readonly [cpu: number, memory: readonly number[]])[] = [
  [256, [512, GB, 2 * GB]],
  [512, steps(GB, 4 * GB, GB)],
  [1024, steps(2 * GB, 8 * GB, GB)],
  [2048, steps(4 * GB, 16 * GB, GB)],
  [4096, steps(8 * GB, 30 * GB, GB)],
  [8192, steps(16 * GB, 60 * GB, 4 * GB)],
  [16384, steps(32 * GB, 120 * GB, 8 * GB)],
];

/** CPU units that Fargate sells; 1024 are one vCPU. */
export const CPU_SIZES: readonly number[] = SIZES.map(([cpu]) => cpu);
/** MiB: the most that any task gets. */
export const MAX_MEMORY = 120 * GB;

const vcpu = (units: number) => `${units / 1024} vCPU`;

/** Reads "0.25 vCPU" and Kubernetes' "250m" as CPU units; undefined when it is neither, or more than Fargate sells. */
export function parseCpu(text: string): { value: number; note?: string } | undefined {
  const match = /^(\d*\.?\d+)\s*(vcpus?|cpus?|m)$/i.exec(text);
  if (!match) return undefined;
  const asked = Number(match[1]) * (match[2] === "m" ? 1.024 : 1024);
  // 256m means Fargate's smallest size far more often than a quarter more than it.
  const near = CPU_SIZES.find((size) => Math.abs(size - asked) <= size * 0.05);
  const value = near ?? CPU_SIZES.find((size) => size >= asked);
  if (value === undefined || asked <= 0) return undefined;
  if (Math.round(asked) === value) return { value };
  return { value, note: `"${text}" becomes ${value} CPU units (${vcpu(value)}), a Fargate size` };
}

/** Reads "512Mi", "1Gi", "1 GB" as MiB. */
export function parseMemory(text: string): { value: number } | undefined {
  const match = /^(\d*\.?\d+)\s*([mg])(i?b?)$/i.exec(text);
  if (!match) return undefined;
  return { value: Math.ceil(Number(match[1]) * (match[2]!.toLowerCase() === "g" ? GB : 1)) };
}

/** CPU units and MiB as Fargate sells them together. */
export interface Size {
  cpu: number;
  memory: number;
}

/** The least memory that goes with `cpu` and is enough; undefined when that size has no such amount. */
export function fitMemory(cpu: number, memory = 0): Size | undefined {
  const allowed = SIZES.find(([size]) => size === cpu)?.[1];
  const enough = allowed?.find((amount) => amount >= memory);
  return enough === undefined ? undefined : { cpu, memory: enough };
}

/** The smallest CPU size that has so much memory, and the most memory that `cpu` has. */
export function alternatives(cpu: number, memory: number): { cpu?: number; memory: number } {
  return {
    cpu: SIZES.find(([size, amounts]) => size > cpu && amounts.at(-1)! >= memory)?.[0],
    memory: SIZES.find(([size]) => size === cpu)?.[1].at(-1) ?? 0,
  };
}
