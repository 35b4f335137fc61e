output "public_url" {
  description = "Public URL for readers."
  value       = "https://${var.public_host}"
}

output "standby_health_urls" {
  description = "URL of each standby's health object through the edge, by its name."
  value       = { for name, standby in var.standbys : name => "https://${standby.domain}${local.health_path}" }
}

output "origin_certificates_pem" {
  description = "Certificate of each droplet's edge listener, by the name of the standby; install it next to its private key."
  value       = { for name, certificate in cloudflare_origin_ca_certificate.standby : name => certificate.certificate }
}

output "pool_ids" {
  description = "Pool IDs by origin, for drills."
  value       = local.pools
}

# Consecutive failures, plus about 10 s for the quorum of data centers, its propagation, and DNS caching at the edge.
# A refused connection or a 5xx response is not retried. A timeout is retried, each time for the full timeout.
output "rto_worst_seconds" {
  description = "Worst-case seconds until the standby serves readers: errors (the primary returns errors) and silence (it times out)."
  value = {
    errors  = var.monitor.interval * var.monitor.consecutive_down + 10
    silence = var.monitor.interval * var.monitor.consecutive_down + (var.monitor.retries + 1) * var.monitor.timeout + 10
  }
}

output "alert_recipients" {
  description = "E-mail addresses that receive health notifications."
  value       = var.alerts.emails
}
