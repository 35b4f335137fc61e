# The client certificate by which the standby recognizes this Cloudflare zone. The droplet holds only the certificate of the
# authority, so renewing the client certificate does not replace the droplet. Both private keys are in the state, because the
# provider accepts them only as arguments: keep the state encrypted.
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

  # Cloudflare must never be without a client certificate: the standby would refuse the edge.
  lifecycle {
    create_before_destroy = true
  }
}
