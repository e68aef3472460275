package main

import (
	"testing"

	"pulumi-resource-aws/internal/tables"
)

func TestTables(t *testing.T) {
	all, err := tables.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for typ, token := range all.Resources {
		if other, dup := seen[token]; dup {
			t.Errorf("%s and %s are both %s", typ, other, token)
		}
		seen[token] = typ
	}
	for typ, want := range map[string]string{
		"aws_s3_bucket":            "aws:s3/bucket:Bucket",
		"aws_lb":                   "aws:lb/loadBalancer:LoadBalancer",
		"aws_db_instance":          "aws:rds/instance:Instance",
		"aws_instance":             "aws:ec2/instance:Instance",
		"aws_cloudwatch_log_group": "aws:cloudwatch/logGroup:LogGroup",
	} {
		if got := all.Resources[typ]; got != want {
			t.Errorf("%s is %q, want %q", typ, got, want)
		}
	}
	for typ, want := range map[string]string{
		"aws_vpc":                           "aws:ec2/getVpc:getVpc",
		"aws_subnets":                       "aws:ec2/getSubnets:getSubnets",
		"aws_region":                        "aws:index/getRegion:getRegion",
		"aws_caller_identity":               "aws:index/getCallerIdentity:getCallerIdentity",
		"aws_secretsmanager_secret_version": "aws:secretsmanager/getSecretVersion:getSecretVersion",
	} {
		if got := all.Data[typ]; got != want {
			t.Errorf("data source %s is %q, want %q", typ, got, want)
		}
	}
	some, err := tables.Load([]string{"sqs"})
	if err != nil || len(some.Resources) == 0 || some.Resources["aws_s3_bucket"] != "" {
		t.Errorf("selecting a module: %d resources, %v", len(some.Resources), err)
	}
}
