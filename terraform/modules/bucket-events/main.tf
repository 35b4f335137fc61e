locals {
  # Prefixes of the event notification; [""] is all keys. Deletions use the same prefixes: other keys are never on a standby.
  # The heartbeat is always included, because the health probe measures lag with it.
  prefixes = length(var.replicate_prefixes) == 0 ? [""] : sort(concat(var.replicate_prefixes, [".heartbeat/"]))

  events = [
    "s3:LifecycleExpiration:*",
    "s3:ObjectCreated:*",
    "s3:ObjectRemoved:*",
    "s3:ObjectRestore:Completed",
    "s3:ObjectTagging:*",
  ]

  # S3 identifies a filter by its ID.
  filters = { for prefix in local.prefixes : prefix == "" ? "understudy" : "understudy-${prefix}" => prefix == "" ? null : prefix }

  # The topic and the rule. The output event_sources has their ARNs before they exist.
  source_name = "${var.name}-changes"
  topics      = toset(var.notification == "sns" ? ["changes"] : [])
}

data "aws_partition" "this" {}

# A bucket has one notification configuration: a second resource for this bucket would overwrite this one without an error.
resource "aws_s3_bucket_notification" "primary" {
  bucket      = var.bucket.id
  eventbridge = var.notification == "eventbridge"

  dynamic "queue" {
    for_each = var.notification == "native" ? local.filters : {}

    content {
      id            = queue.key
      queue_arn     = one(values(var.queues)).changes_arn
      filter_prefix = queue.value
      events        = local.events
    }
  }

  dynamic "topic" {
    for_each = var.notification == "sns" ? local.filters : {}

    content {
      id            = topic.key
      topic_arn     = aws_sns_topic.this["changes"].arn
      filter_prefix = topic.value
      events        = local.events
    }
  }

  # S3 sends a test message when the notification is created, and rejects the configuration if the policy denies it. A topic without
  # its subscriptions would discard events.
  depends_on = [aws_sns_topic_policy.this, aws_sns_topic_subscription.changes]

  lifecycle {
    precondition {
      condition     = var.notification != "native" || length(var.queues) == 1
      error_message = "notification is native, by which S3 sends each event to one queue, but there are ${length(var.queues)} standbys: set notification = \"sns\" or \"eventbridge\"."
    }

    # EventBridge allows five targets for each rule.
    precondition {
      condition     = var.notification != "eventbridge" || length(var.queues) <= 5
      error_message = "notification is eventbridge, which delivers to at most 5 queues, but there are ${length(var.queues)} standbys: set notification = \"sns\"."
    }
  }
}

# S3 cannot publish to a topic that is encrypted with the AWS managed key, because the policy of that key cannot be changed.
resource "aws_kms_key" "topic" {
  for_each = local.topics

  description             = "Events of ${var.bucket.id} on their way to the standbys."
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "PoliciesOfThisAccount"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.this.partition}:iam::${var.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      # The policy that AWS documents for S3. The policy of the topic decides who publishes.
      {
        Sid       = "EncryptEvents"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_sns_topic" "this" {
  for_each = local.topics

  name              = local.source_name
  kms_master_key_id = aws_kms_key.topic[each.key].arn
}

# A forged event makes each replicator compare a key. It cannot change data, but each request costs money.
resource "aws_sns_topic_policy" "this" {
  for_each = local.topics

  arn = aws_sns_topic.this[each.key].arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TakeEventsOfThePrimary"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this[each.key].arn
        Condition = {
          ArnEquals    = { "aws:SourceArn" = var.bucket.arn }
          StringEquals = { "aws:SourceAccount" = var.account_id }
        }
      },
      {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this[each.key].arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

# Raw delivery: the queue receives the body that S3 wrote, as it does without a topic.
resource "aws_sns_topic_subscription" "changes" {
  for_each = var.notification == "sns" ? var.queues : {}

  topic_arn            = aws_sns_topic.this["changes"].arn
  protocol             = "sqs"
  endpoint             = each.value.changes_arn
  raw_message_delivery = true

  # SNS repeats a failed delivery for 23 days, but not one that the policy of the queue denies.
  redrive_policy = jsonencode({ deadLetterTargetArn = each.value.dead_letter_arn })
}

resource "aws_cloudwatch_event_rule" "changes" {
  count = var.notification == "eventbridge" ? 1 : 0

  name        = local.source_name
  description = "Changes of ${var.bucket.id} for the replicator."

  event_pattern = jsonencode({
    source = ["aws.s3"]
    "detail-type" = [
      "Object Created",
      "Object Deleted",
      "Object Restore Completed",
      "Object Tags Added",
      "Object Tags Deleted",
    ]
    detail = merge(
      { bucket = { name = [var.bucket.id] } },
      length(var.replicate_prefixes) == 0 ? {} : { object = { key = [for prefix in local.prefixes : { prefix = prefix }] } },
    )
  })
}

resource "aws_cloudwatch_event_target" "changes" {
  for_each = var.notification == "eventbridge" ? var.queues : {}

  rule = aws_cloudwatch_event_rule.changes[0].name
  # The first standby's target had this ID before there could be several.
  target_id = each.key == "standby" ? "changes" : "changes-${each.key}"
  arn       = each.value.changes_arn
}
