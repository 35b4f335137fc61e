# The policies come first: S3 and SNS must not send to a queue that still denies their messages.
output "changes_arn" {
  description = "ARN of the changes queue, for bucket-events."
  value       = aws_sqs_queue.this["changes"].arn
  depends_on  = [aws_sqs_queue_policy.changes]
}

output "dead_letter_arn" {
  description = "ARN of the dead-letter queue, for bucket-events."
  value       = aws_sqs_queue.dead_letter.arn
  depends_on  = [aws_sqs_queue_policy.dead_letter]
}

output "queue_urls" {
  description = "Queue URLs by name: changes, repairs, dead-letter."
  value = merge(
    { for name, queue in aws_sqs_queue.this : name => queue.id },
    { dead-letter = aws_sqs_queue.dead_letter.id },
  )
}

output "secret_arn" {
  description = "ARN of the secret. Terraform creates it empty; scripts/publish-credentials writes its value."
  value       = aws_secretsmanager_secret.standby.arn
}

output "parameter_prefix" {
  description = "Parameter Store path that holds the parameters of the functions' stack."
  value       = local.path
}

output "sam_parameters" {
  description = "Parameters of the functions' stack in the format of `sam deploy --parameter-overrides`."
  value = join(" ", concat(
    [for name, kept in local.names : "${name}=${local.path}${kept}"],
    [for name, value in local.options : "${name}=${value}"],
  ))
}

output "settings" {
  description = "Queue settings under their names in the Metadata of template.yaml."
  value = {
    QueueVisibilityTimeoutSeconds   = local.visibility_seconds
    MaxReceiveCount                 = local.max_receive_count
    QueueRetentionSeconds           = local.retention_seconds
    DeadLetterQueueRetentionSeconds = local.dead_letter_retention_seconds
  }
}
