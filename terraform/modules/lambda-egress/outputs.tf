output "address" {
  description = "Fixed public IPv4 address of the functions."
  value       = aws_eip.this.public_ip
}

output "subnet_ids" {
  description = "IDs of the subnets for the functions."
  value       = [for zone in sort(keys(aws_subnet.private)) : aws_subnet.private[zone].id]
}

output "security_group_id" {
  description = "ID of the security group for the functions."
  value       = aws_security_group.functions.id
}
