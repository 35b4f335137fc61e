output "parameter_prefix" {
  description = "Parameter Store path that holds the parameters of the functions' stack."
  value       = module.event_wiring.parameter_prefix
}

output "sam_parameters" {
  description = "Parameters of the functions' stack: scripts/deploy prod $(terraform output -raw sam_parameters)."
  value       = module.event_wiring.sam_parameters
}

output "functions_address" {
  description = "Fixed IPv4 address of the functions with replication_access = nat_eip; otherwise null."
  value       = one(module.lambda_egress[*].address)
}

output "queue_urls" {
  description = "Queue URLs, comma-separated."
  value       = join(",", values(module.event_wiring.queue_urls))
}

output "secret_arn" {
  description = "ARN of the secret. Terraform creates it empty; scripts/publish-credentials writes its value."
  value       = module.event_wiring.secret_arn
}

output "ssh_command" {
  description = "SSH command for the droplet."
  value       = module.minio_droplet.ssh_command
}

output "ssh_host" {
  description = "SSH user and host of the droplet, for scripts/publish-credentials --ssh."
  value       = module.minio_droplet.ssh_host
}

output "standby_api_endpoint" {
  description = "Endpoint of the writers listener."
  value       = module.minio_droplet.api_endpoint
}

output "standby_origin_certificate_pem" {
  description = "Certificate to install on the standby next to its private key; null before the second apply."
  value       = one(module.cloudflare_lb[*].origin_certificate_pem)
}

output "public_url" {
  description = "Public URL for readers; null before the second apply."
  value       = one(module.cloudflare_lb[*].public_url)
}

output "cloudflare_account_id" {
  description = "Cloudflare account ID, for drills."
  value       = var.cloudflare_account_id
}

output "pool_ids" {
  description = "Cloudflare pool IDs by origin, for drills; null before the second apply."
  value       = one(module.cloudflare_lb[*].pool_ids)
}

output "rto_worst_seconds" {
  description = "Worst-case seconds until the standby serves readers: errors (the primary returns errors) and silence (it times out); null before the second apply."
  value       = one(module.cloudflare_lb[*].rto_worst_seconds)
}
