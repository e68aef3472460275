variable "bucket" {
  description = "Name of the bucket that holds the state."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "Use 3 to 63 lower-case letters, digits, dots and hyphens."
  }
}

variable "table" {
  description = "Name of the DynamoDB table that holds the locks."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.table))
    error_message = "Use 3 to 255 letters, digits, \"_\", \"-\" and \".\"."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts bucket and table. Without it, S3's and DynamoDB's own keys do."
  type        = string
  default     = null
}

variable "require_conditional_writes" {
  description = "Refuse to write state without If-Match or If-None-Match. Turn it off only for a server that refuses those too."
  type        = bool
  default     = true
}

variable "policy_documents" {
  description = "More policy documents (JSON) to merge into the bucket's policy."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags on bucket and table."
  type        = map(string)
  default     = {}
}
