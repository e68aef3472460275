data "aws_iam_policy_document" "state" {
  source_policy_documents = var.policy_documents

  statement {
    sid       = "PankaTlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.state.arn, "${aws_s3_bucket.state.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  # Old programs and people in a hurry are fenced too: whoever writes state says what is to be replaced.
  dynamic "statement" {
    for_each = var.require_conditional_writes ? [true] : []

    content {
      sid     = "PankaConditionalWritesOnly"
      effect  = "Deny"
      actions = ["s3:PutObject"]

      resources = [
        "${aws_s3_bucket.state.arn}/v1/stacks/*/state.json",
        "${aws_s3_bucket.state.arn}/tenants/*/v1/stacks/*/state.json",
      ]

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "Null"
        variable = "s3:if-match"
        values   = ["true"]
      }

      condition {
        test     = "Null"
        variable = "s3:if-none-match"
        values   = ["true"]
      }

      # Parts of a multipart upload create no object and can't be conditional; its completion can.
      condition {
        test     = "Bool"
        variable = "s3:ObjectCreationOperation"
        values   = ["true"]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "state" {
  bucket     = aws_s3_bucket.state.id
  policy     = data.aws_iam_policy_document.state.json
  depends_on = [aws_s3_bucket_public_access_block.state]
}
