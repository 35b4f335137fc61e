output "reserved_ip" {
  description = "Reserved IPv4 address of the standby; it outlives the droplet."
  value       = digitalocean_reserved_ip.this.ip_address
}

output "origin_url" {
  description = "URL of the edge listener (port 443)."
  value       = "https://${var.domain}"
}

output "api_endpoint" {
  description = "Endpoint of the writers listener (port 8443), which requires a client certificate."
  value       = "https://${var.api_domain}:8443"
}

output "droplet_id" {
  description = "ID of the droplet."
  value       = digitalocean_droplet.this.id
}

output "health_url" {
  description = "URL of the standby's health object on the writers listener; requires the client certificate in the functions' secret."
  value       = "https://${var.api_domain}:8443/${var.bucket}/.origin/health"
}

output "metrics_url" {
  description = "URL of the MinIO metrics with the disk usage; requires the same client certificate and a MinIO token."
  value       = "https://${var.api_domain}:8443/minio/v2/metrics/cluster"
}

output "ssh_command" {
  description = "SSH command for the droplet."
  value       = "ssh root@${digitalocean_reserved_ip.this.ip_address}"
}

output "ssh_host" {
  description = "SSH user and host of the droplet."
  value       = "root@${digitalocean_reserved_ip.this.ip_address}"
}
