/** Fewest and most characters of names, as AWS's own references say. */
const lengths: Record<string, [least: number, most: number]> = {
  "aws:dynamodb/table:Table": [3, 255],
  "aws:iam/role:Role": [1, 64],
  "aws:lambda/function:Function": [1, 64],
  "aws:lb/loadBalancer:LoadBalancer": [1, 32],
  "aws:lb/targetGroup:TargetGroup": [1, 32],
  "aws:rds/instance:Instance": [1, 63],
  "aws:s3/bucket:Bucket": [3, 63],
  "aws:sqs/queue:Queue": [1, 80],
};

/** Why AWS would refuse a name; `undefined` when it would take it. */
export function refusedName(type: string, name: string): string | undefined {
  const limits = lengths[type];
  if (!limits || (name.length >= limits[0] && name.length <= limits[1])) return undefined;
  return `the name "${name}" must have ${limits[0]} to ${limits[1]} characters`;
}
