/** What may stand where the cursor is. */
export interface Candidate {
  value: string;
  /** A few words beside it, where the shell shows them. */
  about?: string;
  /** More is to be typed behind it: no space follows. */
  open?: boolean;
}

export interface Completion {
  candidates: Candidate[];
  /** The shell completes paths besides. */
  paths?: "files" | "folders";
}
