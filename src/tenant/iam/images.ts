import { allow, type Statement } from "./document.ts";
import { arn, type Platform } from "./facts.ts";

/** The tag, of any value, of repositories in the account whose images every tenant may pull. */
export const SHARED_TAG = "panka:shared";

/** What pulling an image asks of its repository. */
export const PULL = ["ecr:BatchC*", "ecr:BatchG*", "ecr:GetD*"];

/** Pulling what is no tenant's: shared images, and other accounts', which say themselves who may; AWS's own among them. */
export const commonImages = (platform: Platform): Statement[] => [
  allow("SharedImages", PULL, "*", { Null: { [`aws:ResourceTag/${SHARED_TAG}`]: "false" } }),
  { Sid: "OthersImages", Effect: "Allow", Action: PULL, NotResource: `${arn(platform, "ecr")}*` },
];
