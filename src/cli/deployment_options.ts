import type { CommonOptions, ScopeOptions, StackOptions } from "./options.ts";

/** Options of every command that changes the cloud. */
export interface RunOptions extends StackOptions, CommonOptions {
  yes?: boolean;
  autoApprove?: boolean;
  approveProduction?: boolean;
  allowDataLoss: string[];
  parallelism: number;
  /** Milliseconds. */
  lockTimeout?: number;
  /** Milliseconds. */
  healthTimeout: number;
  sandboxFail: string[];
}

export interface ApplyOptions extends RunOptions, ScopeOptions {
  rollback?: boolean;
}
