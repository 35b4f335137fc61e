# How the standby knows our zone from all others of the same edge. The droplet holds the authority's certificate alone, so that a new
# client certificate replaces no droplet. Both keys are in the state, as the provider takes them no other way: keep it encrypted.
resource "tls_private_key" "origin_pull_ca" {
  algorithm   = "ECDSA"
  ecdsa_curve = "P256"
}

resource "tls_self_signed_cert" "origin_pull_ca" {
  private_key_pem       = tls_private_key.origin_pull_ca.private_key_pem
  is_ca_certificate     = true
  validity_period_hours = 87600
  allowed_uses          = ["cert_signing", "crl_signing"]

  subject {
    common_name = "${local.name} origin pull authority"
  }
}

resource "tls_private_key" "origin_pull" {
  algorithm   = "ECDSA"
  ecdsa_curve = "P256"
}

resource "tls_cert_request" "origin_pull" {
  private_key_pem = tls_private_key.origin_pull.private_key_pem

  subject {
    common_name = "${local.name} edge"
  }
}

resource "tls_locally_signed_cert" "origin_pull" {
  cert_request_pem      = tls_cert_request.origin_pull.cert_request_pem
  ca_private_key_pem    = tls_private_key.origin_pull_ca.private_key_pem
  ca_cert_pem           = tls_self_signed_cert.origin_pull_ca.cert_pem
  validity_period_hours = 26280
  early_renewal_hours   = 2160
  allowed_uses          = ["client_auth", "digital_signature"]
}
