import type { AclArgs } from "@pulumi/aws/memorydb/acl.d.ts";
import type { UserArgs } from "@pulumi/aws/memorydb/user.d.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import { password } from "../shapes/password.ts";
import { storeName } from "../shapes/store_name.ts";
import type { MemoryDBSpec } from "./fields.ts";

/** Who may do what: everybody who can connect, or one user with a password. */
export function users(
  c: RenderContext<MemoryDBSpec>,
): { acl: string | Expression; userName: Value } {
  const secret = password(c.spec.security.authSecret);
  if (!secret) return { acl: "open-access", userName: "" };
  // 40 characters: CreateUser, CreateACL.
  const name = storeName(c, { max: 40 });
  const userName = c.spec.security.userName ?? name;
  const user = c.resource<UserArgs>("aws:memorydb/user:User", "user", {
    userName,
    accessString: "on ~* &* +@all",
    authenticationMode: { type: "password", passwords: [secret] },
    tags: c.tags,
  }, { physicalName: userName });
  const acl = c.resource<AclArgs>("aws:memorydb/acl:Acl", "acl", {
    name,
    userNames: [user.attr("userName")],
    tags: c.tags,
  }, { physicalName: name });
  return { acl: acl.attr("name"), userName };
}
