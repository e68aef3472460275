output "bucket" {
  description = "For PANKA_BACKEND_BUCKET."
  value       = aws_s3_bucket.state.bucket
}

output "bucket_arn" {
  value = aws_s3_bucket.state.arn
}

output "table" {
  description = "For PANKA_BACKEND_TABLE."
  value       = aws_dynamodb_table.locks.name
}

output "table_arn" {
  value = aws_dynamodb_table.locks.arn
}
