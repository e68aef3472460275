import type { InstanceProfileArgs } from "@pulumi/aws/iam/instanceProfile.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { RoleHandle } from "../shapes/role.ts";

/** The profile that gives machines their role. */
export function instanceProfile(c: RenderContext<unknown>, runsAs: RoleHandle): Handle {
  // 128 characters: IAM, CreateInstanceProfile.
  const name = c.physicalName({ max: 128 });
  return c.resource<InstanceProfileArgs>(
    "aws:iam/instanceProfile:InstanceProfile",
    "instance-profile",
    { name, path: c.stack.roles?.path, role: runsAs.attr("name"), tags: c.tags },
    { physicalName: name },
  );
}
