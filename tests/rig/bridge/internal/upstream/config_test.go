package upstream

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestOutputsThatAreEmptyLists(t *testing.T) {
	list := tftypes.List{ElementType: tftypes.String}
	schema := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "name", Type: tftypes.String, Required: true},
		{Name: "authority", Type: list, Computed: true},
	}}}
	catalog := &Catalog{schema: &tfprotov6.GetProviderSchemaResponse{
		ResourceSchemas: map[string]*tfprotov6.Schema{"aws_thing": schema},
	}}
	catalog.once.Do(func() {})
	server := NewServer(nil, catalog)

	typ := schema.ValueType()
	thing := func(authority any) tftypes.Value {
		return tftypes.NewValue(typ, map[string]tftypes.Value{
			"name":      tftypes.NewValue(tftypes.String, "a"),
			"authority": tftypes.NewValue(list, authority),
		})
	}
	dynamic := func(v tftypes.Value) *tfprotov6.DynamicValue {
		d, err := tfprotov6.NewDynamicValue(typ, v)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	check := func(name string, got *tfprotov6.DynamicValue, err error, want tftypes.Value) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if v, err := got.Unmarshal(typ); err != nil || !v.Equal(want) {
			t.Errorf("%s: got %v, %v", name, v, err)
		}
	}
	empty, full := thing([]tftypes.Value{}), thing([]tftypes.Value{tftypes.NewValue(tftypes.String, "x")})

	got, err := server.config("aws_thing", dynamic(empty))
	check("config", got, err, thing(nil))
	got, err = server.proposed("aws_thing", dynamic(empty), dynamic(full))
	check("proposed after a state", got, err, full)
	got, err = server.proposed("aws_thing", dynamic(empty), dynamic(tftypes.NewValue(typ, nil)))
	check("proposed for a new one", got, err, thing(nil))
	got, err = server.proposed("aws_thing", dynamic(full), dynamic(empty))
	check("proposed with a value", got, err, full)
}
