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
export const POSTGRES = units(
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
export const MYSQL = units(
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

export const SCALES: Record<string, [of: Unit["of"], factor: number]> = {
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
