import { type Engine, isPostgres } from "./family.ts";

/** How many bytes, or microseconds, one of the unit is that the server counts a parameter in. */
interface Unit {
  name: string;
  size: number;
  of: "bytes" | "time";
}
const KB = 1024;
const BYTE: Unit = { name: "bytes", size: 1, of: "bytes" };
const KILOBYTE: Unit = { name: "kB", size: KB, of: "bytes" };
const MEGABYTE: Unit = { name: "MB", size: KB ** 2, of: "bytes" };
const PAGE: Unit = { name: "8 kB pages", size: 8 * KB, of: "bytes" };
const MILLISECOND: Unit = { name: "milliseconds", size: 1e3, of: "time" };
const SECOND: Unit = { name: "seconds", size: 1e6, of: "time" };

const units = (...groups: [Unit, string][]): Map<string, Unit> =>
  new Map(groups.flatMap(([unit, names]) => names.split(" ").map((name) => [name, unit] as const)));

/** Units of pg_settings. RDS takes bare numbers, counted in these. */
const POSTGRES = units(
  [PAGE, "shared_buffers effective_cache_size temp_buffers wal_buffers huge_page_size"],
  [
    KILOBYTE,
    "work_mem maintenance_work_mem autovacuum_work_mem logical_decoding_work_mem " +
    "max_stack_depth log_temp_files temp_file_limit gin_pending_list_limit " +
    "vacuum_buffer_usage_limit",
  ],
  [MEGABYTE, "max_wal_size min_wal_size wal_keep_size max_slot_wal_keep_size"],
  [
    MILLISECOND,
    "statement_timeout lock_timeout idle_in_transaction_session_timeout idle_session_timeout " +
    "transaction_timeout log_min_duration_statement log_min_duration_sample " +
    "log_autovacuum_min_duration deadlock_timeout autovacuum_vacuum_cost_delay " +
    "vacuum_cost_delay max_standby_archive_delay max_standby_streaming_delay wal_sender_timeout " +
    "wal_receiver_timeout bgwriter_delay wal_writer_delay",
  ],
  [
    SECOND,
    "checkpoint_timeout autovacuum_naptime tcp_keepalives_idle tcp_keepalives_interval " +
    "authentication_timeout wal_receiver_status_interval",
  ],
);

/** MySQL and MariaDB count memory in bytes and time in seconds, but for a few. */
const MYSQL = units(
  [
    BYTE,
    "innodb_buffer_pool_size innodb_log_file_size innodb_log_buffer_size " +
    "innodb_redo_log_capacity innodb_online_alter_log_max_size max_allowed_packet " +
    "max_heap_table_size tmp_table_size sort_buffer_size join_buffer_size read_buffer_size " +
    "read_rnd_buffer_size binlog_cache_size key_buffer_size thread_stack query_cache_size " +
    "temptable_max_ram net_buffer_length",
  ],
  [MILLISECOND, "max_execution_time"],
  [
    SECOND,
    "wait_timeout interactive_timeout connect_timeout net_read_timeout net_write_timeout " +
    "lock_wait_timeout innodb_lock_wait_timeout long_query_time binlog_expire_logs_seconds",
  ],
);

const SCALES: Record<string, [of: Unit["of"], factor: number]> = {
  b: ["bytes", 1],
  k: ["bytes", KB],
  kb: ["bytes", KB],
  m: ["bytes", KB ** 2],
  mb: ["bytes", KB ** 2],
  g: ["bytes", KB ** 3],
  gb: ["bytes", KB ** 3],
  tb: ["bytes", KB ** 4],
  us: ["time", 1],
  ms: ["time", 1e3],
  s: ["time", 1e6],
  min: ["time", 60e6],
  h: ["time", 3600e6],
  d: ["time", 86_400e6],
};

/** A parameter as the RDS API takes it. */
export type ConvertedParameter =
  | { value: string; note?: string }
  /** Why the text can't be converted, and what would do. */
  | { problem: string; fix: string };

/**
 * A parameter's value in the unit that RDS counts it in: `256MB` of `shared_buffers`
 * is 32768 pages. Bare numbers, words and formulas are left as they are.
 */
export function convertParameter(engine: Engine, name: string, text: string): ConvertedParameter {
  const sized = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(text.trim());
  const scale = sized && SCALES[sized[2]!.toLowerCase()];
  if (!sized || !scale) return { value: text };
  const unit = (isPostgres(engine) ? POSTGRES : MYSQL).get(name);
  if (!unit) {
    return {
      problem: `RDS takes bare numbers, and the unit of ${name} is not known here`,
      fix: `write the number in the unit that ${engine} counts ${name} in`,
    };
  }
  const [of, factor] = scale;
  if (of !== unit.of) {
    return {
      problem: `${name} is counted in ${unit.name}`,
      fix: `write ${name} as a number of ${unit.name}`,
    };
  }
  const value = String(Math.round(Number(sized[1]) * factor / unit.size));
  return { value, note: `${name}: ${text} is sent to RDS as ${value} (${unit.name})` };
}

/** Parameters that a running server takes up at once; the others wait for a restart. */
const DYNAMIC = new Set(
  ("work_mem maintenance_work_mem effective_cache_size temp_buffers statement_timeout " +
    "lock_timeout idle_in_transaction_session_timeout idle_session_timeout log_statement " +
    "log_min_duration_statement log_connections log_disconnections log_lock_waits log_temp_files " +
    "log_autovacuum_min_duration random_page_cost seq_page_cost default_statistics_target " +
    "checkpoint_timeout max_wal_size min_wal_size autovacuum_naptime autovacuum_work_mem " +
    "autovacuum_vacuum_scale_factor autovacuum_analyze_scale_factor " +
    "autovacuum_vacuum_cost_delay autovacuum_vacuum_cost_limit rds.force_ssl " +
    "slow_query_log long_query_time wait_timeout interactive_timeout max_allowed_packet " +
    "max_heap_table_size tmp_table_size sort_buffer_size join_buffer_size general_log " +
    "innodb_lock_wait_timeout lock_wait_timeout max_execution_time require_secure_transport " +
    "sql_mode time_zone character_set_server collation_server log_bin_trust_function_creators")
    .split(" "),
);

/** When RDS applies a parameter. `pending-reboot` is right for any, `immediate` only for dynamic ones. */
export function applyMethod(engine: Engine, name: string): "immediate" | "pending-reboot" {
  if (name === "max_connections") return isPostgres(engine) ? "pending-reboot" : "immediate";
  return DYNAMIC.has(name) ? "immediate" : "pending-reboot";
}
