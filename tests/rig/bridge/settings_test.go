package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestReadSettings(t *testing.T) {
	for _, name := range []string{"PROVIDER", "CACHE", "MODULES"} {
		t.Setenv("AWS_BRIDGE_"+name, "")
	}
	dir := t.TempDir()
	executable := filepath.Join(dir, "pulumi-resource-aws")
	if _, err := readSettings(executable); err == nil {
		t.Error("no error without a provider")
	}

	text := `{"provider": "/opt/provider", "cache": "../cache", "modules": ["s3"]}`
	if err := os.WriteFile(filepath.Join(dir, "bridge.json"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readSettings(executable)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(filepath.Dir(dir), "cache"); got.Cache != want {
		t.Errorf("cache is %q, want %q", got.Cache, want)
	}
	if got.Provider != "/opt/provider" || !slices.Equal(got.Modules, []string{"s3"}) {
		t.Errorf("got %+v", got)
	}

	t.Setenv("AWS_BRIDGE_PROVIDER", "/opt/other")
	t.Setenv("AWS_BRIDGE_MODULES", "sqs,sns")
	got, err = readSettings(executable)
	if err != nil || got.Provider != "/opt/other" || !slices.Equal(got.Modules, []string{"sqs", "sns"}) {
		t.Errorf("with variables: %+v, %v", got, err)
	}
}
