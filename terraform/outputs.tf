output "parameter_prefix" {
  description = "Where the functions' stack finds its parameters."
  value       = module.event_wiring.parameter_prefix
}

output "sam_parameters" {
  description = "For the functions' stack: sam deploy --parameter-overrides $(terraform output -raw sam_parameters)."
  value       = module.event_wiring.sam_parameters
}

output "functions_address" {
  description = "The one address that the functions write from, with nat_eip; else null."
  value       = one(module.lambda_egress[*].address)
}

output "queue_urls" {
  description = "URLs of the queues with a comma between them, for scripts/freshness-check."
  value       = join(",", values(module.event_wiring.queue_urls))
}

output "secret_arn" {
  description = "The empty secret that scripts/publish-credentials fills."
  value       = module.event_wiring.secret_arn
}

output "ssh_command" {
  description = "How to reach the droplet."
  value       = module.minio_droplet.ssh_command
}

output "ssh_host" {
  description = "The droplet, for scripts/publish-credentials --ssh."
  value       = module.minio_droplet.ssh_host
}

output "standby_api_endpoint" {
  description = "Where the functions write."
  value       = module.minio_droplet.api_endpoint
}

output "standby_origin_certificate_pem" {
  description = "Certificate to install on the standby beside its key; null before the second apply."
  value       = one(module.cloudflare_lb[*].origin_certificate_pem)
}

output "public_url" {
  description = "What readers use; null before the second apply."
  value       = one(module.cloudflare_lb[*].public_url)
}

output "pool_ids" {
  description = "Ids of the edge's pools by origin, for drills; null before the second apply."
  value       = one(module.cloudflare_lb[*].pool_ids)
}

output "rto_worst_seconds" {
  description = "Longest time until the standby serves, where the primary answers errors or is silent; null before the second apply."
  value       = one(module.cloudflare_lb[*].rto_worst_seconds)
}
