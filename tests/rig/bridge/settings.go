package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// settings is what the bridge has to know before it can serve anything.
type settings struct {
	Provider string   `json:"provider"` // the Terraform provider binary
	Cache    string   `json:"cache"`    // folder for schemas and assets
	Modules  []string `json:"modules"`  // such as "s3"; all when empty
}

// readSettings reads bridge.json beside the executable, because an engine that
// is started with a bare environment hands none of ours down. Variables of the
// environment go first. Relative paths in the file start at its folder.
func readSettings(executable string) (settings, error) {
	var s settings
	file := filepath.Join(filepath.Dir(executable), "bridge.json")
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("%s: %w", file, err)
	}
	for _, path := range []*string{&s.Provider, &s.Cache} {
		if *path != "" && !filepath.IsAbs(*path) {
			*path = filepath.Join(filepath.Dir(file), *path)
		}
	}

	if v := os.Getenv("AWS_BRIDGE_PROVIDER"); v != "" {
		s.Provider = v
	}
	if v := os.Getenv("AWS_BRIDGE_CACHE"); v != "" {
		s.Cache = v
	}
	if v := os.Getenv("AWS_BRIDGE_MODULES"); v != "" {
		s.Modules = strings.Split(v, ",")
	}
	if s.Provider == "" {
		return s, fmt.Errorf("neither AWS_BRIDGE_PROVIDER nor %s names a Terraform AWS provider binary", file)
	}
	if s.Cache == "" {
		s.Cache = defaultCache()
	}
	return s, nil
}

func defaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "pulumi-resource-aws")
}
