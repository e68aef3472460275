import type { Report } from "../report.ts";
import type { ApiSpec } from "./api_fields.ts";
import type { Route } from "./fields.ts";

/** Two words that stand beside the authorizers' names. */
const BUILT_IN = ["iam", "none"];

export const routeKey = ({ method, path }: Route): string =>
  path === "$default" ? path : `${method} ${path}`;

/** Rules between routes and authorizers. */
export function checkRoutes(spec: ApiSpec, report: Report): void {
  const names = new Map(spec.authorizers.map((item) => [item.name, item]));
  const known = (name: string, path: (string | number)[]) => {
    if (BUILT_IN.includes(name) || names.has(name)) return;
    report({
      code: "unknown-authorizer",
      path,
      summary: `there is no authorizer "${name}"`,
      why: `authorizers: ${[...names.keys(), ...BUILT_IN].join(", ")}`,
      fix: "name one of these, or add it to authorizers",
    });
  };
  if (spec.defaultAuthorizer !== undefined) known(spec.defaultAuthorizer, ["defaultAuthorizer"]);
  spec.authorizers.forEach(({ name }, i) => {
    if (!BUILT_IN.includes(name)) return;
    report({
      code: "wrong-name",
      path: ["authorizers", i, "name"],
      summary: `An authorizer can't be called "${name}"`,
      why: "the word stands for AWS's own sign-in, or for none",
      fix: "choose another name",
    });
  });
  const seen = new Map<string, number>();
  spec.routes.forEach((route, i) => {
    const key = routeKey(route);
    if (seen.has(key)) {
      report({
        code: "duplicate-item",
        path: ["routes", i, "path"],
        summary: `"${key}" is there twice`,
        why: `route ${seen.get(key)! + 1} has it already`,
        fix: "remove one of the two",
      });
    }
    seen.set(key, i);
    if (route.authorizer !== undefined) known(route.authorizer, ["routes", i, "authorizer"]);
    const used = names.get(route.authorizer ?? spec.defaultAuthorizer ?? "none");
    if (route.scopes.length && used?.jwt === undefined) {
      report({
        code: "jwt-only",
        path: ["routes", i, "scopes"],
        at: "key",
        summary: '"scopes" needs an authorizer with jwt',
        why: "scopes are in the token",
        fix: 'name an authorizer with jwt, or remove "scopes"',
      });
    }
    if (/\{[^}]*\+\}./.test(route.path)) {
      report({
        code: "wrong-path",
        path: ["routes", i, "path"],
        summary: "{name+} must be the last part of a path",
        why: "it takes all that is left",
        fix: `end it there: ${route.path.replace(/(\{[^}]*\+\}).*/, "$1")}`,
      });
    }
  });
  if (spec.cors?.allowCredentials && spec.cors.allowOrigins.includes("*")) {
    report({
      code: "open-credentials",
      path: ["cors", "allowOrigins"],
      summary: 'Cookies can\'t be allowed for every page ("*")',
      why: "browsers refuse that",
      fix: "name the origins, or set allowCredentials: false",
    });
  }
}
