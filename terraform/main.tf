locals {
  name        = "understudy-${var.environment}"
  domain      = "standby-origin.${var.zone_name}"
  api_domain  = "standby-api.${var.zone_name}"
  edge_secret = sensitive(terraform_data.edge_secret.output)
  fixed       = var.replication_access == "nat_eip"

  # A file beside the settings, so that no command can omit it: without the request, the plan would destroy the edge.
  request_file = "${path.module}/env/${var.environment}.csr"
  request      = var.origin_csr_pem != "" ? var.origin_csr_pem : fileexists(local.request_file) ? file(local.request_file) : ""
}

data "aws_caller_identity" "this" {}

data "cloudflare_ip_ranges" "edge" {}

# Generated once and kept in the state. To rotate it: terraform apply -replace=terraform_data.edge_secret
resource "terraform_data" "edge_secret" {
  input = uuid()

  lifecycle {
    ignore_changes = [input]
  }
}

module "aws_origin" {
  source = "./modules/aws-origin"

  bucket          = var.bucket
  region          = var.region
  edge_cidrs      = data.cloudflare_ip_ranges.edge.ipv4_cidrs
  edge_secret     = local.edge_secret
  noncurrent_days = var.noncurrent_days
  force_destroy   = var.force_destroy
  cloudfront      = var.cloudfront
  cors_origins    = var.cors_origins
}

module "event_wiring" {
  source = "./modules/event-wiring"

  name                 = local.name
  environment          = var.environment
  bucket               = module.aws_origin.bucket
  account_id           = data.aws_caller_identity.this.account_id
  notification         = var.notification
  standby_bucket       = var.standby_bucket
  secret_recovery_days = var.secret_recovery_days

  replicate_prefixes     = var.replicate_prefixes
  replicate_max_age_days = var.replicate_max_age_days

  network = local.fixed ? {
    subnet_ids        = module.lambda_egress[0].subnet_ids
    security_group_id = module.lambda_egress[0].security_group_id
  } : null

  health_urls = {
    primary = module.aws_origin.health_url
    standby = coalesce(one(module.cloudflare_lb[*].standby_health_url), module.minio_droplet.health_url)
    metrics = module.minio_droplet.metrics_url
    public  = coalesce(one(module.cloudflare_lb[*].public_url), "none")
  }
}

# Gives the functions one fixed address, so that the standby's firewall can restrict who connects to the writers listener.
module "lambda_egress" {
  source = "./modules/lambda-egress"
  count  = local.fixed ? 1 : 0

  name       = local.name
  region     = var.region
  bucket_arn = module.aws_origin.bucket.arn
  standby_ip = module.minio_droplet.reserved_ip
  cidr       = var.functions_cidr
  zones      = var.functions_zones
}

module "minio_droplet" {
  source = "./modules/minio-droplet"

  name                  = local.name
  environment           = var.environment
  region                = var.standby_region
  size                  = var.standby_size
  volume_size_gib       = var.standby_volume_gib
  image                 = var.standby_image
  minio_image           = var.minio_image
  bucket                = var.standby_bucket
  domain                = local.domain
  api_domain            = local.api_domain
  cloudflare_ipv4_cidrs = data.cloudflare_ip_ranges.edge.ipv4_cidrs
  cloudflare_ipv6_cidrs = data.cloudflare_ip_ranges.edge.ipv6_cidrs
  admin_cidrs           = var.admin_cidrs
  replication_cidrs     = local.fixed ? ["${module.lambda_egress[0].address}/32"] : ["0.0.0.0/0", "::/0"]
  cors_origins          = var.cors_origins
  ssh_key_ids           = var.ssh_key_ids
  origin_pull_ca_pem    = tls_self_signed_cert.origin_pull_ca.cert_pem
  noncurrent_days       = var.noncurrent_days
  alert_email           = var.alert_email
  alert_slack           = var.alert_slack
}

# Created in the second apply: the load balancer needs both origins, and the standby needs a certificate first.
module "cloudflare_lb" {
  source = "./modules/cloudflare-lb"
  count  = local.request == "" ? 0 : 1

  name            = local.name
  account_id      = var.cloudflare_account_id
  zone_id         = var.cloudflare_zone_id
  zone_name       = var.zone_name
  public_host     = var.public_host
  primary_address = module.aws_origin.address
  origin_csr_pem  = local.request
  edge_secret     = local.edge_secret
  monitor         = var.monitor
  region_order    = var.region_order
  cache           = var.cache
  cache_reserve   = var.cache_reserve
  cors_origins    = var.cors_origins
  alerts          = merge(var.alerts, { emails = var.alerts.emails != null ? var.alerts.emails : var.alert_email != null ? [var.alert_email] : [] })

  existing_rulesets = var.existing_rulesets

  standby = {
    ip         = module.minio_droplet.reserved_ip
    domain     = local.domain
    api_domain = local.api_domain
  }

  origin_pull = {
    certificate_pem = tls_locally_signed_cert.origin_pull.cert_pem
    private_key_pem = tls_private_key.origin_pull.private_key_pem
  }
}

# Cloudflare refuses a second ruleset for a phase. An import of a ruleset that is already in the state changes nothing.
import {
  for_each = local.request == "" ? {} : var.existing_rulesets
  to       = module.cloudflare_lb[0].cloudflare_ruleset.this[each.key]
  id       = "zones/${var.cloudflare_zone_id}/${each.value.id}"
}
