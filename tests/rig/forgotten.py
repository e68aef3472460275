"""Remembers what the emulators take and never give back, so that the provider sees no difference."""
import json
import re

# ScalableTargetARN to its tags: moto has none of the calls for tags.
autoscaling_tags = {}
# ARN of an ECS service to its availabilityZoneRebalancing, which ministack drops.
rebalancing = {}
# Name of a DynamoDB table to the days of its point-in-time recovery, which ministack drops.
recovery_days = {}


def forget():
    autoscaling_tags.clear()
    rebalancing.clear()
    recovery_days.clear()


def registered(request, answered):
    """After RegisterScalableTarget."""
    arn, tags = json.loads(answered).get("ScalableTargetARN"), json.loads(request).get("Tags")
    if arn and tags:
        autoscaling_tags[arn] = tags


def tag_call(operation, request):
    """Answers ListTagsForResource, TagResource and UntagResource."""
    asked = json.loads(request)
    tags = autoscaling_tags.setdefault(asked.get("ResourceARN"), {})
    if operation == "TagResource":
        tags.update(asked.get("Tags", {}))
    if operation == "UntagResource":
        for key in asked.get("TagKeys", []):
            tags.pop(key, None)
    return json.dumps({"Tags": tags} if operation == "ListTagsForResource" else {}).encode()


def with_rebalancing(request, answered):
    """An answer of ECS with each service's rebalancing in it."""
    asked, body = json.loads(request or b"{}"), json.loads(answered or b"{}")
    one = body.get("service")
    if one and "availabilityZoneRebalancing" in asked:
        rebalancing[one["serviceArn"]] = asked["availabilityZoneRebalancing"]
    services = [s for s in body.get("services", []) + [one] if isinstance(s, dict)]
    for service in services:
        service["availabilityZoneRebalancing"] = rebalancing.get(service["serviceArn"], "DISABLED")
    return json.dumps(body).encode() if services else answered


def with_recovery_days(request, answered):
    """An answer about a table's backups with how far back they go."""
    asked, body = json.loads(request), json.loads(answered)
    table, wanted = asked.get("TableName"), asked.get("PointInTimeRecoverySpecification", {})
    if wanted:
        recovery_days[table] = wanted.get("RecoveryPeriodInDays", 35)
    recovery = body.get("ContinuousBackupsDescription", {}).get("PointInTimeRecoveryDescription", {})
    if recovery.get("PointInTimeRecoveryStatus") == "ENABLED":
        recovery["RecoveryPeriodInDays"] = recovery_days.get(table, 35)
    return json.dumps(body).encode()


def without_page(answered):
    """Target groups that only connect ask for no page; the provider refuses to update one that does."""

    def connecting(match):
        return re.sub(rb"<HealthCheckPath>.*?</HealthCheckPath>|<Matcher>.*?</Matcher>", b"", match[0])

    return re.sub(
        rb"<HealthCheckProtocol>TCP</HealthCheckProtocol>.*?<LoadBalancerArns>",
        connecting,
        answered,
        flags=re.S,
    )
