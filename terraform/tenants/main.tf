data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

# documents.json is what panka installs itself, written by tools/tenant_documents.ts; here only names are put in.
locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition

  of_account = replace(replace(replace(file("${path.module}/documents.json"),
    "000000000000", local.account),
    "PARTITION", local.partition),
  "amazonaws.com", data.aws_partition.current.dns_suffix)
  documents = jsondecode(replace(replace(replace(replace(local.of_account,
    "BUCKET", var.bucket),
    "TABLE", var.table),
    "REGION", var.region),
  "KEY", coalesce(var.kms_key_arn, "none")))

  policies = merge(local.documents.policies, local.documents.boundary)
  of_keys  = var.kms_key_arn == null ? ["StateKey", "LockKey"] : []

  # Who may log in, without tokens: those are panka's.
  trust = {
    for name, tenant in var.tenants : name => {
      accounts = length(tenant.accounts) > 0 ? tenant.accounts : [local.account]
      named    = [for arn in tenant.principals : split(":", arn)[4]]
      statements = {
        for statement in jsondecode(replace(jsonencode(local.documents.trust.Statement), "tenant-name", name)) :
        statement.Sid => statement
      }
    }
  }
}

resource "aws_iam_policy" "platform" {
  for_each = local.policies

  name = each.key
  path = local.documents.path
  policy = jsonencode(merge(each.value, {
    Statement = [for statement in each.value.Statement : statement if !contains(local.of_keys, statement.Sid)]
  }))
}

resource "aws_iam_role" "tenant" {
  for_each = var.tenants

  name                 = "panka-tenant-${each.key}"
  path                 = local.documents.path
  max_session_duration = local.documents.maxSessionDuration

  tags = {
    "panka:tenant" = each.key
    "panka:bucket" = var.bucket
    "panka:table"  = var.table
    "panka:region" = var.region
  }

  assume_role_policy = jsonencode(merge(local.documents.trust, {
    Statement = concat(
      [
        for statement in length(each.value.principals) > 0 ? [local.trust[each.key].statements.Identity] : [] :
        merge(statement, {
          Principal = { AWS = [
            for id in sort(distinct(local.trust[each.key].named)) : "arn:${local.partition}:iam::${id}:root"
          ] }
          Condition = merge(statement.Condition, { ArnLike = { "aws:PrincipalArn" = sort(each.value.principals) } })
        })
      ],
      [
        for sid in ["TenantTag", "SourceIdentity"] : merge(local.trust[each.key].statements[sid], {
          Principal = { AWS = [
            for id in sort(distinct(concat(local.trust[each.key].accounts, local.trust[each.key].named))) :
            "arn:${local.partition}:iam::${id}:root"
          ] }
        })
      ],
    )
  }))

  # `panka admin tenant` adds and removes tokens, and disables logins.
  lifecycle {
    ignore_changes = [assume_role_policy]
  }
}

resource "aws_iam_role_policy_attachment" "tenant" {
  for_each = {
    for pair in setproduct(keys(var.tenants), keys(local.documents.policies)) : join("/", pair) => pair
  }

  role       = aws_iam_role.tenant[each.value[0]].name
  policy_arn = aws_iam_policy.platform[each.value[1]].arn
}

resource "aws_iam_role_policy" "zones" {
  for_each = { for name, tenant in var.tenants : name => tenant.zones if length(tenant.zones) > 0 }

  name = "panka-zones"
  role = aws_iam_role.tenant[each.key].id
  policy = jsonencode(merge(local.documents.inline["panka-zones"], {
    Statement = [
      for statement in local.documents.inline["panka-zones"].Statement : merge(statement, {
        Resource = [for zone in each.value : "arn:${local.partition}:route53:::hostedzone/${zone}"]
      })
    ]
  }))
}

resource "aws_iam_role_policy" "network" {
  for_each = { for name, tenant in var.tenants : name => tenant.network if tenant.network != null }

  name = "panka-network"
  role = aws_iam_role.tenant[each.key].id
  policy = replace(replace(jsonencode(local.documents.inline["panka-network"]),
    "\"subnet-0\"", join(",", [for id in each.value.subnet_ids : jsonencode(id)])),
  "vpc-0", each.value.vpc_id)
}
