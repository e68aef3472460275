import type { Json, RecordedResource, SecretReference } from "../state/document.ts";

/** A component that was deployed, as its probe needs to know it. */
export interface HealthSubject {
  id: string;
  kind: string;
  outputs: Record<string, Json | SecretReference>;
  /** By the resources' keys. */
  resources: Record<string, RecordedResource>;
}

export interface Verdict {
  /** `waiting`: it may become healthy; `unhealthy`: it won't by itself. */
  status: "healthy" | "waiting" | "unhealthy";
  /** "1 of 2 new tasks healthy"; empty where there is nothing to say. */
  message: string;
}

/** Tells whether what was deployed works. Where there is nothing to ask, it is healthy. */
export interface Health {
  probe(subject: HealthSubject, signal?: AbortSignal): Promise<Verdict>;
}
