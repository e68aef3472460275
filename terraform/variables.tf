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

variable "alarms" {
  description = "Make CloudWatch alarms for table and bucket."
  type        = bool
  default     = false
}

variable "alarm_actions" {
  description = "ARNs to tell of alarms, such as an SNS topic's."
  type        = list(string)
  default     = []
}

variable "contention_threshold" {
  description = "Failed conditions on the lock table in five minutes that count as many, when they last for an hour."
  type        = number
  default     = 200
}

variable "metrics_namespace" {
  description = "CloudWatch namespace into which a collector puts panka's own metrics, without dimensions. Without it there are no alarms on them."
  type        = string
  default     = null
}
