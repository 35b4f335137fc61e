locals {
  # The replicator's timeout is 300 s. 1800 s is at least six times that, and more than the timeout plus 15 minutes. By then, a
  # write that outlived its invocation has completed. template.yaml contains the same four values; a test compares them.
  visibility_seconds            = 1800
  retention_seconds             = 345600
  dead_letter_retention_seconds = 1209600
  # An outage of four days, which is the retention, causes up to 778 receives of a message: the replicator delays it by 450 to
  # 900 s each time. SQS's maximum keeps such a message in its queue. Beyond it, SQS moves the message to the dead-letter queue
  # without a reason.
  max_receive_count = 1000

  queues = toset(["changes", "repairs"])

  tls_only = {
    Sid       = "TlsOnly"
    Effect    = "Deny"
    Principal = "*"
    Action    = "sqs:*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }

  # All three sources are always allowed. A policy that followed the setting would deny the events that the old source still sends
  # while the setting changes. A forged event makes the replicator compare a key. It cannot change data, but each request costs money.
  sources = [
    {
      sid     = "TakeEventsOfThePrimary"
      service = "s3.amazonaws.com"
      # The ARN of a bucket does not name its account.
      condition = {
        ArnEquals    = { "aws:SourceArn" = var.bucket.arn }
        StringEquals = { "aws:SourceAccount" = var.account_id }
      }
    },
    { sid = "TakeEventsOfTheTopic", service = "sns.amazonaws.com", condition = { ArnEquals = { "aws:SourceArn" = var.event_sources.topic } } },
    { sid = "TakeEventsOfTheRule", service = "events.amazonaws.com", condition = { ArnEquals = { "aws:SourceArn" = var.event_sources.rule } } },
  ]
}

# SSE-SQS: S3 cannot send to a queue that is encrypted with the AWS managed KMS key.
resource "aws_sqs_queue" "dead_letter" {
  name                      = "${var.name}-dead-letter"
  message_retention_seconds = local.dead_letter_retention_seconds
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "this" {
  for_each = local.queues

  name                       = "${var.name}-${each.key}"
  visibility_timeout_seconds = local.visibility_seconds
  message_retention_seconds  = local.retention_seconds
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = local.max_receive_count
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "dead_letter" {
  queue_url = aws_sqs_queue.dead_letter.id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = sort([for queue in aws_sqs_queue.this : queue.arn])
  })
}

resource "aws_sqs_queue_policy" "changes" {
  queue_url = aws_sqs_queue.this["changes"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [merge(local.tls_only, { Resource = aws_sqs_queue.this["changes"].arn })],
      [for source in local.sources : {
        Sid       = source.sid
        Effect    = "Allow"
        Principal = { Service = source.service }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.this["changes"].arn
        Condition = source.condition
      }],
    )
  })
}

# Roles of the same account send to this queue; their own policies allow it.
resource "aws_sqs_queue_policy" "repairs" {
  queue_url = aws_sqs_queue.this["repairs"].id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [merge(local.tls_only, { Resource = aws_sqs_queue.this["repairs"].arn })]
  })
}

resource "aws_sqs_queue_policy" "dead_letter" {
  queue_url = aws_sqs_queue.dead_letter.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      merge(local.tls_only, { Resource = aws_sqs_queue.dead_letter.arn }),
      {
        Sid       = "TakeWhatTheTopicCannotDeliver"
        Effect    = "Allow"
        Principal = { Service = "sns.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.dead_letter.arn
        Condition = { ArnEquals = { "aws:SourceArn" = var.event_sources.topic } }
      },
    ]
  })
}

# Terraform creates only the secret. scripts/publish-credentials writes its value, so the value is never in the state.
resource "aws_secretsmanager_secret" "standby" {
  # checkov:skip=CKV_AWS_149:Only this account reads it; the AWS managed key suffices.
  # checkov:skip=CKV2_AWS_57:The droplet generates the key, and AWS cannot reach the droplet; rotate with scripts/publish-credentials --rotate.
  name                    = "understudy/${var.environment}/${var.standby}"
  description             = "Endpoint and credentials of the standby: {endpoint, accessKey, secretKey, caPem?, clientCertPem?, clientKeyPem?}."
  recovery_window_in_days = var.secret_recovery_days
}

locals {
  # Keys are parameter names of template.yaml. Each of its parameters takes the name of a Parameter Store parameter.
  parameters = {
    PrimaryBucket      = var.bucket.id
    PrimaryOwner       = var.account_id
    ChangesQueueArn    = aws_sqs_queue.this["changes"].arn
    ChangesQueueUrl    = aws_sqs_queue.this["changes"].id
    RepairsQueueArn    = aws_sqs_queue.this["repairs"].arn
    RepairsQueueUrl    = aws_sqs_queue.this["repairs"].id
    DeadLetterQueueArn = aws_sqs_queue.dead_letter.arn
    DeadLetterQueueUrl = aws_sqs_queue.dead_letter.id
    StandbyBucket      = var.standby_bucket
    StandbySecretArn   = aws_secretsmanager_secret.standby.arn
    PrimaryHealthUrl   = var.health_urls.primary
    StandbyHealthUrl   = var.health_urls.standby
    PublicUrl          = var.health_urls.public
  }

  # The standby that is called standby is an installation's first. Its resources keep the names that they had before there could be
  # several.
  path = var.standby == "standby" ? "/understudy/${var.environment}/" : "/understudy/${var.environment}/${var.standby}/"

  # PrimaryBucket becomes primary-bucket in the Parameter Store.
  names = { for name in keys(local.parameters) : name => lower(replace(name, "/([a-z])([A-Z])/", "$1-$2")) }

  # Options are passed by value. An unused option keeps the default of the template, because the Parameter Store allows no empty value.
  options = merge(
    var.replicate_max_age_days == 0 ? {} : { ReplicateMaxAgeDays = tostring(var.replicate_max_age_days) },
    { ChangesTopicArn = var.event_sources.topic },
    length(var.replicate_prefixes) == 0 ? {} : { ReplicatePrefixes = join(",", var.replicate_prefixes) },
    var.health_urls.metrics == "none" ? {} : { StandbyMetricsUrl = var.health_urls.metrics },
    var.network == null ? {} : {
      FunctionsSubnetIds       = join(",", var.network.subnet_ids)
      FunctionsSecurityGroupId = var.network.security_group_id
    },
  )
}

# Parameters of the functions' stack. The names are an interface: change them only together with template.yaml and samconfig.toml.
resource "aws_ssm_parameter" "this" {
  # checkov:skip=CKV2_AWS_34:Contains names and URLs; secrets are in Secrets Manager.
  for_each = { for name, kept in local.names : kept => local.parameters[name] }

  name  = "${local.path}${each.key}"
  type  = "String"
  value = each.value
}
