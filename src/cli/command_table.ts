import type { CommandEntry } from "./command.ts";

/** Every command. Its module is loaded only when it is chosen. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "init",
    group: "start",
    summary: "Write a first stack, and choose where state is kept",
    load: () => import("./commands/init.ts"),
  },
  {
    name: "backend create",
    group: "start",
    summary: "Create the bucket and the lock table",
    load: () => import("./commands/backend_create.ts"),
  },
  {
    name: "stack init",
    group: "start",
    summary: "Write a new stack with empty services",
    load: () => import("./commands/stack_init.ts"),
  },
  {
    name: "stack list",
    group: "start",
    summary: "List the stacks below this folder",
    load: () => import("./commands/stack_list.ts"),
  },
  {
    name: "stack info",
    group: "start",
    summary: "Show a stack's services, components and outputs",
    load: () => import("./commands/stack_info.ts"),
  },
  {
    name: "service add",
    group: "start",
    summary: "Add a service, with components if wanted",
    load: () => import("./commands/service_add.ts"),
  },
  {
    name: "service remove",
    group: "start",
    summary: "Remove a service's folder",
    load: () => import("./commands/service_remove.ts"),
  },
  {
    name: "service list",
    group: "start",
    summary: "List services and their components",
    load: () => import("./commands/service_list.ts"),
  },
  {
    name: "login",
    group: "start",
    summary: "Get a tenant's session",
    load: () => import("./commands/login.ts"),
  },
  {
    name: "logout",
    group: "start",
    summary: "End a tenant's session",
    load: () => import("./commands/logout.ts"),
  },
  {
    name: "session",
    group: "start",
    summary: "Show who is logged in, and until when",
    load: () => import("./commands/session.ts"),
  },
  {
    name: "doctor",
    group: "start",
    summary: "Check this machine and the configuration",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "version",
    group: "start",
    summary: "Print the version",
    load: () => import("./commands/version.ts"),
  },
  {
    name: "completions",
    group: "start",
    summary: "Print completions for bash, zsh, fish or powershell",
    load: () => import("./commands/completions.ts"),
  },
  {
    name: "schema",
    group: "start",
    summary: "Print the JSON Schema of all kinds, or of one",
    load: () => import("./commands/schema.ts"),
  },
  {
    name: "config explain",
    group: "start",
    summary: "Show every setting and where it came from",
    load: () => import("./commands/config_explain.ts"),
  },

  {
    name: "validate",
    group: "author",
    summary: "Check a stack and say everything that is wrong",
    load: () => import("./commands/validate.ts"),
  },
  {
    name: "fmt",
    group: "author",
    summary: "Write YAML in its canonical form; comments and order stay",
    load: () => import("./commands/fmt.ts"),
  },
  {
    name: "graph",
    group: "author",
    summary: "Show what depends on what",
    load: () => import("./commands/graph.ts"),
  },
  { name: "cost", group: "author", summary: "Estimate what the stack costs a month" },
  { name: "policy check", group: "author", summary: "Check the stack against policies" },
  {
    name: "explain",
    group: "author",
    summary: "Explain a kind or one of its fields",
    load: () => import("./commands/explain.ts"),
  },

  {
    name: "plan",
    group: "deploy",
    summary: "Show what apply would change",
    load: () => import("./commands/plan.ts"),
  },
  {
    name: "apply",
    group: "deploy",
    summary: "Make the stack true",
    load: () => import("./commands/apply.ts"),
    runs: true,
  },
  {
    name: "rehearse",
    group: "deploy",
    summary: "Run the plan in a sandbox copy of the recorded state",
    load: () => import("./commands/rehearse.ts"),
    runs: true,
  },
  {
    name: "sandbox set",
    group: "deploy",
    summary: "Say what is to go wrong in the sandbox",
    load: () => import("./commands/sandbox_set.ts"),
  },
  {
    name: "sandbox show",
    group: "deploy",
    summary: "Show what is set for the sandbox, and what drifted in it",
    load: () => import("./commands/sandbox_show.ts"),
  },
  {
    name: "sandbox clear",
    group: "deploy",
    summary: "Let everything go well in the sandbox again",
    load: () => import("./commands/sandbox_clear.ts"),
  },
  {
    name: "destroy",
    group: "deploy",
    summary: "Delete everything the stack created",
    load: () => import("./commands/destroy.ts"),
    runs: true,
  },
  {
    name: "rollback",
    group: "deploy",
    summary: "Go back to an earlier deployment",
    load: () => import("./commands/rollback.ts"),
    runs: true,
  },
  {
    name: "promote",
    group: "deploy",
    summary: "Deploy what one environment runs to another",
    load: () => import("./commands/promote.ts"),
    runs: true,
  },
  { name: "import", group: "deploy", summary: "Take over a resource that is there already" },
  {
    name: "export pulumi",
    group: "deploy",
    summary: "Write the stack as a Pulumi program, with what Pulumi knows of it",
    load: () => import("./commands/export_pulumi.ts"),
  },
  { name: "export terraform", group: "deploy", summary: "Write the stack as a Terraform program" },

  {
    name: "status",
    group: "look",
    summary: "Show the stack's components, last deployment and lock",
    load: () => import("./commands/status.ts"),
  },
  {
    name: "list",
    group: "look",
    summary: "List deployed components",
    load: () => import("./commands/list.ts"),
  },
  {
    name: "show",
    group: "look",
    summary: "Show one component: spec, outputs, resources",
    load: () => import("./commands/show.ts"),
  },
  {
    name: "outputs",
    group: "look",
    summary: "Print the stack's outputs",
    load: () => import("./commands/outputs.ts"),
  },
  {
    name: "history",
    group: "look",
    summary: "List deployments",
    load: () => import("./commands/history.ts"),
  },
  {
    name: "diff",
    group: "look",
    summary: "Compare two versions of the state",
    load: () => import("./commands/diff.ts"),
  },
  { name: "logs", group: "look", summary: "Read a component's logs" },
  { name: "metrics", group: "look", summary: "Show a component's metrics" },
  { name: "health", group: "look", summary: "Probe the components' health" },
  { name: "exec", group: "look", summary: "Open a shell in a running task" },
  { name: "test", group: "look", summary: "Run the stack's checks against what is deployed" },

  {
    name: "drift detect",
    group: "drift",
    summary: "Find what differs from the recorded state; writes nothing",
  },
  {
    name: "drift remediate",
    group: "drift",
    summary: "Set what drifted back to the desired state",
  },
  { name: "drift accept", group: "drift", summary: "Record what drifted as it is now" },

  {
    name: "state list",
    group: "state",
    summary: "List recorded components",
    load: () => import("./commands/state_list.ts"),
  },
  {
    name: "state show",
    group: "state",
    summary: "Show one recorded component",
    load: () => import("./commands/state_show.ts"),
  },
  {
    name: "state rm",
    group: "state",
    summary: "Forget a component; AWS is not touched",
    aliases: ["state remove"],
    load: () => import("./commands/state_rm.ts"),
  },
  {
    name: "state mv",
    group: "state",
    summary: "Rename a recorded component",
    load: () => import("./commands/state_mv.ts"),
  },
  {
    name: "state pull",
    group: "state",
    summary: "Print the state document",
    load: () => import("./commands/state_pull.ts"),
  },
  {
    name: "state push",
    group: "state",
    summary: "Replace the state document",
    load: () => import("./commands/state_push.ts"),
  },
  {
    name: "state locking",
    group: "state",
    summary: "Lock the stack as a whole, or each service by itself",
    load: () => import("./commands/state_locking.ts"),
  },
  {
    name: "state history",
    group: "state",
    summary: "List the versions of the state",
    load: () => import("./commands/state_history.ts"),
  },
  {
    name: "state restore",
    group: "state",
    summary: "Go back to an earlier version of the state",
    load: () => import("./commands/state_restore.ts"),
  },
  {
    name: "locks list",
    group: "state",
    summary: "List locks and their holders",
    aliases: ["state locks"],
    load: () => import("./commands/locks_list.ts"),
  },
  {
    name: "locks show",
    group: "state",
    summary: "Show one lock",
    load: () => import("./commands/locks_show.ts"),
  },
  {
    name: "unlock",
    group: "state",
    summary: "Take a lock from its holder",
    load: () => import("./commands/unlock.ts"),
  },

  {
    name: "tenant details",
    group: "tenant",
    summary: "Show your tenant's limits, network and policies",
    load: () => import("./commands/tenant_details.ts"),
  },
  {
    name: "tenant usage",
    group: "tenant",
    summary: "Show how much of the limits is used",
    load: () => import("./commands/tenant_usage.ts"),
  },
  {
    name: "tenant stacks",
    group: "tenant",
    summary: "List the tenant's stacks",
    load: () => import("./commands/tenant_stacks.ts"),
  },

  { name: "admin login", group: "platform", summary: "Log in as platform engineer" },
  { name: "admin logout", group: "platform", summary: "End the platform session" },
  { name: "admin session", group: "platform", summary: "Show the platform session" },
  {
    name: "admin tenant init",
    group: "platform",
    summary: "Create a tenant",
    load: () => import("./commands/admin_tenant_init.ts"),
  },
  {
    name: "admin tenant list",
    group: "platform",
    summary: "List tenants",
    load: () => import("./commands/admin_tenant_list.ts"),
  },
  {
    name: "admin tenant show",
    group: "platform",
    summary: "Show a tenant",
    load: () => import("./commands/admin_tenant_show.ts"),
  },
  {
    name: "admin tenant update",
    group: "platform",
    summary: "Change a tenant",
    load: () => import("./commands/admin_tenant_update.ts"),
  },
  {
    name: "admin tenant rotate",
    group: "platform",
    summary: "Give a tenant a new credential",
    load: () => import("./commands/admin_tenant_rotate.ts"),
  },
  {
    name: "admin tenant suspend",
    group: "platform",
    summary: "Refuse a tenant's writes",
    load: () => import("./commands/admin_tenant_suspend.ts"),
  },
  {
    name: "admin tenant activate",
    group: "platform",
    summary: "Let a suspended tenant write again",
    load: () => import("./commands/admin_tenant_activate.ts"),
  },
  {
    name: "admin tenant delete",
    group: "platform",
    summary: "Delete a tenant, with 30 days of grace",
    load: () => import("./commands/admin_tenant_delete.ts"),
  },
  {
    name: "admin tenant restore",
    group: "platform",
    summary: "Undo a deletion",
    load: () => import("./commands/admin_tenant_restore.ts"),
  },
  {
    name: "admin tenant stats",
    group: "platform",
    summary: "Show what tenants use",
    load: () => import("./commands/admin_tenant_stats.ts"),
  },
  {
    name: "admin network plan",
    group: "platform",
    summary: "Show what apply would change in a tenant's network",
    load: () => import("./commands/admin_network_plan.ts"),
  },
  {
    name: "admin network apply",
    group: "platform",
    summary: "Make a tenant's network",
    load: () => import("./commands/admin_network_apply.ts"),
    runs: true,
  },
  {
    name: "admin network show",
    group: "platform",
    summary: "Show a tenant's network, and the stacks in it",
    load: () => import("./commands/admin_network_show.ts"),
  },
  {
    name: "admin network rollback",
    group: "platform",
    summary: "Go back to an earlier network of a tenant",
    load: () => import("./commands/admin_network_rollback.ts"),
    runs: true,
  },
  {
    name: "admin network destroy",
    group: "platform",
    summary: "Delete a tenant's network",
    load: () => import("./commands/admin_network_destroy.ts"),
    runs: true,
  },
  {
    name: "admin locks",
    group: "platform",
    summary: "List locks of all tenants",
    load: () => import("./commands/admin_locks.ts"),
  },
  {
    name: "admin unlock",
    group: "platform",
    summary: "Take a tenant's lock",
    load: () => import("./commands/admin_unlock.ts"),
  },
  {
    name: "admin audit",
    group: "platform",
    summary: "Read the audit trail",
    load: () => import("./commands/admin_audit.ts"),
  },
  { name: "admin costs", group: "platform", summary: "Show what tenants cost" },
  {
    name: "admin export",
    group: "platform",
    summary: "Export the registry",
    load: () => import("./commands/admin_export.ts"),
  },
  {
    name: "admin monitor",
    group: "platform",
    summary: "Watch deployments of all tenants",
    load: () => import("./commands/admin_monitor.ts"),
  },
];

/** The longest command whose words begin `words`, and how many words it takes. */
export function findCommand(
  words: readonly string[],
): { entry: CommandEntry; used: number } | undefined {
  for (let used = Math.min(3, words.length); used > 0; used--) {
    const name = words.slice(0, used).join(" ");
    const entry = COMMANDS.find((c) => c.name === name || c.aliases?.includes(name));
    if (entry) return { entry, used };
  }
  return undefined;
}
