package upstream

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The bridge turns an output that is shown as one object but is a list (an EKS
// cluster's certificate authority) into an empty list where it is absent. The
// provider refuses to have an output configured, so the two functions below give
// such attributes the values that Terraform itself would have sent.

// config is a resource's configuration with every output null.
func (s *Server) config(typeName string, v *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	return s.withOutputs(typeName, v, nil)
}

// proposed is a proposed state with every emptied output as in the prior state.
func (s *Server) proposed(typeName string, v, prior *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	typ, err := s.typeOf(typeName)
	if err != nil || typ == nil {
		return v, err
	}
	before, err := attributes(typ, prior)
	if err != nil {
		return nil, err
	}
	return s.withOutputs(typeName, v, before)
}

// withOutputs replaces the outputs in v that are empty lists.
func (s *Server) withOutputs(
	typeName string, v *tfprotov6.DynamicValue, values map[string]tftypes.Value,
) (*tfprotov6.DynamicValue, error) {
	typ, err := s.typeOf(typeName)
	if err != nil || typ == nil {
		return v, err
	}
	members, err := attributes(typ, v)
	if err != nil || members == nil {
		return v, err
	}
	changed := false
	for _, a := range s.catalog.schema.ResourceSchemas[typeName].Block.Attributes {
		if !a.Computed || a.Optional || !emptyList(members[a.Name]) {
			continue
		}
		value, ok := values[a.Name]
		if !ok {
			value = tftypes.NewValue(a.ValueType(), nil)
		}
		members[a.Name], changed = value, true
	}
	if !changed {
		return v, nil
	}
	out, err := tfprotov6.NewDynamicValue(typ, tftypes.NewValue(typ, members))
	return &out, err
}

// typeOf is the type of a resource's state, and nil for an unknown resource.
func (s *Server) typeOf(typeName string) (tftypes.Type, error) {
	all, err := s.catalog.Schema()
	if err != nil || all.ResourceSchemas[typeName] == nil {
		return nil, err
	}
	return all.ResourceSchemas[typeName].ValueType(), nil
}

// attributes returns an object's members, and nil when there is no object.
func attributes(typ tftypes.Type, v *tfprotov6.DynamicValue) (map[string]tftypes.Value, error) {
	if v == nil {
		return nil, nil
	}
	value, err := v.Unmarshal(typ)
	if err != nil || value.IsNull() || !value.IsKnown() {
		return nil, err
	}
	members := map[string]tftypes.Value{}
	return members, value.As(&members)
}

func emptyList(v tftypes.Value) bool {
	var elements []tftypes.Value
	return !v.IsNull() && v.IsKnown() && v.Type() != nil &&
		v.Type().Is(tftypes.List{}) && v.As(&elements) == nil && len(elements) == 0
}
