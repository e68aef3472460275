// Package cachefile keeps files that plugin processes which start together fill
// at once: a reader sees the old file or the whole new one, never a part.
package cachefile

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
)

// Write puts data into file, and makes the folders on the way.
func Write(file string, data []byte) error {
	return atomically(file, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteGzip writes data compressed, for ReadGzip.
func WriteGzip(file string, data []byte) error {
	return atomically(file, func(w io.Writer) error {
		z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err != nil {
			return err
		}
		if _, err := z.Write(data); err != nil {
			return err
		}
		return z.Close()
	})
}

// ReadGzip returns what WriteGzip was given.
func ReadGzip(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

func atomically(file string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	err = write(tmp)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}
