output "address" {
  description = "The one address that the functions come from."
  value       = aws_eip.this.public_ip
}

output "subnet_ids" {
  description = "Where the functions run."
  value       = [for zone in sort(keys(aws_subnet.private)) : aws_subnet.private[zone].id]
}

output "security_group_id" {
  description = "What the functions may reach."
  value       = aws_security_group.functions.id
}
