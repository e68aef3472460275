/** The evaluator against what AWS documents; each table names its page of the IAM User Guide. */

import assert from "node:assert/strict";
import { evaluate, type Policies } from "./evaluate.ts";
import { parsePolicy } from "./policy.ts";
import type { Caller, Context } from "./request.ts";

const ACCOUNT = "111122223333";
const OTHER = "999999999999";

const user = (name: string, tags?: Record<string, string>): Caller => ({
  kind: "user",
  arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  account: ACCOUNT,
  userId: "AIDAEXAMPLE",
  tags,
});

const session: Caller = {
  kind: "role",
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/examplerole/one`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/examplerole`,
  account: ACCOUNT,
  userId: "AROAEXAMPLE:one",
  issuedAt: Date.parse("2026-01-02T00:00:00Z"),
};

type Outcome = "allowed" | "denied";
type Case = [
  outcome: Outcome,
  action: string,
  resource: string,
  more?: { caller?: Caller; context?: Context; account?: string },
];

/** Declares a test in which each case must come out as it says, under the same policies. */
function documented(page: string, policies: Policies, cases: Case[], caller = user("David")): void {
  for (const [outcome, action, resource, more] of cases) {
    const context = JSON.stringify(more?.context ?? {});
    const who = (more?.caller ?? caller).arn.split("/").at(-1);
    Deno.test(`evaluate() as of "${page}": ${who} ${action} ${resource} ${context} is ${outcome}`, () => {
      const request = { caller, account: ACCOUNT, action, resource, ...more };
      const decision = evaluate(request, policies);
      assert.equal(decision.allowed ? "allowed" : "denied", outcome, decision.why);
    });
  }
}

const statements = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const identity = (...list: object[]) => [parsePolicy(statements(...list), "identity")];
const boundary = (...list: object[]) => parsePolicy(statements(...list), "identity", "boundary");
const resource = (...list: object[]) => parsePolicy(statements(...list), "resource");
const allow = (
  Action: string | string[],
  Resource: string | string[] = "*",
  Condition?: object,
) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const deny = (
  Action: string | string[],
  Resource: string | string[] = "*",
  Condition?: object,
) => ({
  ...allow(Action, Resource, Condition),
  Effect: "Deny",
});

documented("Variables and tags: home folder by user name", {
  identity: identity(
    allow("s3:ListBucket", "arn:aws:s3:::mybucket", {
      StringLike: { "s3:prefix": ["${aws:username}/*"] },
    }),
    allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::mybucket/${aws:username}/*"),
  ),
}, [
  ["allowed", "s3:GetObject", "arn:aws:s3:::mybucket/David/a"],
  ["allowed", "S3:getobject", "arn:aws:s3:::mybucket/David/a/b:c"],
  ["denied", "s3:GetObject", "arn:aws:s3:::mybucket/david/a"],
  ["denied", "s3:GetObject", "arn:aws:s3:::mybucket/Davidson/a"],
  ["denied", "s3:DeleteObject", "arn:aws:s3:::mybucket/David/a"],
  ["allowed", "s3:ListBucket", "arn:aws:s3:::mybucket", { context: { "s3:prefix": "David/x" } }],
  ["denied", "s3:ListBucket", "arn:aws:s3:::mybucket", { context: { "s3:prefix": "" } }],
  ["denied", "s3:ListBucket", "arn:aws:s3:::mybucket"],
  // A session has no user name: the variable has no value, and matches nothing.
  ["denied", "s3:GetObject", "arn:aws:s3:::mybucket/David/a", { caller: session }],
  ["denied", "s3:GetObject", "arn:aws:s3:::mybucket/${aws:username}/a", { caller: session }],
  ["denied", "s3:GetObject", "arn:aws:s3:::mybucket//a", { caller: session }],
]);

documented("Variables and tags: a bucket per tag of the caller", {
  identity: identity(allow("s3:*", "arn:aws:s3:::bucket/${aws:PrincipalTag/department}")),
}, [
  ["allowed", "s3:GetObject", "arn:aws:s3:::bucket/hr", {
    caller: user("a", { department: "hr" }),
  }],
  ["allowed", "s3:GetObject", "arn:aws:s3:::bucket/hr", {
    caller: user("a", { Department: "hr" }),
  }],
  ["denied", "s3:GetObject", "arn:aws:s3:::bucket/it", { caller: user("a", { department: "hr" }) }],
  ["denied", "s3:GetObject", "arn:aws:s3:::bucket/hr", { caller: user("a", { department: "*" }) }],
  ["allowed", "s3:GetObject", "arn:aws:s3:::bucket/*", { caller: user("a", { department: "*" }) }],
  ["denied", "s3:GetObject", "arn:aws:s3:::bucket/h", { caller: user("a", { department: "?" }) }],
  ["denied", "s3:GetObject", "arn:aws:s3:::bucket/a", {
    caller: user("a", { department: "${aws:username}" }),
  }],
  ["denied", "s3:GetObject", "arn:aws:s3:::bucket/hr"],
]);

documented("Variables and tags: special characters and default values", {
  identity: identity(
    allow("s3:GetObject", "arn:aws:s3:::b/${*}${?}${$}/x*"),
    allow("s3:PutObject", "arn:aws:s3:::b/${aws:userid, 'anonymous'}/*"),
    allow("s3:DeleteObject", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'none'}/*"),
  ),
}, [
  ["allowed", "s3:GetObject", "arn:aws:s3:::b/*?$/xy"],
  ["denied", "s3:GetObject", "arn:aws:s3:::b/a?$/xy"],
  ["allowed", "s3:PutObject", "arn:aws:s3:::b/AIDAEXAMPLE/a"],
  ["denied", "s3:PutObject", "arn:aws:s3:::b/anonymous/a"],
  ["allowed", "s3:DeleteObject", "arn:aws:s3:::b/none/a"],
  ["denied", "s3:DeleteObject", "arn:aws:s3:::b/none/a", { caller: user("a", { team: "x" }) }],
]);

documented("Variables and tags: a variable without value, negated", {
  identity: identity(
    allow("s3:*"),
    deny("s3:*", "*", {
      StringNotEquals: { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" },
    }),
  ),
}, [
  ["denied", "s3:GetObject", "arn:aws:s3:::b/a", { context: { "s3:ExistingObjectTag/Team": "x" } }],
  ["allowed", "s3:GetObject", "arn:aws:s3:::b/a", {
    caller: user("a", { Team: "x" }),
    context: { "s3:ExistingObjectTag/Team": "x" },
  }],
]);

documented("Condition operators: home directory, with the empty prefix", {
  identity: identity(
    allow("s3:ListBucket", "arn:aws:s3:::B", {
      StringLike: { "s3:prefix": ["", "home/", "home/${aws:username}/"] },
    }),
    allow("s3:*", ["arn:aws:s3:::B/home/${aws:username}", "arn:aws:s3:::B/home/${aws:username}/*"]),
  ),
}, [
  ["allowed", "s3:ListBucket", "arn:aws:s3:::B", { context: { "s3:prefix": "" } }],
  ["allowed", "s3:ListBucket", "arn:aws:s3:::B", { context: { "S3:Prefix": "home/David/" } }],
  ["denied", "s3:ListBucket", "arn:aws:s3:::B", { context: { "s3:prefix": "home/Eve/" } }],
  ["allowed", "s3:DeleteObject", "arn:aws:s3:::B/home/David"],
  ["denied", "s3:DeleteObject", "arn:aws:s3:::B/home/David2"],
]);

documented("Condition operators: numbers, dates, booleans, addresses, ARNs, null, IfExists", {
  identity: identity(
    allow("s3:ListBucket", "*", { NumericLessThanEquals: { "s3:max-keys": "10" } }),
    allow("iam:*AccessKey*", "*", {
      DateGreaterThan: { "aws:TokenIssueTime": "2020-01-01T00:00:01Z" },
    }),
    allow("ec2:StopInstances", "*", { Null: { "aws:TokenIssueTime": "true" } }),
    allow("sns:Publish", "*", {
      IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] },
    }),
    allow("sqs:SendMessage", "*", {
      ArnLike: { "aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*" },
    }),
    allow("sqs:ReceiveMessage", "*", {
      StringLike: { "aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*" },
    }),
    allow("ec2:RunInstances", "*", {
      StringLikeIfExists: { "ec2:InstanceType": ["t1.*", "t2.*", "m3.*"] },
    }),
    allow("dynamodb:*"),
    deny("dynamodb:*", "*", { Bool: { "aws:SecureTransport": "false" } }),
    allow("kinesis:*", "*", { StringNotLike: { "kinesis:Key": "a*" } }),
    allow("ecs:*", "*", { StringEqualsIgnoreCase: { "ecs:Key": "ABc" } }),
    allow("ecr:*", "*", { StringEquals: { "ecr:Key": "a*" } }),
    allow("efs:*", "*", { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }),
    allow("eks:*", "*", { ArnLike: { "aws:SourceArn": "*" } }),
  ),
}, [
  ["allowed", "s3:ListBucket", "arn:aws:s3:::b", { context: { "s3:max-keys": "10" } }],
  ["denied", "s3:ListBucket", "arn:aws:s3:::b", { context: { "s3:max-keys": "11" } }],
  ["denied", "s3:ListBucket", "arn:aws:s3:::b", { context: { "s3:max-keys": "many" } }],
  ["denied", "s3:ListBucket", "arn:aws:s3:::b"],
  ["allowed", "iam:CreateAccessKey", "*", { caller: session }],
  ["denied", "iam:CreateAccessKey", "*"],
  ["denied", "iam:CreateAccessKey", "*", { caller: { ...session, issuedAt: 0 } }],
  ["denied", "ec2:StopInstances", "*", { caller: session }],
  ["allowed", "ec2:StopInstances", "*"],
  ["allowed", "sns:Publish", "*", { context: { "aws:SourceIp": "203.0.113.255" } }],
  ["denied", "sns:Publish", "*", { context: { "aws:SourceIp": "203.0.114.0" } }],
  ["allowed", "sns:Publish", "*", { context: { "aws:SourceIp": "2001:db8:1234:5678:1::2" } }],
  ["denied", "sns:Publish", "*", { context: { "aws:SourceIp": "2001:db8:1234:5679::" } }],
  ["denied", "sqs:SendMessage", "*", {
    context: {
      "aws:SourceArn":
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
    },
  }],
  ["allowed", "sqs:ReceiveMessage", "*", {
    context: {
      "aws:SourceArn":
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
    },
  }],
  ["allowed", "sqs:SendMessage", "*", {
    context: { "aws:SourceArn": "arn:aws:someservice:us-east-2:111122223333:finance/a:b" },
  }],
  ["allowed", "ec2:RunInstances", "*"],
  ["allowed", "ec2:RunInstances", "*", { context: { "ec2:InstanceType": "t2.small" } }],
  ["denied", "ec2:RunInstances", "*", { context: { "ec2:InstanceType": "x1.big" } }],
  ["allowed", "dynamodb:GetItem", "*", { context: { "aws:SecureTransport": "true" } }],
  ["denied", "dynamodb:GetItem", "*", { context: { "aws:SecureTransport": "false" } }],
  ["allowed", "kinesis:GetRecords", "*"],
  ["allowed", "kinesis:GetRecords", "*", { context: { "kinesis:Key": "b" } }],
  ["denied", "kinesis:GetRecords", "*", { context: { "kinesis:Key": "ab" } }],
  ["allowed", "ecs:ListTasks", "*", { context: { "ecs:Key": "abC" } }],
  ["denied", "ecs:ListTasks", "*", { context: { "ecs:Key": "abCd" } }],
  ["denied", "ecr:GetImage", "*", { context: { "ecr:Key": "ab" } }],
  ["allowed", "ecr:GetImage", "*", { context: { "ecr:Key": "a*" } }],
  ["allowed", "efs:List", "*", { context: { "aws:SourceIp": "255.1.2.3" } }],
  ["denied", "efs:List", "*", { context: { "aws:SourceIp": "::1" } }],
  ["denied", "eks:List", "*", { context: { "aws:SourceArn": "arn:aws:eks:::a" } }],
  ["denied", "eks:List", "*", { context: { "aws:SourceArn": "any" } }],
]);

documented("Conditions with multiple values: all attributes listed, and none forbidden", {
  identity: identity(
    allow("dynamodb:GetItem", "*", {
      "ForAllValues:StringLike": { "dynamodb:Attributes": ["PostDateTime", "Message", "Tags"] },
    }),
    allow("dynamodb:PutItem"),
    deny("dynamodb:PutItem", "*", {
      "ForAnyValue:StringLike": { "dynamodb:Attributes": ["ID", "PostDateTime"] },
    }),
  ),
}, [
  ["allowed", "dynamodb:GetItem", "*", {
    context: { "dynamodb:Attributes": ["PostDateTime", "Message"] },
  }],
  ["denied", "dynamodb:GetItem", "*", {
    context: { "dynamodb:Attributes": ["PostDateTime", "UserName"] },
  }],
  ["allowed", "dynamodb:GetItem", "*", { context: { "dynamodb:Attributes": [] } }],
  ["allowed", "dynamodb:GetItem", "*", { context: { "dynamodb:Attributes": [""] } }],
  ["allowed", "dynamodb:GetItem", "*"],
  ["denied", "dynamodb:PutItem", "*", {
    context: { "dynamodb:Attributes": ["UserName", "Message", "PostDateTime"] },
  }],
  ["allowed", "dynamodb:PutItem", "*", { context: { "dynamodb:Attributes": ["UserName"] } }],
  ["allowed", "dynamodb:PutItem", "*"],
]);

documented("Amazon DynamoDB Developer Guide, Using IAM policy conditions: leading keys", {
  identity: identity(
    allow(
      ["dynamodb:GetItem", "dynamodb:Query"],
      `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/GameScores`,
      {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${www.amazon.com:user_id}"] },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    ),
  ),
}, [
  ["allowed", "dynamodb:Query", `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/GameScores`, {
    context: { "www.amazon.com:user_id": "bob", "dynamodb:LeadingKeys": ["bob"] },
  }],
  ["denied", "dynamodb:Query", `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/GameScores`, {
    context: { "www.amazon.com:user_id": "bob", "dynamodb:LeadingKeys": ["bob", "eve"] },
  }],
  ["denied", "dynamodb:Query", `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/GameScores`, {
    context: { "www.amazon.com:user_id": "bob" },
  }],
  ["denied", "dynamodb:Query", `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/GameScores`, {
    context: { "dynamodb:LeadingKeys": ["bob"] },
  }],
  ["denied", "dynamodb:Scan", `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/GameScores`, {
    context: { "www.amazon.com:user_id": "bob" },
  }],
]);

documented("Permissions boundaries: Shirley may only what both allow", {
  identity: identity(allow(["iam:CreateUser", "s3:GetObject"])),
  boundary: boundary(allow(["s3:*", "cloudwatch:*", "ec2:*"])),
}, [
  ["denied", "iam:CreateUser", "*"],
  ["allowed", "s3:GetObject", "arn:aws:s3:::b/a"],
  ["denied", "ec2:RunInstances", "*"],
]);

documented("Permissions boundaries: Zhang creates users only with the boundary", {
  identity: identity(allow("iam:*")),
  boundary: boundary(
    allow("iam:CreateUser", "*", {
      StringEquals: {
        "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/XCompanyBoundaries`,
      },
    }),
    allow(["iam:GetUser", "iam:*Group*"]),
    deny("iam:DeleteUserPermissionsBoundary"),
  ),
}, [
  ["denied", "iam:CreateUser", "*"],
  ["allowed", "iam:CreateUser", "*", {
    context: { "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/XCompanyBoundaries` },
  }],
  ["denied", "iam:CreateUser", "*", {
    context: { "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/Other` },
  }],
  ["allowed", "iam:AddUserToGroup", "*"],
  ["denied", "iam:DeleteUserPermissionsBoundary", "*"],
]);

const bucket = "arn:aws:s3:::amzn-s3-demo-bucket";
const to = (AWS: string | string[], statement: object) => ({ Principal: { AWS }, ...statement });
const strictBoundary = boundary(allow("ec2:*"));
const strictSession = identity(allow("ec2:*"));

documented("Evaluation logic: a bucket policy adds to identity policies", {
  identity: identity(allow("s3:GetObject", `${bucket}/*`)),
  resource: resource(
    to(user("David").arn, allow("s3:PutObject", `${bucket}/*`)),
    to("*", deny("s3:*", `${bucket}/secret/*`)),
  ),
}, [
  ["allowed", "s3:GetObject", `${bucket}/a`],
  ["allowed", "s3:PutObject", `${bucket}/a`],
  ["denied", "s3:DeleteObject", `${bucket}/a`],
  ["denied", "s3:PutObject", `${bucket}/secret/a`],
  ["denied", "s3:PutObject", `${bucket}/a`, { caller: user("Eve") }],
]);

documented("Evaluation logic: a resource that names the user, against a boundary", {
  boundary: strictBoundary,
  resource: resource(to(user("David").arn, allow("s3:PutObject", `${bucket}/*`))),
}, [["allowed", "s3:PutObject", `${bucket}/a`]]);

documented(
  "Evaluation logic: a resource that names the role, against boundary and session",
  {
    boundary: strictBoundary,
    resource: resource(to(session.roleArn!, allow("s3:PutObject", `${bucket}/*`))),
  },
  [["denied", "s3:PutObject", `${bucket}/a`]],
  session,
);

documented(
  "Evaluation logic: a resource that names the role, with no policy of its own",
  {
    resource: resource(to(session.roleArn!, allow("s3:PutObject", `${bucket}/*`))),
  },
  [["allowed", "s3:PutObject", `${bucket}/a`]],
  session,
);

documented(
  "Evaluation logic: a resource that names the session, against boundary and session",
  {
    boundary: strictBoundary,
    session: strictSession,
    resource: resource(to(session.arn, allow("s3:PutObject", `${bucket}/*`))),
  },
  [["allowed", "s3:PutObject", `${bucket}/a`]],
  session,
);

documented("Principal: an account only hands the decision on", {
  identity: identity(allow("s3:GetObject", `${bucket}/*`)),
  resource: resource(to([ACCOUNT], allow("s3:*", `${bucket}/*`))),
}, [
  ["allowed", "s3:GetObject", `${bucket}/a`],
  ["denied", "s3:PutObject", `${bucket}/a`],
]);

documented("Policies and permissions: a session policy narrows the role", {
  identity: identity(allow(["s3:*", "sqs:*"])),
  session: identity(allow(["s3:Get*", "ec2:*"])),
}, [
  ["allowed", "s3:GetObject", `${bucket}/a`],
  ["denied", "s3:PutObject", `${bucket}/a`],
  ["denied", "ec2:RunInstances", "*"],
], session);

documented("Cross-account policy evaluation logic: both accounts must allow", {
  identity: identity(allow("s3:GetObject", `${bucket}/*`)),
  resource: resource(
    to(`arn:aws:iam::${ACCOUNT}:root`, allow(["s3:GetObject", "s3:PutObject"], `${bucket}/*`)),
  ),
}, [
  ["allowed", "s3:GetObject", `${bucket}/a`, { account: OTHER }],
  ["denied", "s3:PutObject", `${bucket}/a`, { account: OTHER }],
]);

documented("Cross-account policy evaluation logic: a resource without policy", {
  identity: identity(allow("s3:GetObject", `${bucket}/*`)),
}, [
  ["denied", "s3:GetObject", `${bucket}/a`, { account: OTHER }],
  ["allowed", "s3:GetObject", `${bucket}/a`],
]);

documented("Resource: wildcards cross slashes and colons", {
  identity: identity(
    allow("s3:GetObject", "arn:aws:s3:::b/*/test/?"),
    allow("sqs:*", "arn:aws:sqs:*:*:queue"),
  ),
}, [
  ["allowed", "s3:GetObject", "arn:aws:s3:::b/1/2/test/3"],
  ["allowed", "s3:GetObject", "arn:aws:s3:::b/1:2/test/3"],
  ["denied", "s3:GetObject", "arn:aws:s3:::b/1/test/34"],
  ["denied", "s3:GetObject", "arn:aws:s3:::b/test/3"],
  ["allowed", "sqs:SendMessage", `arn:aws:sqs:us-east-1:${ACCOUNT}:queue`],
]);

documented("NotAction and NotResource: all but these", {
  identity: identity(
    { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
    {
      Effect: "Deny",
      Action: "s3:*",
      NotResource: ["arn:aws:s3:::HRBucket", "arn:aws:s3:::HRBucket/*"],
    },
  ),
}, [
  ["allowed", "ec2:RunInstances", "*"],
  ["denied", "iam:CreateUser", "*"],
  ["allowed", "s3:GetObject", "arn:aws:s3:::HRBucket/a"],
  ["denied", "s3:GetObject", "arn:aws:s3:::Other/a"],
]);

documented("Global condition context keys: of a session, aws:PrincipalArn is the role's", {
  identity: identity(
    allow("s3:GetObject", "*", {
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/examplerole` },
    }),
  ),
}, [
  ["allowed", "s3:GetObject", `${bucket}/a`, { caller: session }],
  ["denied", "s3:GetObject", `${bucket}/a`],
]);
