mock_provider "aws" {}

override_data {
  target = data.aws_partition.this
  values = { partition = "aws" }
}

override_resource {
  target = aws_sns_topic.this
  values = { arn = "arn:aws:sns:eu-central-1:111122223333:understudy-test-changes" }
}

override_resource {
  target = aws_kms_key.topic
  values = { arn = "arn:aws:kms:eu-central-1:111122223333:key/1" }
}

variables {
  name       = "understudy-test"
  region     = "eu-central-1"
  account_id = "111122223333"
  bucket = {
    id  = "example-assets"
    arn = "arn:aws:s3:::example-assets"
  }
  queues = {
    standby = {
      changes_arn     = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes"
      dead_letter_arn = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-dead-letter"
    }
  }
}

run "every_event_type_is_notified" {
  assert {
    condition = aws_s3_bucket_notification.primary.queue[0].events == toset([
      "s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*", "s3:ObjectTagging:*", "s3:ObjectRestore:Completed",
    ])
    error_message = "an event type is missing from the notification"
  }

  assert {
    condition = (
      aws_s3_bucket_notification.primary.queue[0].queue_arn == "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes"
      && aws_s3_bucket_notification.primary.eventbridge == false
      && length(aws_cloudwatch_event_rule.changes) + length(aws_sns_topic.this) + length(aws_kms_key.topic) == 0
    )
    error_message = "one standby with native notifications needs neither a topic nor EventBridge"
  }
}

run "a_topic_fans_out_to_each_standby" {
  variables {
    notification = "sns"
    queues = {
      standby = {
        changes_arn     = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes"
        dead_letter_arn = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-dead-letter"
      }
      nyc = {
        changes_arn     = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-nyc-changes"
        dead_letter_arn = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-nyc-dead-letter"
      }
    }
  }

  assert {
    condition = (
      length(aws_s3_bucket_notification.primary.queue) == 0
      && [for topic in aws_s3_bucket_notification.primary.topic : topic.topic_arn] == ["arn:aws:sns:eu-central-1:111122223333:understudy-test-changes"]
      && length(aws_s3_bucket_notification.primary.topic[0].events) == 5
      && aws_sns_topic.this["changes"].name == "understudy-test-changes"
    )
    error_message = "S3 does not send every event to the topic, or sends it to a queue too"
  }

  # The functions read the body that S3 wrote.
  assert {
    condition = { for name, s in aws_sns_topic_subscription.changes : name => [s.endpoint, s.raw_message_delivery, jsondecode(s.redrive_policy).deadLetterTargetArn] } == {
      standby = ["arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes", true, "arn:aws:sqs:eu-central-1:111122223333:understudy-test-dead-letter"]
      nyc     = ["arn:aws:sqs:eu-central-1:111122223333:understudy-test-nyc-changes", true, "arn:aws:sqs:eu-central-1:111122223333:understudy-test-nyc-dead-letter"]
    }
    error_message = "a standby does not get each event raw, or an undeliverable event is lost"
  }
}

# The queue policies allow the sources before they exist, so that no event is denied while the notification changes.
run "sources_have_the_arns_that_the_queues_allow" {
  assert {
    condition = output.event_sources == {
      topic = "arn:aws:sns:eu-central-1:111122223333:understudy-test-changes"
      rule  = "arn:aws:events:eu-central-1:111122223333:rule/understudy-test-changes"
    }
    error_message = "the queues would deny the events of the topic or of the rule"
  }
}

run "only_the_primary_of_the_account_may_publish" {
  variables {
    notification = "sns"
  }

  assert {
    condition = [for s in jsondecode(aws_sns_topic_policy.this["changes"].policy).Statement : [s.Principal, s.Action, s.Condition] if s.Effect == "Allow"] == [[
      { Service = "s3.amazonaws.com" },
      "sns:Publish",
      {
        ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::example-assets" }
        StringEquals = { "aws:SourceAccount" = "111122223333" }
      },
    ]]
    error_message = "the topic accepts messages of others than the primary"
  }

  assert {
    condition = (
      length([for s in jsondecode(aws_sns_topic_policy.this["changes"].policy).Statement : s if s.Effect == "Deny" && try(s.Condition.Bool["aws:SecureTransport"], "") == "false"]) == 1
      && aws_sns_topic.this["changes"].kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/1"
      && aws_kms_key.topic["changes"].enable_key_rotation
      && [for s in jsondecode(aws_kms_key.topic["changes"].policy).Statement : s.Principal] == [{ AWS = "arn:aws:iam::111122223333:root" }, { Service = "s3.amazonaws.com" }]
    )
    error_message = "the topic accepts requests without TLS, or is not encrypted with a key that S3 can use"
  }
}

run "the_topic_uses_the_same_prefixes" {
  variables {
    notification       = "sns"
    replicate_prefixes = ["site/"]
  }

  assert {
    condition     = { for topic in aws_s3_bucket_notification.primary.topic : topic.id => topic.filter_prefix } == { "understudy-.heartbeat/" = ".heartbeat/", "understudy-site/" = "site/" }
    error_message = "the topic does not get exactly the events of the prefixes"
  }
}

run "eventbridge_replaces_the_notification" {
  variables {
    notification = "eventbridge"
  }

  assert {
    condition     = aws_s3_bucket_notification.primary.eventbridge && length(aws_s3_bucket_notification.primary.queue) == 0
    error_message = "S3 would deliver every event twice"
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.changes[0].event_pattern).detail.bucket.name == ["example-assets"]
    error_message = "the rule matches events of other buckets"
  }

  assert {
    condition     = aws_cloudwatch_event_target.changes["standby"].arn == "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes" && aws_cloudwatch_event_target.changes["standby"].target_id == "changes" && aws_cloudwatch_event_rule.changes[0].name == "understudy-test-changes"
    error_message = "the rule does not deliver to the changes queue"
  }
}

run "eventbridge_uses_the_same_prefixes" {
  variables {
    notification       = "eventbridge"
    replicate_prefixes = ["site/"]
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.changes[0].event_pattern).detail == {
      bucket = { name = ["example-assets"] }
      object = { key = [{ prefix = ".heartbeat/" }, { prefix = "site/" }] }
    }
    error_message = "the rule does not match exactly the prefixes"
  }
}

run "prefixes_filter_events_except_the_heartbeat" {
  variables {
    replicate_prefixes = ["site/", "media/2026"]
  }

  assert {
    condition = {
      for queue in aws_s3_bucket_notification.primary.queue : queue.filter_prefix => strcontains(queue.queue_arn, "understudy-test-changes") && length(queue.events) == 5
      } == {
      ".heartbeat/" = true
      "media/2026"  = true
      "site/"       = true
    }
    error_message = "the notification does not have exactly these prefixes with all event types"
  }

  assert {
    condition     = length(distinct([for queue in aws_s3_bucket_notification.primary.queue : queue.id])) == 3
    error_message = "S3 rejects two notification filters with the same ID"
  }
}

run "without_prefixes_every_key_is_sent" {
  assert {
    condition     = [for queue in aws_s3_bucket_notification.primary.queue : queue.filter_prefix == null ? "all" : queue.filter_prefix] == ["all"]
    error_message = "events are filtered by default"
  }
}

run "two_standbys_need_a_topic_or_eventbridge" {
  command = plan

  variables {
    queues = {
      standby = { changes_arn = "arn:aws:sqs:eu-central-1:111122223333:a", dead_letter_arn = "arn:aws:sqs:eu-central-1:111122223333:b" }
      nyc     = { changes_arn = "arn:aws:sqs:eu-central-1:111122223333:c", dead_letter_arn = "arn:aws:sqs:eu-central-1:111122223333:d" }
    }
  }

  expect_failures = [aws_s3_bucket_notification.primary]
}

run "an_unknown_notification_is_refused" {
  command = plan

  variables {
    notification = "kafka"
  }

  expect_failures = [var.notification]
}

run "an_account_of_eleven_digits_is_refused" {
  command = plan

  variables {
    account_id = "11112222333"
  }

  expect_failures = [var.account_id]
}

