# Two kinds of alarms, both off by default. What AWS itself measures of bucket and table; and what panka measures of
# locks and state, once a collector puts it into CloudWatch (docs/metrics.md).

locals {
  aws_alarms   = var.alarms ? 1 : 0
  panka_alarms = var.alarms && var.metrics_namespace != null ? 1 : 0
}

# Requests that the table refused for load: heartbeats are among them, and a lease that can't be renewed ends.
resource "aws_cloudwatch_metric_alarm" "table_throttled" {
  count = local.aws_alarms

  alarm_name          = "${var.table}-throttled"
  alarm_description   = "panka: the lock table refuses requests for load; locks can't be renewed. See the table's on-demand limits."
  namespace           = "AWS/DynamoDB"
  metric_name         = "WriteThrottleEvents"
  dimensions          = { TableName = aws_dynamodb_table.locks.name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  tags                = var.tags
}

# A heartbeat whose condition fails belongs to a lock that was lost; an acquire whose condition fails, to a lock that is
# held. A few are daily business, a lasting stream of them is a deployment that many wait for.
resource "aws_cloudwatch_metric_alarm" "table_contention" {
  count = local.aws_alarms

  alarm_name          = "${var.table}-contention"
  alarm_description   = "panka: many runs are waiting for locks for an hour already. panka locks list says for whose."
  namespace           = "AWS/DynamoDB"
  metric_name         = "ConditionalCheckFailedRequests"
  dimensions          = { TableName = aws_dynamodb_table.locks.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 12
  threshold           = var.contention_threshold
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  tags                = var.tags
}

# S3 counts requests only where it is asked to, which costs as much as a custom metric.
resource "aws_s3_bucket_metric" "state" {
  count = local.aws_alarms

  bucket = aws_s3_bucket.state.id
  name   = "panka"
}

resource "aws_cloudwatch_metric_alarm" "bucket_failing" {
  count = local.aws_alarms

  alarm_name          = "${var.bucket}-failing"
  alarm_description   = "panka: S3 fails on the state's bucket; runs can't record what they did."
  namespace           = "AWS/S3"
  metric_name         = "5xxErrors"
  dimensions          = { BucketName = aws_s3_bucket.state.id, FilterId = aws_s3_bucket_metric.state[0].name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  threshold           = 5
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  tags                = var.tags
}

locals {
  # Any of these is worth a look; none of them loses an update.
  panka_metrics = {
    "panka.lock.takeovers"        = { threshold = 0, why = "a run died and was replaced; look at its machine" }
    "panka.lock.lost"             = { threshold = 0, why = "a run lost its lock while it worked; it stopped, the next one recovers" }
    "panka.lock.release.failures" = { threshold = 0, why = "a lock could not be given back; it ended with its lease" }
    "panka.lock.heartbeats.missed" = {
      threshold = 20
      why       = "heartbeats are not answered; look at the network to DynamoDB"
    }
    "panka.state.preconditions.failed" = {
      threshold = 20
      why       = "many writes of state meet; look for runs that go around the locks"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "panka" {
  for_each = local.panka_alarms == 1 ? local.panka_metrics : {}

  alarm_name          = "${var.bucket}-${each.key}"
  alarm_description   = "panka: ${each.value.why}."
  namespace           = var.metrics_namespace
  metric_name         = each.key
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = each.value.threshold
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  tags                = var.tags
}
