output "public_url" {
  description = "Public URL for readers."
  value       = "https://${var.public_host}"
}

output "standby_health_url" {
  description = "URL of the standby's health object through the edge."
  value       = "https://${var.standby.domain}${local.health_path}"
}

output "origin_certificate_pem" {
  description = "Certificate of the standby origin; install it next to its private key."
  value       = cloudflare_origin_ca_certificate.standby.certificate
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
