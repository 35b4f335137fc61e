output "public_url" {
  description = "What readers use."
  value       = "https://${var.public_host}"
}

output "origin_certificate_pem" {
  description = "Certificate of the standby origin, to be installed beside its key."
  value       = cloudflare_origin_ca_certificate.standby.certificate
}

output "pool_ids" {
  description = "Ids of the pools by origin, for drills."
  value       = local.pools
}

# Results in a row, then the quorum of the data centres, its way to all of them, and the edge's cache of names: some 10 s.
# A refused connection or a 5xx is not tried again; silence is, each time for the whole timeout.
output "rto_worst_seconds" {
  description = "Longest time until readers are served by the standby: where the primary answers errors, and where it is silent."
  value = {
    errors  = var.monitor.interval * var.monitor.consecutive_down + 10
    silence = var.monitor.interval * var.monitor.consecutive_down + (var.monitor.retries + 1) * var.monitor.timeout + 10
  }
}
