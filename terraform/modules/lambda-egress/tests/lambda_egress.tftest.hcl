mock_provider "aws" {}

override_resource {
  target = aws_eip.this
  values = {
    id        = "eipalloc-1"
    public_ip = "198.51.100.7"
  }
}

override_resource {
  target = aws_subnet.private["eu-central-1a"]
  values = { id = "subnet-a" }
}

override_resource {
  target = aws_subnet.private["eu-central-1b"]
  values = { id = "subnet-b" }
}

variables {
  name        = "understudy-test"
  region      = "eu-central-1"
  bucket_arn  = "arn:aws:s3:::example-assets"
  standby_ips = { standby = "192.0.2.10" }
}

run "functions_leave_by_one_address" {
  assert {
    condition = (
      output.address == "198.51.100.7"
      && aws_nat_gateway.this.allocation_id == "eipalloc-1"
      && aws_nat_gateway.this.subnet_id == aws_subnet.public.id
      && aws_route.private.nat_gateway_id == aws_nat_gateway.this.id
      && aws_route.private.destination_cidr_block == "0.0.0.0/0"
      && aws_route.private.route_table_id == aws_route_table.private.id
      && aws_route.public.gateway_id == aws_internet_gateway.this.id
    )
    error_message = "internet traffic of the functions does not leave through the NAT gateway"
  }

  assert {
    condition     = alltrue([for association in aws_route_table_association.private : association.route_table_id == aws_route_table.private.id]) && toset([for a in aws_route_table_association.private : a.subnet_id]) == toset(output.subnet_ids)
    error_message = "a subnet of the functions has a different route table"
  }

  assert {
    condition     = output.subnet_ids == ["subnet-a", "subnet-b"] && output.security_group_id == aws_security_group.functions.id
    error_message = "the outputs are not the subnets and the security group of the functions"
  }

  assert {
    condition     = length(distinct(concat([aws_subnet.public.cidr_block], [for s in aws_subnet.private : s.cidr_block]))) == 3
    error_message = "two subnets have the same CIDR"
  }
}

run "functions_reach_aws_and_the_standby_alone" {
  assert {
    condition = { for rule in aws_vpc_security_group_egress_rule.functions : "${rule.ip_protocol} ${rule.from_port}-${rule.to_port}" => rule.cidr_ipv4 } == {
      "tcp 443-443"   = "0.0.0.0/0"
      "tcp 8443-8443" = "192.0.2.10/32"
    }
    error_message = "the functions can reach more or less than AWS and the standby"
  }

  assert {
    condition = (
      [for s in jsondecode(aws_vpc_endpoint.s3.policy).Statement : s.Resource] == [["arn:aws:s3:::example-assets", "arn:aws:s3:::example-assets/*"]]
      && aws_vpc_endpoint.s3.vpc_endpoint_type == "Gateway"
      && aws_vpc_endpoint.s3.route_table_ids == toset([aws_route_table.private.id])
    )
    error_message = "S3 traffic uses the NAT gateway, or the endpoint allows other buckets"
  }
}

run "one_zone_is_refused" {
  command = plan

  variables {
    zones = ["a"]
  }

  expect_failures = [var.zones]
}

run "a_network_too_small_is_refused" {
  command = plan

  variables {
    cidr = "10.0.0.0/28"
  }

  expect_failures = [var.cidr]
}

run "a_host_name_for_the_standby_is_refused" {
  command = plan

  variables {
    standby_ips = { standby = "standby.example.org" }
  }

  expect_failures = [var.standby_ips]
}
