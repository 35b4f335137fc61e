mock_provider "digitalocean" {}

variables {
  name                  = "understudy-test"
  environment           = "test"
  region                = "fra1"
  minio_image           = "docker.io/pgsty/silo@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  bucket                = "assets"
  domain                = "standby-origin.example.org"
  api_domain            = "standby-api.example.org"
  cloudflare_ipv4_cidrs = ["173.245.48.0/20"]
  cloudflare_ipv6_cidrs = ["2400:cb00::/32"]
  admin_cidrs           = ["192.0.2.0/24"]
  ssh_key_ids           = ["1"]
  origin_pull_ca_pem    = "the authority of the edge"
  alert_email           = "on-call@example.org"
}

run "doors" {
  command = plan

  assert {
    condition = { for rule in digitalocean_firewall.this.inbound_rule : "${rule.protocol} ${rule.port_range == null ? "" : rule.port_range}" => sort(tolist(rule.source_addresses)) } == {
      "tcp 22"   = tolist(["192.0.2.0/24"])
      "tcp 443"  = tolist(["173.245.48.0/20", "2400:cb00::/32"])
      "tcp 8443" = tolist(["0.0.0.0/0", "::/0"])
      "icmp "    = tolist(["0.0.0.0/0", "::/0"])
    }
    error_message = "Only the edge may read, only admins may use SSH, and nothing else is open but 8443 and ping."
  }
}

run "writers_of_one_address" {
  command = plan

  variables {
    replication_cidrs = ["198.51.100.7/32"]
  }

  assert {
    condition     = [for rule in digitalocean_firewall.this.inbound_rule : tolist(rule.source_addresses) if rule.port_range == "8443"] == [tolist(["198.51.100.7/32"])]
    error_message = "Where the functions have a fixed address, nobody else reaches the writers' door."
  }
}

run "what_was_left_alone_is_told" {
  command = plan

  assert {
    condition = { for alert in digitalocean_monitor_alert.this : alert.type => alert.value if alert.enabled && alert.compare == "GreaterThan" && contains(tolist(alert.alerts)[0].email, "on-call@example.org") } == {
      "v1/insights/droplet/disk_utilization_percent"   = 80
      "v1/insights/droplet/memory_utilization_percent" = 90
    }
    error_message = "Nobody hears of a full disk or memory."
  }

  assert {
    condition = (
      [for file in local.cloud_config.write_files : strcontains(file.content, "APT::Periodic::Unattended-Upgrade \"1\";") if startswith(file.path, "/etc/apt/")] == [true]
      && contains(local.cloud_config.packages, "unattended-upgrades") && contains(local.cloud_config.packages, "chrony")
    )
    error_message = "The droplet is patched by itself, and keeps its clock."
  }
}

run "named_sites_may_ask" {
  command = plan

  variables {
    cors_origins = ["https://app.example.org"]
  }

  assert {
    condition     = [for file in local.cloud_config.write_files : strcontains(file.content, "\"OPTIONS GET https://app.example.org\" https://app.example.org;") if endswith(file.path, "nginx.conf")] == [true]
    error_message = "The standby would answer a browser otherwise than the primary."
  }
}

run "refuses_a_site_that_is_none" {
  command = plan

  variables {
    cors_origins = ["https://a.example\" 1; }"]
  }

  expect_failures = [var.cors_origins]
}

run "refuses_a_door_for_nobody" {
  command = plan

  variables {
    replication_cidrs = []
  }

  expect_failures = [var.replication_cidrs]
}

run "droplet" {
  command = plan

  assert {
    condition     = output.origin_url == "https://standby-origin.example.org" && output.api_endpoint == "https://standby-api.example.org:8443"
    error_message = "Both doors are named after their host names."
  }

  assert {
    condition     = sort(keys(local.cloud_config)) == sort(["package_update", "packages", "write_files", "runcmd"])
    error_message = "cloud-init leaves a key alone that it does not know: there must be none."
  }

  assert {
    condition     = alltrue([for file in local.cloud_config.write_files : !can(regex("PRIVATE KEY|\\$\\{|%\\{", replace(file.content, "$${folder}", "")))])
    error_message = "User data holds no key, and no template is left unfilled."
  }

  assert {
    condition     = [for file in local.cloud_config.write_files : file.path if endswith(file.path, "origin.pem")] == []
    error_message = "Without a certificate none is written: the bootstrap makes one that stands in."
  }

  assert {
    condition     = digitalocean_droplet.this.monitoring && digitalocean_volume.this.initial_filesystem_type == "xfs"
    error_message = "The volume is xfs, and the droplet is monitored."
  }
}

run "with_certificate" {
  command = plan

  variables {
    origin_certificate_pem = "the certificate"
  }

  assert {
    condition     = [for file in local.cloud_config.write_files : file.content if endswith(file.path, "origin.pem")] == ["the certificate"]
    error_message = "The certificate is installed where nginx reads it."
  }
}

run "refuses_a_tag" {
  command = plan

  variables {
    minio_image = "minio/minio:latest"
  }

  expect_failures = [var.minio_image]
}

run "refuses_ssh_from_everywhere" {
  command = plan

  variables {
    admin_cidrs = ["0.0.0.0/0"]
  }

  expect_failures = [var.admin_cidrs]
}

run "refuses_a_bucket_with_dots" {
  command = plan

  variables {
    bucket = "a.b"
  }

  expect_failures = [var.bucket]
}

run "refuses_a_droplet_without_a_key" {
  command = plan

  variables {
    ssh_key_ids = []
  }

  expect_failures = [var.ssh_key_ids]
}
