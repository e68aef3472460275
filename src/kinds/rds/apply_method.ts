import { type Engine, isPostgres } from "./family.ts";

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
