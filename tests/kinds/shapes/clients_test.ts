import assert from "node:assert/strict";
import { component, load, render } from "../harness.ts";

const networking = (...rules: string[]) =>
  `apiVersion: infra.panka.io/v1
kind: Networking
metadata: { name: network }
spec:
  securityGroup:
    ingress:
${rules.map((rule) => `      - ${rule}`).join("\n")}
`;
const WEB = "{ port: 443, cidrBlocks: [0.0.0.0/0], description: HTTPS from internet }";
const MICRO = component(
  "MicroService",
  "web",
  `image: { repository: nginx, tag: "1" }
ports: [8080]
loadBalancer: { certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1" }`,
);

/** "port-toPort protocol from" of each rule that lets addresses into a load balancer. */
const rulesOf = (...documents: string[]) =>
  render(documents).graph.resources
    .filter(({ key }) => key.includes("ingress"))
    .map(({ properties: p }) => {
      const from = typeof p.cidrIpv4 === "string" ? p.cidrIpv4 : "vpc";
      return `${p.fromPort}-${p.toPort} ${p.ipProtocol} ${from}`;
    });
const notes = (...documents: string[]) =>
  load(documents).diagnostics
    .filter(({ code }) => code === "unused-rules")
    .map(({ severity, place, summary }) => `${severity} ${place?.source.trim()} ${summary}`);

Deno.test("letClientsIn() adds the stack's rules to what each kind of load balancer opens itself", () => {
  const rule = networking("{ port: 9000, toPort: 9010, protocol: udp, cidrBlocks: [10.0.0.0/8] }");
  const stacks = "9000-9010 udp 10.0.0.0/8";
  assert.deepEqual(rulesOf(rule, component("ALB", "front", "listeners: [{ port: 80 }]")), [
    "80-80 tcp 0.0.0.0/0",
    stacks,
  ]);
  const group = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/db/1";
  const nlb = `internal: true\nlisteners: [{ port: 5432, targetGroupArn: "${group}" }]`;
  assert.deepEqual(rulesOf(rule, component("NLB", "front", nlb)), ["5432-5432 tcp vpc", stacks]);
  assert.deepEqual(rulesOf(rule, MICRO), ["443-443 tcp 0.0.0.0/0", "80-80 tcp 0.0.0.0/0", stacks]);
});

Deno.test("letClientsIn() leaves out rules that are there already", () => {
  const own = ["443-443 tcp 0.0.0.0/0", "80-80 tcp 0.0.0.0/0"];
  const again = networking(WEB, "{ port: 80, cidrBlocks: [0.0.0.0/0] }", WEB);
  assert.deepEqual(rulesOf(again, MICRO), own);
  const wider = networking("{ port: 443, toPort: 444, cidrBlocks: [0.0.0.0/0, 10.0.0.0/8] }");
  assert.deepEqual(rulesOf(wider, MICRO), [
    ...own,
    "443-444 tcp 0.0.0.0/0",
    "443-444 tcp 10.0.0.0/8",
  ]);
});

Deno.test("loadStack() notes that ingress rules have no effect when no component has a load balancer of its own", () => {
  const rules = networking(WEB);
  const shared = MICRO.replace(/loadBalancer: .*/, "loadBalancer: { shared: true }");
  const said = ["note ingress: the rules of securityGroup.ingress have no effect"];
  assert.deepEqual(notes(rules, component("SQS", "jobs", "")), said);
  assert.deepEqual(notes(rules, shared), said);
  assert.deepEqual(notes(rules, MICRO), []);
  assert.deepEqual(notes(component("SQS", "jobs", "")), []);
});
