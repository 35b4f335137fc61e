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
  origin_pull_ca_pem    = "origin pull authority"
  alert_email           = "on-call@example.org"
}

run "listeners" {
  command = plan

  assert {
    condition = { for rule in digitalocean_firewall.this.inbound_rule : "${rule.protocol} ${rule.port_range == null ? "" : rule.port_range}" => sort(tolist(rule.source_addresses)) } == {
      "tcp 22"   = tolist(["192.0.2.0/24"])
      "tcp 443"  = tolist(["173.245.48.0/20", "2400:cb00::/32"])
      "tcp 8443" = tolist(["0.0.0.0/0", "::/0"])
      "icmp "    = tolist(["0.0.0.0/0", "::/0"])
    }
    error_message = "The firewall must open 443 to the edge, 22 to admin_cidrs, 8443 and ICMP to all, and nothing else."
  }
}

run "writers_of_one_address" {
  command = plan

  variables {
    replication_cidrs = ["198.51.100.7/32"]
  }

  assert {
    condition     = [for rule in digitalocean_firewall.this.inbound_rule : tolist(rule.source_addresses) if rule.port_range == "8443"] == [tolist(["198.51.100.7/32"])]
    error_message = "With a fixed address of the functions, the firewall must open 8443 only to it."
  }
}

run "alerts_and_automatic_updates" {
  command = plan

  assert {
    condition = { for alert in digitalocean_monitor_alert.this : alert.type => alert.value if alert.enabled && alert.compare == "GreaterThan" && contains(tolist(alert.alerts)[0].email, "on-call@example.org") } == {
      "v1/insights/droplet/disk_utilization_percent"   = 80
      "v1/insights/droplet/memory_utilization_percent" = 90
    }
    error_message = "An alert for disk or memory usage is missing."
  }

  assert {
    condition = (
      [for file in local.cloud_config.write_files : strcontains(file.content, "APT::Periodic::Unattended-Upgrade \"1\";") if startswith(file.path, "/etc/apt/")] == [true]
      && [for file in local.cloud_config.write_files : can(regex("packages='chrony .*unattended-upgrades", file.content)) if endswith(file.path, "-bootstrap")] == [true]
    )
    error_message = "The droplet lacks automatic security updates or clock synchronization."
  }
}

run "preflight_from_allowed_origins" {
  command = plan

  variables {
    cors_origins = ["https://app.example.org"]
  }

  assert {
    condition     = [for file in local.cloud_config.write_files : strcontains(file.content, "\"OPTIONS GET https://app.example.org\" https://app.example.org;") if endswith(file.path, "nginx.conf")] == [true]
    error_message = "nginx does not answer preflight requests from the allowed origin."
  }
}

run "refuses_an_invalid_cors_origin" {
  command = plan

  variables {
    cors_origins = ["https://a.example\" 1; }"]
  }

  expect_failures = [var.cors_origins]
}

run "refuses_an_empty_replication_cidrs" {
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
    error_message = "The outputs are not the URLs of the two listeners."
  }

  assert {
    condition     = sort(keys(local.cloud_config)) == sort(["write_files", "runcmd"])
    error_message = "cloud-init ignores unknown keys, so the configuration must not contain any."
  }

  assert {
    condition     = alltrue([for file in local.cloud_config.write_files : !can(regex("PRIVATE KEY|\\$\\{|%\\{", replace(file.content, "/\\$\\{(folder|rest|p[0-9]+)\\}/", "")))])
    error_message = "User data contains a private key or an unrendered template expression."
  }

  assert {
    condition     = [for file in local.cloud_config.write_files : file.path if endswith(file.path, "origin.pem")] == []
    error_message = "Without origin_certificate_pem, user data must not contain a certificate: the bootstrap creates a placeholder."
  }

  assert {
    condition     = digitalocean_droplet.this.monitoring && digitalocean_volume.this.initial_filesystem_type == "xfs"
    error_message = "The volume must be XFS, and monitoring must be enabled."
  }
}

run "with_certificate" {
  command = plan

  variables {
    origin_certificate_pem = "origin certificate"
  }

  assert {
    condition     = [for file in local.cloud_config.write_files : file.content if endswith(file.path, "origin.pem")] == ["origin certificate"]
    error_message = "The certificate is not written to the path that nginx reads."
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

run "alerts_to_slack" {
  command = plan

  variables {
    alert_email = null
    alert_slack = { channel = "#on-call", url = "https://hooks.slack.com/services/1" }
  }

  assert {
    condition = (
      nonsensitive(digitalocean_uptime_alert.this[0].notifications[0].slack[0].channel) == "#on-call"
      && length(digitalocean_monitor_alert.this) == 2
    )
    error_message = "The alerts do not reach Slack."
  }
}

run "no_alerts_without_a_recipient" {
  command = plan

  variables {
    alert_email = null
  }

  assert {
    condition     = length(digitalocean_uptime_alert.this) == 0 && length(digitalocean_monitor_alert.this) == 0
    error_message = "DigitalOcean refuses an alert without a recipient."
  }
}

# What systemd does with these settings cannot run here. A first boot without a network is rehearsed by scripts/with-droplet.
run "units_survive_a_failed_first_boot_and_an_upgrade_of_docker" {
  command = plan

  assert {
    condition = [for file in local.cloud_config.write_files :
      alltrue([for line in ["Restart=on-failure", "RestartSec=30", "StartLimitIntervalSec=0", "ConditionPathExists=!/etc/understudy/ready", "WantedBy=multi-user.target"] : strcontains(file.content, "\n${line}\n")])
      if file.path == "/etc/systemd/system/understudy-bootstrap.service"
    ] == [true]
    error_message = "systemd does not repeat the bootstrap until it has succeeded."
  }

  assert {
    condition     = local.cloud_config.runcmd == [["systemctl", "daemon-reload"], ["systemctl", "enable", "--now", "--no-block", "understudy-bootstrap"]]
    error_message = "cloud-init must start the unit, and must not wait for it."
  }

  # A unit that is bound to Docker stops with it, and Restart does not apply to a requested stop.
  assert {
    condition = [for file in local.cloud_config.write_files :
      !can(regex("(?m)^(Requires|Requisite|BindsTo|PartOf)=.*docker", file.content))
      && can(regex("(?m)^Wants=docker.service", file.content))
      && can(regex("(?m)^Restart=always$", file.content))
      && can(regex("(?m)^StartLimitIntervalSec=0$", file.content))
      if endswith(file.path, "minio.service")
    ] == [true]
    error_message = "MinIO does not return after an upgrade of Docker."
  }
}
