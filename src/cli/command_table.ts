import type { Define } from "./command.ts";

/** What every command is for, by group and in the order of the help page. */
const SUMMARIES = {
  start: {
    init: "Write a first stack, and choose where state is kept",
    "backend create": "Create the bucket and the lock table",
    "backend migrate": "Move a stack's state to S3, history and all",
    "stack init": "Write a new stack with empty services",
    "stack list": "List the stacks below this folder",
    "stack info": "Show a stack's services, components and outputs",
    "service add": "Add a service, with components if wanted",
    "service remove": "Remove a service's folder",
    "service list": "List services and their components",
    login: "Get a tenant's session",
    logout: "End a tenant's session",
    session: "Show who is logged in, and until when",
    doctor: "Check this machine and the configuration",
    version: "Print the version",
    completions: "Print completions for bash, zsh, fish or powershell",
    schema: "Print the JSON Schema of all kinds, or of one",
    "config explain": "Show every setting and where it came from",
  },
  author: {
    validate: "Check a stack and say everything that is wrong",
    fmt: "Write YAML in its canonical form; comments and order stay",
    graph: "Show what depends on what",
    cost: "Estimate what the stack costs a month",
    "policy check": "Check the stack against policies",
    explain: "Explain a kind or one of its fields",
  },
  deploy: {
    plan: "Show what apply would change",
    apply: "Make the stack true",
    rehearse: "Run the plan in a sandbox copy of the recorded state",
    "sandbox set": "Say what is to go wrong in the sandbox",
    "sandbox show": "Show what is set for the sandbox, and what drifted in it",
    "sandbox clear": "Let everything go well in the sandbox again",
    destroy: "Delete everything the stack created",
    rollback: "Go back to an earlier deployment",
    promote: "Deploy what one environment runs to another",
    import: "Take over a resource that is there already",
    "export pulumi": "Write the stack as a Pulumi program, with what Pulumi knows of it",
    "export terraform": "Write the stack as a Terraform program",
  },
  look: {
    status: "Show the stack's components, last deployment and lock",
    list: "List deployed components",
    show: "Show one component: spec, outputs, resources",
    outputs: "Print the stack's outputs",
    history: "List deployments",
    diff: "Compare two versions of the state",
    logs: "Read a component's logs",
    metrics: "Show a component's metrics",
    health: "Probe the components' health",
    exec: "Open a shell in a running task",
    test: "Run the stack's checks against what is deployed",
  },
  drift: {
    "drift detect": "Find what differs from the recorded state; writes nothing",
    "drift remediate": "Set what drifted back to the desired state",
    "drift accept": "Record what drifted as it is now",
  },
  state: {
    "state list": "List recorded components",
    "state show": "Show one recorded component",
    "state rm": "Forget a component; AWS is not touched",
    "state mv": "Rename a recorded component",
    "state pull": "Print the state document",
    "state push": "Replace the state document",
    "state locking": "Lock the stack as a whole, or each service by itself",
    "state history": "List the versions of the state",
    "state restore": "Go back to an earlier version of the state",
    "locks list": "List locks and their holders",
    "locks show": "Show one lock",
    unlock: "Take a lock from its holder",
  },
  tenant: {
    "tenant details": "Show your tenant's limits, network and policies",
    "tenant usage": "Show how much of the limits is used",
    "tenant stacks": "List the tenant's stacks",
  },
  platform: {
    "admin login": "Log in as platform engineer, by AWS identity",
    "admin logout": "Forget the platform's backend",
    "admin session": "Show who acts for the platform, and where",
    "admin tenant init": "Create a tenant",
    "admin tenant list": "List tenants",
    "admin tenant show": "Show a tenant",
    "admin tenant update": "Change a tenant",
    "admin tenant rotate": "Give a tenant a new credential",
    "admin tenant suspend": "Refuse a tenant's writes",
    "admin tenant activate": "Let a suspended tenant write again",
    "admin tenant delete": "Delete a tenant, with 30 days of grace",
    "admin tenant restore": "Undo a deletion",
    "admin tenant stats": "Show what tenants use",
    "admin network plan": "Show what apply would change in a tenant's network",
    "admin network apply": "Make a tenant's network",
    "admin network show": "Show a tenant's network, and the stacks in it",
    "admin network rollback": "Go back to an earlier network of a tenant",
    "admin network destroy": "Delete a tenant's network",
    "admin locks": "List locks of all tenants",
    "admin unlock": "Take a tenant's lock",
    "admin audit": "Read the audit trail",
    "admin costs": "Show what tenants cost",
    "admin export": "Export the registry",
    "admin monitor": "Watch deployments of all tenants",
  },
} as const;

type Group = keyof typeof SUMMARIES;
type Name = { [G in Group]: keyof typeof SUMMARIES[G] }[Group];

/** Modules, loaded only when they are chosen. A command without one is not built yet, which is what it says. */
const MODULES: { readonly [name in Name]?: () => Promise<{ define: Define }> } = {
  init: () => import("./commands/init.ts"),
  "backend create": () => import("./commands/backend_create.ts"),
  "backend migrate": () => import("./commands/backend_migrate.ts"),
  "stack init": () => import("./commands/stack_init.ts"),
  "stack list": () => import("./commands/stack_list.ts"),
  "stack info": () => import("./commands/stack_info.ts"),
  "service add": () => import("./commands/service_add.ts"),
  "service remove": () => import("./commands/service_remove.ts"),
  "service list": () => import("./commands/service_list.ts"),
  login: () => import("./commands/login.ts"),
  logout: () => import("./commands/logout.ts"),
  session: () => import("./commands/session.ts"),
  doctor: () => import("./commands/doctor.ts"),
  version: () => import("./commands/version.ts"),
  completions: () => import("./commands/completions.ts"),
  schema: () => import("./commands/schema.ts"),
  "config explain": () => import("./commands/config_explain.ts"),
  validate: () => import("./commands/validate.ts"),
  fmt: () => import("./commands/fmt.ts"),
  graph: () => import("./commands/graph.ts"),
  explain: () => import("./commands/explain.ts"),
  plan: () => import("./commands/plan.ts"),
  apply: () => import("./commands/apply.ts"),
  rehearse: () => import("./commands/rehearse.ts"),
  "sandbox set": () => import("./commands/sandbox_set.ts"),
  "sandbox show": () => import("./commands/sandbox_show.ts"),
  "sandbox clear": () => import("./commands/sandbox_clear.ts"),
  destroy: () => import("./commands/destroy.ts"),
  rollback: () => import("./commands/rollback.ts"),
  promote: () => import("./commands/promote.ts"),
  "export pulumi": () => import("./commands/export_pulumi.ts"),
  status: () => import("./commands/status.ts"),
  list: () => import("./commands/list.ts"),
  show: () => import("./commands/show.ts"),
  outputs: () => import("./commands/outputs.ts"),
  history: () => import("./commands/history.ts"),
  diff: () => import("./commands/diff.ts"),
  "state list": () => import("./commands/state_list.ts"),
  "state show": () => import("./commands/state_show.ts"),
  "state rm": () => import("./commands/state_rm.ts"),
  "state mv": () => import("./commands/state_mv.ts"),
  "state pull": () => import("./commands/state_pull.ts"),
  "state push": () => import("./commands/state_push.ts"),
  "state locking": () => import("./commands/state_locking.ts"),
  "state history": () => import("./commands/state_history.ts"),
  "state restore": () => import("./commands/state_restore.ts"),
  "locks list": () => import("./commands/locks_list.ts"),
  "locks show": () => import("./commands/locks_show.ts"),
  unlock: () => import("./commands/unlock.ts"),
  "tenant details": () => import("./commands/tenant_details.ts"),
  "tenant usage": () => import("./commands/tenant_usage.ts"),
  "tenant stacks": () => import("./commands/tenant_stacks.ts"),
  "admin login": () => import("./commands/admin_login.ts"),
  "admin logout": () => import("./commands/admin_logout.ts"),
  "admin session": () => import("./commands/admin_session.ts"),
  "admin tenant init": () => import("./commands/admin_tenant_init.ts"),
  "admin tenant list": () => import("./commands/admin_tenant_list.ts"),
  "admin tenant show": () => import("./commands/admin_tenant_show.ts"),
  "admin tenant update": () => import("./commands/admin_tenant_update.ts"),
  "admin tenant rotate": () => import("./commands/admin_tenant_rotate.ts"),
  "admin tenant suspend": () => import("./commands/admin_tenant_suspend.ts"),
  "admin tenant activate": () => import("./commands/admin_tenant_activate.ts"),
  "admin tenant delete": () => import("./commands/admin_tenant_delete.ts"),
  "admin tenant restore": () => import("./commands/admin_tenant_restore.ts"),
  "admin tenant stats": () => import("./commands/admin_tenant_stats.ts"),
  "admin network plan": () => import("./commands/admin_network_plan.ts"),
  "admin network apply": () => import("./commands/admin_network_apply.ts"),
  "admin network show": () => import("./commands/admin_network_show.ts"),
  "admin network rollback": () => import("./commands/admin_network_rollback.ts"),
  "admin network destroy": () => import("./commands/admin_network_destroy.ts"),
  "admin locks": () => import("./commands/admin_locks.ts"),
  "admin unlock": () => import("./commands/admin_unlock.ts"),
  "admin audit": () => import("./commands/admin_audit.ts"),
  "admin export": () => import("./commands/admin_export.ts"),
  "admin monitor": () => import("./commands/admin_monitor.ts"),
};

/** Commands that are a run: for machines their last line is a summary, however they end. */
const RUNS: readonly string[] = [
  "apply",
  "rehearse",
  "destroy",
  "rollback",
  "promote",
  "admin network apply",
  "admin network rollback",
  "admin network destroy",
] satisfies Name[];

/** Older spellings. */
const ALIASES: { readonly [name in Name]?: readonly string[] } = {
  "state rm": ["state remove"],
  "locks list": ["state locks"],
};

export interface CommandEntry {
  /** Its words: "state history". */
  name: string;
  group: Group;
  summary: string;
  load?: () => Promise<{ define: Define }>;
  runs: boolean;
  aliases: readonly string[];
}

/** Every command. */
export const COMMANDS: readonly CommandEntry[] = (Object.keys(SUMMARIES) as Group[]).flatMap(
  (group) =>
    Object.entries(SUMMARIES[group]).map(([name, summary]) => ({
      name,
      group,
      summary,
      load: MODULES[name as Name],
      runs: RUNS.includes(name),
      aliases: ALIASES[name as Name] ?? [],
    })),
);

/** The longest command whose words begin `words`, and how many words it takes. */
export function findCommand(
  words: readonly string[],
): { entry: CommandEntry; used: number } | undefined {
  for (let used = Math.min(3, words.length); used > 0; used--) {
    const name = words.slice(0, used).join(" ");
    const entry = COMMANDS.find((c) => c.name === name || c.aliases.includes(name));
    if (entry) return { entry, used };
  }
  return undefined;
}
