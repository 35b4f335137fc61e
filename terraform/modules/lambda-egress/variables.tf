variable "name" {
  description = "Prefix of every resource name, such as understudy-prod."
  type        = string
}

variable "region" {
  description = "AWS Region of the functions, such as eu-central-1."
  type        = string
}

variable "bucket_arn" {
  description = "ARN of the primary bucket; the S3 gateway endpoint allows only this bucket."
  type        = string
}

variable "standby_ips" {
  description = "IPv4 address of each standby's droplet, by its name; the functions may connect to its port 8443."
  type        = map(string)

  validation {
    condition     = alltrue([for ip in values(var.standby_ips) : can(cidrnetmask("${ip}/32"))])
    error_message = "standby_ips is ${jsonencode(var.standby_ips)} but must have only IPv4 addresses."
  }
}

variable "cidr" {
  description = "IPv4 CIDR of the VPC, /16 to /24. Only the functions run in this VPC."
  type        = string
  default     = "10.83.0.0/20"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24, false)
    error_message = "cidr is \"${var.cidr}\" but must be an IPv4 CIDR from /16 to /24."
  }
}

variable "zones" {
  description = "Letters of the Availability Zones of the functions, two to six. The NAT gateway is in the first."
  type        = list(string)
  default     = ["a", "b"]

  validation {
    condition     = length(var.zones) >= 2 && length(var.zones) <= 6 && length(distinct(var.zones)) == length(var.zones) && alltrue([for zone in var.zones : can(regex("^[a-z]$", zone))])
    error_message = "zones must be two to six distinct letters, such as [\"a\", \"b\"]."
  }
}
