# Before there could be several standbys, these resources had no standby in their addresses.
moved {
  from = cloudflare_origin_ca_certificate.standby
  to   = cloudflare_origin_ca_certificate.standby["standby"]
}

moved {
  from = cloudflare_dns_record.standby["origin"]
  to   = cloudflare_dns_record.standby["standby-origin"]
}

moved {
  from = cloudflare_dns_record.standby["api"]
  to   = cloudflare_dns_record.standby["standby-api"]
}
