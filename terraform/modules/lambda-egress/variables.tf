variable "name" {
  description = "Prefix of every name, such as understudy-prod."
  type        = string
}

variable "region" {
  description = "AWS region of the functions, such as eu-central-1."
  type        = string
}

variable "bucket_arn" {
  description = "The primary; no other bucket is reached through the endpoint."
  type        = string
}

variable "standby_ip" {
  description = "Address of the standby, whose port 8443 the functions may reach."
  type        = string

  validation {
    condition     = can(cidrnetmask("${var.standby_ip}/32"))
    error_message = "standby_ip is \"${var.standby_ip}\" but must be an IPv4 address."
  }
}

variable "cidr" {
  description = "Network of the VPC; only functions live in it, each with an address."
  type        = string
  default     = "10.83.0.0/20"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24, false)
    error_message = "cidr is \"${var.cidr}\" but must be an IPv4 network between /16 and /24."
  }
}

variable "zones" {
  description = "Letters of the availability zones that the functions run in, at least two; the NAT gateway is in the first."
  type        = list(string)
  default     = ["a", "b"]

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 6 && length(distinct(var.zones)) == length(var.zones) && alltrue([for zone in var.zones : can(regex("^[a-z]$", zone))])
    error_message = "zones must be two to six different letters, as in [\"a\", \"b\"]."
  }
}
