import type { Kind } from "../kinds/kind.ts";
import type { IngressRule, StackFacts } from "../kinds/render.ts";
import type { Problem, Said } from "../schema/problem.ts";
import type { Json } from "../state/document.ts";

/** Where something is written. */
export interface Place {
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 units as editors count. */
  column: number;
  /** Length of what is to be underlined, within its line. */
  length: number;
  /** The line itself. */
  source: string;
}

/** A problem and where it is: what people see. */
export interface Diagnostic extends Omit<Problem, "path" | "at"> {
  place?: Place;
}

/** What is told of a place: an error unless it says otherwise. */
export type Remark = Omit<Said, "path" | "at">;

/** One component uses another. */
export interface Edge {
  to: string;
  /** Not from `dependsOn` but from a reference. */
  implicit: boolean;
  /** The field it comes from: "dependsOn", "environment", "triggers". */
  via: string;
  /** The output that is used, where one is. */
  output?: string;
}

/** What a spec's file or folder held when the stack was loaded. */
export interface FileContent {
  /** Absolute path on this machine. */
  path: string;
  sha256: string;
  /** Only where the kind needs it to render. */
  text?: string;
}

export interface Component {
  /** "service/name". */
  id: string;
  service: string;
  name: string;
  kind: Kind;
  description?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** Checked: variables filled in, defaults applied, references as `{$from}`. */
  spec: { [key: string]: Json };
  edges: Edge[];
  files: Record<string, FileContent>;
  /** File and line of its document. */
  place: Place;
}

export interface Service {
  name: string;
  description?: string;
  labels: Record<string, string>;
  dependsOn: string[];
}

export interface Stack extends Omit<StackFacts, "ingress"> {
  /** Absolute path of its folder, or of its one file. */
  folder: string;
  description?: string;
  provider: "aws" | "sandbox";
  profile?: string;
  /** Its tenant alone says that it is production, and that nobody has to type its name. */
  approvalWaived?: boolean;
  labels: Record<string, string>;
  defaultTags: Record<string, string>;
  /** Go back to what was recorded when a deployment fails. */
  rollback: boolean;
  networking?: Networking;
  services: Service[];
  components: Component[];
  /** Name → text with references, as in a component's spec. */
  outputs: Record<string, Json>;
  /** Number of YAML files read. */
  files: number;
}

/** The stack's networking: resources that exist already (its own choice, else the tenant's), and rules that every load balancer gets. */
export interface Networking {
  /** The tenant is to have a network of its own, and it is not made yet. */
  awaited?: true;
  existing?: {
    vpcId: string;
    vpcCidr?: string;
    subnetIds: { public?: string[]; private?: string[] };
    securityGroupIds?: string[];
  };
  securityGroup?: { ingress: IngressRule[] };
}
