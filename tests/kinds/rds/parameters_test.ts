import assert from "node:assert/strict";
import { applyMethod } from "../../../src/kinds/rds/apply_method.ts";
import { convertParameter } from "../../../src/kinds/rds/parameters.ts";

Deno.test("convertParameter() counts in the unit of the server when a value has one", () => {
  const value = (...args: Parameters<typeof convertParameter>) => {
    const converted = convertParameter(...args);
    return "value" in converted ? converted.value : converted.problem;
  };
  assert.equal(value("postgres", "shared_buffers", "1GB"), "131072");
  assert.equal(value("postgres", "work_mem", "64 MB"), "65536");
  assert.equal(value("postgres", "max_wal_size", "2GB"), "2048");
  assert.equal(value("postgres", "statement_timeout", "1.5min"), "90000");
  assert.equal(value("aurora-postgresql", "checkpoint_timeout", "5min"), "300");
  assert.equal(value("mysql", "innodb_buffer_pool_size", "2g"), "2147483648");
  assert.equal(value("mariadb", "wait_timeout", "1h"), "3600");
  assert.equal(value("mysql", "max_execution_time", "2s"), "2000");
});

Deno.test("convertParameter() leaves a value as it is when it has no unit", () => {
  for (const text of ["200", "on", "{DBInstanceClassMemory/10922}", "pg_stat_statements", "-1"]) {
    assert.deepEqual(convertParameter("postgres", "shared_buffers", text), { value: text });
  }
});

Deno.test("convertParameter() refuses a time where memory is counted", () => {
  assert.deepEqual(convertParameter("postgres", "work_mem", "5s"), {
    problem: "work_mem is counted in kB",
    fix: "write work_mem as a number of kB",
  });
});

Deno.test("applyMethod() waits for a restart when the server reads a parameter only then", () => {
  assert.equal(applyMethod("postgres", "max_connections"), "pending-reboot");
  assert.equal(applyMethod("mysql", "max_connections"), "immediate");
  assert.equal(applyMethod("postgres", "work_mem"), "immediate");
  assert.equal(applyMethod("postgres", "never_heard_of"), "pending-reboot");
});
