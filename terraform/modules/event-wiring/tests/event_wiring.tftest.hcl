mock_provider "aws" {}

override_resource {
  target = aws_sqs_queue.this["changes"]
  values = {
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/understudy-test-changes"
    arn = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes"
  }
}

override_resource {
  target = aws_sqs_queue.this["repairs"]
  values = {
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/understudy-test-repairs"
    arn = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-repairs"
  }
}

override_resource {
  target = aws_sqs_queue.dead_letter
  values = {
    id  = "https://sqs.eu-central-1.amazonaws.com/111122223333/understudy-test-dead-letter"
    arn = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-dead-letter"
  }
}

override_resource {
  target = aws_secretsmanager_secret.standby
  values = { arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:understudy/test/standby-AbCdEf" }
}

variables {
  name           = "understudy-test"
  environment    = "test"
  account_id     = "111122223333"
  standby_bucket = "assets"
  bucket = {
    id  = "example-assets"
    arn = "arn:aws:s3:::example-assets"
  }
  event_sources = {
    topic = "arn:aws:sns:eu-central-1:111122223333:understudy-test-changes"
    rule  = "arn:aws:events:eu-central-1:111122223333:rule/understudy-test-changes"
  }
}

run "queues_have_the_settings_that_the_template_states" {
  assert {
    # yamldecode does not support CloudFormation tags, so the test parses only the Metadata block.
    condition = output.settings == yamldecode(
      regex("(?s)\nMetadata:\n(.*?)\nParameters:", file("${path.module}/../../../template.yaml"))[0]
    ).Understudy
    error_message = "the queues' settings differ from template.yaml's Metadata"
  }

  assert {
    condition = alltrue([for queue in aws_sqs_queue.this :
      queue.visibility_timeout_seconds == output.settings.QueueVisibilityTimeoutSeconds
      && queue.message_retention_seconds == output.settings.QueueRetentionSeconds
      && jsondecode(queue.redrive_policy).maxReceiveCount == output.settings.MaxReceiveCount
      && jsondecode(queue.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letter.arn
      && queue.sqs_managed_sse_enabled
    ])
    error_message = "a queue does not have the required settings"
  }

  assert {
    condition     = aws_sqs_queue.dead_letter.message_retention_seconds == output.settings.DeadLetterQueueRetentionSeconds
    error_message = "the retention of the dead-letter queue differs from template.yaml"
  }

  assert {
    condition = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letter.redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = [aws_sqs_queue.this["changes"].arn, aws_sqs_queue.this["repairs"].arn]
    }
    error_message = "queues other than changes and repairs can use the dead-letter queue"
  }
}

# The policy does not depend on the notification: while that changes, the old source still sends events.
run "only_the_sources_of_the_installation_may_send_events" {
  assert {
    condition = [for s in jsondecode(aws_sqs_queue_policy.changes.policy).Statement : s if s.Effect == "Allow"] == [
      {
        Sid       = "TakeEventsOfThePrimary"
        Effect    = "Allow"
        Principal = { Service = "s3.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes"
        Condition = {
          ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::example-assets" }
          StringEquals = { "aws:SourceAccount" = "111122223333" }
        }
      },
      {
        Sid       = "TakeEventsOfTheTopic"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes"
        Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-central-1:111122223333:understudy-test-changes" } }
      },
      {
        Sid       = "TakeEventsOfTheRule"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = "arn:aws:sqs:eu-central-1:111122223333:understudy-test-changes"
        Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:events:eu-central-1:111122223333:rule/understudy-test-changes" } }
      },
    ]
    error_message = "the changes queue accepts messages of others than the primary, the topic and the rule"
  }

  assert {
    condition = alltrue([for policy in [aws_sqs_queue_policy.changes, aws_sqs_queue_policy.repairs, aws_sqs_queue_policy.dead_letter] :
      length([for s in jsondecode(policy.policy).Statement : s
      if s.Effect == "Deny" && s.Action == "sqs:*" && try(s.Condition.Bool["aws:SecureTransport"], "") == "false"]) == 1
    ])
    error_message = "a queue policy does not deny requests without TLS"
  }

  assert {
    condition     = !strcontains(aws_sqs_queue_policy.repairs.policy, "Allow")
    error_message = "the policy of repairs contains an Allow statement"
  }

  # What a subscription could not deliver, such as to a queue whose policy was removed.
  assert {
    condition = [for s in jsondecode(aws_sqs_queue_policy.dead_letter.policy).Statement : [s.Principal, s.Condition] if s.Effect == "Allow"] == [
      [{ Service = "sns.amazonaws.com" }, { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-central-1:111122223333:understudy-test-changes" } }],
    ]
    error_message = "the dead-letter queue accepts messages of others than the topic"
  }
}

run "functions_find_everything_under_one_path" {
  assert {
    condition = toset([for p in aws_ssm_parameter.this : p.name]) == toset([for name in [
      "primary-bucket", "primary-owner", "changes-queue-arn", "changes-queue-url", "repairs-queue-arn", "repairs-queue-url",
      "dead-letter-queue-arn", "dead-letter-queue-url", "standby-bucket", "standby-secret-arn", "primary-health-url",
      "standby-health-url", "public-url",
    ] : "/understudy/test/${name}"])
    error_message = "sam_parameters or the Parameter Store has a missing or an extra parameter"
  }

  assert {
    condition     = aws_ssm_parameter.this["public-url"].value == "none" && aws_ssm_parameter.this["standby-bucket"].value == "assets"
    error_message = "a URL that is not yet known must be none"
  }
}

run "the_template_takes_every_parameter" {
  variables {
    replicate_prefixes = ["site/", "media/"]
    health_urls        = { metrics = "https://standby-api.example.org:8443/minio/v2/metrics/cluster" }
    network = {
      subnet_ids        = ["subnet-a", "subnet-b"]
      security_group_id = "sg-1"
    }
  }

  assert {
    condition = alltrue([for parameter in split(" ", output.sam_parameters) :
      strcontains(regex("(?s)\nParameters:\n(.*?)\nConditions:", file("${path.module}/../../../template.yaml"))[0], "  ${split("=", parameter)[0]}:\n    Type:")
    ])
    error_message = "sam deploy would refuse a parameter that template.yaml does not have"
  }

  assert {
    condition = (
      length(split(" ", output.sam_parameters)) == 18
      && strcontains(output.sam_parameters, "PrimaryBucket=/understudy/test/primary-bucket")
      && strcontains(output.sam_parameters, "FunctionsSubnetIds=subnet-a,subnet-b")
      && strcontains(output.sam_parameters, "StandbyMetricsUrl=https://standby-api.example.org:8443/minio/v2/metrics/cluster")
    )
    error_message = "sam_parameters or the Parameter Store has a missing or an extra parameter"
  }
}

run "the_network_reaches_the_functions" {
  variables {
    network = {
      subnet_ids        = ["subnet-a", "subnet-b"]
      security_group_id = "sg-1"
    }
  }

  assert {
    condition = (
      strcontains(output.sam_parameters, "FunctionsSubnetIds=subnet-a,subnet-b")
      && strcontains(output.sam_parameters, "FunctionsSecurityGroupId=sg-1")
    )
    error_message = "sam_parameters lacks the subnets or the security group"
  }
}

run "prefixes_that_exceed_the_environment_of_a_function_are_refused" {
  command = plan

  variables {
    replicate_prefixes = [for i in range(60) : format("site-%02d-%s/", i, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
  }

  expect_failures = [var.replicate_prefixes]
}

run "overlapping_prefixes_are_refused" {
  command = plan

  variables {
    replicate_prefixes = ["site/", "site/images/"]
  }

  expect_failures = [var.replicate_prefixes]
}

run "a_reserved_prefix_is_refused" {
  command = plan

  variables {
    replicate_prefixes = [".origin/health"]
  }

  expect_failures = [var.replicate_prefixes]
}

run "a_prefix_with_special_characters_is_refused" {
  command = plan

  variables {
    replicate_prefixes = ["my site/"]
  }

  expect_failures = [var.replicate_prefixes]
}

run "half_a_day_is_refused" {
  command = plan

  variables {
    replicate_max_age_days = 0.5
  }

  expect_failures = [var.replicate_max_age_days]
}

run "an_account_of_eleven_digits_is_refused" {
  command = plan

  variables {
    account_id = "11112222333"
  }

  expect_failures = [var.account_id]
}

run "a_recovery_of_three_days_is_refused" {
  command = plan

  variables {
    secret_recovery_days = 3
  }

  expect_failures = [var.secret_recovery_days]
}

run "replication_filters_reach_the_functions" {
  variables {
    replicate_prefixes     = ["site/", "media/2026"]
    replicate_max_age_days = 90
  }

  assert {
    condition = (
      strcontains(output.sam_parameters, "ReplicatePrefixes=site/,media/2026")
      && strcontains(output.sam_parameters, "ReplicateMaxAgeDays=90")
    )
    error_message = "sam_parameters lacks the replication filters"
  }
}

run "replication_is_not_filtered_by_default" {
  assert {
    condition     = !strcontains(output.sam_parameters, "Replicate")
    error_message = "replication is filtered by default"
  }
}

run "a_further_standby_has_names_of_its_own" {
  variables {
    name    = "understudy-test-nyc"
    standby = "nyc"
  }

  assert {
    condition = (
      alltrue([for parameter in aws_ssm_parameter.this : startswith(parameter.name, "/understudy/test/nyc/")])
      && output.parameter_prefix == "/understudy/test/nyc/"
      && strcontains(output.sam_parameters, "StandbySecretArn=/understudy/test/nyc/standby-secret-arn")
      && strcontains(output.sam_parameters, "ChangesTopicArn=arn:aws:sns:eu-central-1:111122223333:understudy-test-changes")
      && aws_secretsmanager_secret.standby.name == "understudy/test/nyc"
      && toset([for queue in aws_sqs_queue.this : queue.name]) == toset(["understudy-test-nyc-changes", "understudy-test-nyc-repairs"])
    )
    error_message = "two standbys would share a parameter, a secret or a queue"
  }

  assert {
    condition     = strcontains(aws_sqs_queue_policy.changes.policy, "understudy-test-changes\"") && !strcontains(aws_sqs_queue_policy.changes.policy, "sns:eu-central-1:111122223333:understudy-test-nyc")
    error_message = "the queue of a further standby does not accept the events of the one topic"
  }
}
