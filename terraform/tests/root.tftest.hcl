mock_provider "aws" {}
mock_provider "cloudflare" {}
mock_provider "digitalocean" {}
mock_provider "tls" {}

override_data {
  target = data.aws_caller_identity.this
  values = { account_id = "111122223333" }
}

override_data {
  target = data.cloudflare_ip_ranges.edge
  values = {
    ipv4_cidrs = ["173.245.48.0/20"]
    ipv6_cidrs = ["2400:cb00::/32"]
  }
}

override_module {
  target = module.minio_droplet
  outputs = {
    reserved_ip  = "192.0.2.10"
    origin_url   = "https://standby-origin.example.org"
    api_endpoint = "https://standby-api.example.org:8443"
    droplet_id   = "1"
    health_url   = "https://standby-origin.example.org/.origin/health"
    ssh_command  = "ssh root@192.0.2.10"
  }
}

variables {
  environment           = "test"
  region                = "eu-central-1"
  bucket                = "example-assets"
  cloudflare_account_id = "a0000000000000000000000000000000"
  cloudflare_zone_id    = "b0000000000000000000000000000000"
  zone_name             = "example.org"
  public_host           = "assets.example.org"
  minio_image           = "example/minio@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  admin_cidrs           = ["192.0.2.0/28"]
  ssh_key_ids           = ["1"]
  alert_email           = "oncall@example.org"
}

run "the_first_apply_builds_no_edge" {
  assert {
    condition     = length(module.cloudflare_lb) == 0 && output.public_url == null && output.parameter_prefix == "/understudy/test/"
    error_message = "without a certificate request the edge has no second origin"
  }
}

run "the_second_apply_builds_the_edge" {
  variables {
    origin_csr_pem = "-----BEGIN CERTIFICATE REQUEST-----"
    monitor        = { interval = 15 }
  }

  assert {
    condition     = output.public_url == "https://assets.example.org" && output.rto_worst_seconds.errors == 40
    error_message = "the edge is not built as set"
  }
}
