import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const vpc = (more: Record<string, unknown> = {}) =>
  component("VPC", "net", JSON.stringify({ cidrBlock: "10.20.0.0/16", ...more }));

Deno.test("VPC renders two zones, one NAT gateway, free endpoints and a default group that is closed", () => {
  snapshot("vpc-minimal", render([vpc()]).graph);
});

Deno.test("VPC renders a NAT gateway and a route table a zone", () => {
  snapshot(
    "vpc-per-az",
    render([vpc({
      subnets: {
        public: ["eu-west-1a", "eu-west-1b"],
        private: ["eu-west-1a", { zone: "eu-west-1b", cidrBlock: "10.20.64.0/18" }],
      },
      natGateway: { type: "per-az" },
      defaultSecurityGroup: { ingress: [{ port: 443, cidrBlocks: ["10.20.0.0/16"] }] },
    })]).graph,
  );
});

Deno.test("VPC without a way to the internet has no gateway and no public address", () => {
  snapshot(
    "vpc-closed",
    render([vpc({
      subnets: { private: ["eu-west-1a"] },
      internetGateway: { enabled: false },
      natGateway: { enabled: false },
    })]).graph,
  );
});

Deno.test("VPC is by itself in zones that anybody gets, in Tokyo too", () => {
  const { stack } = load([vpc()]);
  const { resources } = renderStack({ ...stack!, region: "ap-northeast-1" }).graph;
  const zones = resources.filter(({ type }) => type === "aws:ec2/subnet:Subnet")
    .map(({ properties }) => properties.availabilityZone);
  assert.deepEqual([...new Set(zones)], ["ap-northeast-1a", "ap-northeast-1c"]);
});

Deno.test("VPC keeps the blocks of its subnets when a zone is added", () => {
  const blocks = (zones: string[]) =>
    render([vpc({ subnets: { public: zones, private: zones } })]).graph.resources
      .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
      .map(({ key, properties }) => `${key} ${properties.cidrBlock}`);
  const two = blocks(["eu-west-1a", "eu-west-1b"]);
  const three = blocks(["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
  assert.deepEqual(two, [
    "api/net/private-eu-west-1a 10.20.0.0/20",
    "api/net/private-eu-west-1b 10.20.16.0/20",
    "api/net/public-eu-west-1a 10.20.128.0/20",
    "api/net/public-eu-west-1b 10.20.144.0/20",
  ]);
  assert.deepEqual(two.filter((one) => !three.includes(one)), []);
});

const refusals: [string, Record<string, unknown>, string[]][] = [
  [
    "a block that begins in the middle",
    { cidrBlock: "10.20.1.0/16" },
    [
      'wrong-value "10.20.1.0/16" is not the first address of a block | write such as 10.20.0.0/16',
    ],
  ],
  [
    "a block that is too small",
    { cidrBlock: "10.20.0.0/26" },
    [
      'wrong-value "10.20.0.0/26" is /26, and must be /16 to /24 | write a block from /16 to /24',
    ],
  ],
  [
    "subnets that overlap or lie outside",
    {
      subnets: {
        public: [{ zone: "eu-west-1a", cidrBlock: "10.30.0.0/20" }],
        private: ["eu-west-1a", { zone: "eu-west-1b", cidrBlock: "10.20.0.0/24" }],
      },
    },
    [
      "wrong-value 10.20.0.0/24 of private-eu-west-1b overlaps 10.20.0.0/20 of private-eu-west-1a | give each subnet a block of its own, or leave cidrBlock out everywhere",
      "wrong-value 10.30.0.0/20 of public-eu-west-1a is not in 10.20.0.0/16 | choose one in it",
    ],
  ],
  [
    "a NAT gateway without the internet",
    { internetGateway: { enabled: false } },
    [
      "wrong-value a NAT gateway needs a public subnet and the internet gateway | set natGateway.enabled: false, or give it both",
    ],
  ],
  [
    "a NAT gateway a zone where a zone has no public subnet",
    {
      subnets: { public: ["eu-west-1a"], private: ["eu-west-1b"] },
      natGateway: { type: "per-az" },
    },
    [
      "wrong-value there is no public subnet in eu-west-1b for its NAT gateway | add eu-west-1b to subnets.public, or set type: single",
    ],
  ],
];

for (const [what, more, errors] of refusals) {
  Deno.test(`VPC refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([vpc(more)])), errors);
  });
}
