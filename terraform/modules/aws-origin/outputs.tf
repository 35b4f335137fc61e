output "bucket" {
  description = "Name and ARN of the primary bucket, for event-wiring."
  value = {
    id  = aws_s3_bucket.primary.id
    arn = aws_s3_bucket.primary.arn
  }
}

output "address" {
  description = "Host name that the edge connects to and sends in the Host header."
  value       = local.address
}

output "health_url" {
  description = "URL of the health object of this origin."
  value       = "https://${local.address}/.origin/health"
}
