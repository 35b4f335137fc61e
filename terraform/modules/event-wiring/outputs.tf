output "queue_arns" {
  description = "ARNs by name: changes, repairs, dead-letter."
  value = merge(
    { for name, queue in aws_sqs_queue.this : name => queue.arn },
    { dead-letter = aws_sqs_queue.dead_letter.arn },
  )
}

output "queue_urls" {
  description = "URLs by name: changes, repairs, dead-letter."
  value = merge(
    { for name, queue in aws_sqs_queue.this : name => queue.id },
    { dead-letter = aws_sqs_queue.dead_letter.id },
  )
}

output "secret_arn" {
  description = "The empty secret that scripts/publish-credentials fills."
  value       = aws_secretsmanager_secret.standby.arn
}

output "parameter_prefix" {
  description = "Where the functions' parameters begin."
  value       = "/understudy/${var.environment}/"
}

output "sam_parameters" {
  description = "The functions' parameters as `sam deploy --parameter-overrides` takes them."
  value = join(" ", concat(
    [for name, kept in local.names : "${name}=/understudy/${var.environment}/${kept}"],
    [for name, value in local.options : "${name}=${value}"],
  ))
}

output "settings" {
  description = "The queues' settings under the names that template.yaml gives them."
  value = {
    QueueVisibilityTimeoutSeconds   = local.visibility_seconds
    MaxReceiveCount                 = local.max_receive_count
    QueueRetentionSeconds           = local.retention_seconds
    DeadLetterQueueRetentionSeconds = local.dead_letter_retention_seconds
  }
}
