package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"pulumi-resource-aws/internal/cachefile"
)

// assetStore is a folder of files for the provider, which takes paths only.
type assetStore string

// put writes data to a file named by its hash, so that the same content has the
// same path in every run and shows no difference in a preview.
func (dir assetStore) put(data []byte, kind string) (string, error) {
	sum := sha256.Sum256(data)
	ext := ""
	if kind == "archive" {
		ext = ".zip"
	}
	path := filepath.Join(string(dir), fmt.Sprintf("%x%s", sum, ext))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, cachefile.Write(path, data)
}

// assetBytes returns an asset's content or an archive as a ZIP file, and nil
// for a value that is neither, such as a plain path.
func assetBytes(v resource.PropertyValue) ([]byte, error) {
	switch {
	case v.IsSecret():
		return assetBytes(v.SecretValue().Element)
	case v.IsAsset():
		return v.AssetValue().Bytes()
	case v.IsArchive():
		return v.ArchiveValue().Bytes(resource.ZIPArchive)
	}
	return nil, nil
}
