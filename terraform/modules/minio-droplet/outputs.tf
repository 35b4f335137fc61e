output "reserved_ip" {
  description = "Address of the standby; it survives the droplet."
  value       = digitalocean_reserved_ip.this.ip_address
}

output "origin_url" {
  description = "Where the edge fetches."
  value       = "https://${var.domain}"
}

output "api_endpoint" {
  description = "Where the functions write, with a client certificate."
  value       = "https://${var.api_domain}:8443"
}

output "droplet_id" {
  description = "Id of the droplet."
  value       = digitalocean_droplet.this.id
}

output "health_url" {
  description = "The standby's health object, read with the client certificate of the functions' secret."
  value       = "https://${var.api_domain}:8443/${var.bucket}/.origin/health"
}

output "metrics_url" {
  description = "How full the volume is, read in the same way."
  value       = "https://${var.api_domain}:8443/minio/v2/metrics/cluster"
}

output "ssh_command" {
  description = "How to reach the droplet."
  value       = "ssh root@${digitalocean_reserved_ip.this.ip_address}"
}

output "ssh_host" {
  description = "User and address for SSH."
  value       = "root@${digitalocean_reserved_ip.this.ip_address}"
}
