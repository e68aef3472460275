variable "bucket" {
  description = "Name of the bucket that holds the state."
  type        = string
}

variable "table" {
  description = "Name of the DynamoDB table that holds the locks."
  type        = string
}

variable "region" {
  description = "Region of bucket and table."
  type        = string
}

variable "kms_key_arn" {
  description = "KMS key that bucket and table are encrypted with, where they have one."
  type        = string
  default     = null
}

variable "tenants" {
  description = "Tenants by name: accounts whose identities may log in with a token (this one when empty), ARNs of identities that need none, hosted zones that the tenant may write records in, and the network outside of which it may place nothing (any when absent)."

  type = map(object({
    accounts   = optional(list(string), [])
    principals = optional(list(string), [])
    zones      = optional(list(string), [])
    network    = optional(object({ vpc_id = string, subnet_ids = list(string) }))
  }))

  validation {
    condition = alltrue([
      for name in keys(var.tenants) : length(name) <= 32 && can(regex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", name))
    ])
    error_message = "Use 1 to 32 lower-case letters, digits and single dashes that start with a letter."
  }

  validation {
    condition = alltrue([
      for name in keys(var.tenants) : alltrue([
        for other in keys(var.tenants) : !startswith(other, "${name}-")
      ])
    ])
    error_message = "One tenant's name may not begin with another's and a dash: names in AWS begin with the tenant's."
  }
}
