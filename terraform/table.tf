resource "aws_dynamodb_table" "locks" {
  name                        = var.table
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "lockKey"
  deletion_protection_enabled = true
  tags                        = var.tags

  attribute {
    name = "lockKey"
    type = "S"
  }

  # Lets items go that nobody used for 90 days. Never decides who holds a lock.
  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  dynamic "server_side_encryption" {
    for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]

    content {
      enabled     = true
      kms_key_arn = server_side_encryption.value
    }
  }
}
