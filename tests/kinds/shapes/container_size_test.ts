import assert from "node:assert/strict";
import fc from "fast-check";
import {
  CPU_SIZES,
  fitMemory,
  MAX_MEMORY,
  parseCpu,
  parseMemory,
} from "../../../src/kinds/shapes/container/size.ts";

Deno.test("parseCpu() reads vCPU and millicores as Fargate's sizes", () => {
  const read = (text: string) => parseCpu(text)?.value;
  assert.deepEqual(
    ["0.25 vCPU", "250m", "256m", "1 vcpu", "1000m", ".5 vCPU", "300m", "3 vCPU", "16 vCPU"].map(
      read,
    ),
    [256, 256, 256, 1024, 1024, 512, 512, 4096, 16384],
  );
});

Deno.test("parseCpu() tells of rounding only where there is any", () => {
  assert.equal(parseCpu("250m")?.note, undefined);
  assert.equal(parseCpu("0.5 vCPU")?.note, undefined);
  assert.match(parseCpu("256m")?.note ?? "", /"256m" becomes 256 CPU units/);
  assert.match(parseCpu("600m")?.note ?? "", /1024 CPU units \(1 vCPU\)/);
});

Deno.test("parseCpu() refuses what is no amount or more than is sold", () => {
  for (const text of ["256", "0m", "-1 vCPU", "32 vCPU", "a lot", "250M Hz"]) {
    assert.equal(parseCpu(text), undefined, text);
  }
});

Deno.test("parseCpu() never gives less than asked, beyond 5 percent", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 15_000 }), (millicores) => {
    const value = parseCpu(`${millicores}m`)!.value;
    return CPU_SIZES.includes(value) && millicores * 1.024 <= value * 1.05;
  }));
});

Deno.test("parseMemory() reads Kubernetes' and everyday spellings as MiB", () => {
  assert.deepEqual(
    ["512Mi", "1Gi", "0.5 GB", "2g", "512M", "1.5GiB"].map((text) => parseMemory(text)?.value),
    [512, 1024, 512, 2048, 512, 1536],
  );
  for (const text of ["512", "1Ti", "x"]) assert.equal(parseMemory(text), undefined, text);
});

Deno.test("fitMemory() gives the least that is enough, or nothing", () => {
  fc.assert(fc.property(
    fc.constantFrom(...CPU_SIZES),
    fc.integer({ min: 1, max: MAX_MEMORY }),
    (cpu, memory) => {
      const fit = fitMemory(cpu, memory);
      if (fit === undefined) return cpu < CPU_SIZES.at(-1)!;
      const below = fitMemory(cpu, 1)!.memory;
      return fit.memory >= memory && (fit.memory === below || fit.memory - memory < 8192);
    },
  ));
  assert.deepEqual(fitMemory(256), { cpu: 256, memory: 512 });
  assert.equal(fitMemory(256, 2049), undefined);
});
