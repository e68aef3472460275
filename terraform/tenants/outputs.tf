output "bucket_policy" {
  description = "For policy_documents of the backend's module: what the bucket says of tenants."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.documents.bucket })
}

output "role_arns" {
  description = "ARN of each tenant's role."
  value       = { for name, role in aws_iam_role.tenant : name => role.arn }
}
