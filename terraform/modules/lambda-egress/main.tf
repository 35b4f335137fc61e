# One fixed address for all internet traffic of the functions, so that the standby's firewall can admit only this address. The module
# has one NAT gateway in one Availability Zone. If that zone fails, hints wait in the queue and none is lost. A second NAT gateway
# would double the cost.
locals {
  private = { for index, letter in var.zones : "${var.region}${letter}" => cidrsubnet(var.cidr, 3, index + 1) }
  tags    = { Name = var.name }
}

resource "aws_vpc" "this" {
  # checkov:skip=CKV2_AWS_11:Only the functions run in this VPC, and they log each outcome.
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = local.tags
}

# Without rules: a resource that uses the default security group can neither send nor receive traffic.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
  tags   = local.tags
}

resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.this.id
  availability_zone = "${var.region}${var.zones[0]}"
  cidr_block        = cidrsubnet(var.cidr, 3, 0)
  tags              = { Name = "${var.name}-public" }
}

resource "aws_subnet" "private" {
  for_each = local.private

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value
  tags              = { Name = "${var.name}-functions-${each.key}" }
}

resource "aws_eip" "this" {
  domain = "vpc"
  tags   = local.tags
}

resource "aws_nat_gateway" "this" {
  allocation_id = aws_eip.this.id
  subnet_id     = aws_subnet.public.id
  tags          = local.tags

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "${var.name}-public" }
}

resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  route_table_id = aws_route_table.public.id
  subnet_id      = aws_subnet.public.id
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id
  tags   = { Name = "${var.name}-functions" }
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this.id
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  route_table_id = aws_route_table.private.id
  subnet_id      = each.value.id
}

# Traffic to S3 bypasses the NAT gateway, which bills each GiB. The functions' roles limit the actions; this policy limits the bucket.
resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
  tags              = local.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ThePrimaryAlone"
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [var.bucket_arn, "${var.bucket_arn}/*"]
    }]
  })
}

# The functions accept no network connections. They connect to AWS and to the writers listener of the standby.
resource "aws_security_group" "functions" {
  # checkov:skip=CKV2_AWS_5:template.yaml attaches the security group to the functions.
  name        = "${var.name}-functions"
  description = "Understudy's functions: out to AWS and to the standby, nothing in."
  vpc_id      = aws_vpc.this.id
  tags        = { Name = "${var.name}-functions" }
}

resource "aws_vpc_security_group_egress_rule" "functions" {
  for_each = merge(
    { aws = { port = 443, cidr = "0.0.0.0/0", description = "SQS, Secrets Manager, CloudWatch, S3, and the public URL" } },
    { for name, ip in var.standby_ips : name => { port = 8443, cidr = "${ip}/32", description = "Writers listener of the standby" } },
  )

  security_group_id = aws_security_group.functions.id
  description       = each.value.description
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
  tags              = { Name = "${var.name}-${each.key}" }
}
