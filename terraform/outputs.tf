output "parameter_prefix" {
  description = "Parameter Store path that holds the parameters of the functions' stack."
  value       = try(module.event_wiring["standby"].parameter_prefix, null)
}

output "sam_parameters" {
  description = "Parameters of the functions' stack: scripts/deploy prod $(terraform output -raw sam_parameters)."
  value       = try(module.event_wiring["standby"].sam_parameters, null)
}

output "functions_address" {
  description = "Fixed IPv4 address of the functions with replication_access = nat_eip; otherwise null."
  value       = one(module.lambda_egress[*].address)
}

output "queue_urls" {
  description = "Queue URLs, comma-separated."
  value       = try(join(",", values(module.event_wiring["standby"].queue_urls)), null)
}

output "secret_arn" {
  description = "ARN of the secret. Terraform creates it empty; scripts/publish-credentials writes its value."
  value       = try(module.event_wiring["standby"].secret_arn, null)
}

output "ssh_command" {
  description = "SSH command for the droplet."
  value       = try(module.minio_droplet["standby"].ssh_command, null)
}

output "ssh_host" {
  description = "SSH user and host of the droplet, for scripts/publish-credentials --ssh."
  value       = try(module.minio_droplet["standby"].ssh_host, null)
}

output "standby_api_endpoint" {
  description = "Endpoint of the writers listener."
  value       = try(module.minio_droplet["standby"].api_endpoint, null)
}

output "standby_origin_certificate_pem" {
  description = "Certificate to install on the standby next to its private key; null before the second apply."
  value       = try(module.cloudflare_lb[0].origin_certificates_pem["standby"], null)
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

# The outputs above describe the standby that is called standby.
output "standbys" {
  description = "What belongs to each standby, by its name: ssh_host and certificate_pem (of a droplet), endpoint, secret_arn, queue_urls, sam_parameters and pool_id (null before the second apply)."
  value = { for name, wiring in module.event_wiring : name => {
    ssh_host        = try(module.minio_droplet[name].ssh_host, null)
    certificate_pem = try(module.cloudflare_lb[0].origin_certificates_pem[name], null)
    endpoint        = try(module.minio_droplet[name].api_endpoint, local.standbys[name].endpoint)
    secret_arn      = wiring.secret_arn
    queue_urls      = join(",", values(wiring.queue_urls))
    sam_parameters  = wiring.sam_parameters
    pool_id         = try(module.cloudflare_lb[0].pool_ids[name], null)
  } }
}
