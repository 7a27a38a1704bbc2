package main

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/packages"
	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-tools/pkg/crd"
	"sigs.k8s.io/controller-tools/pkg/genall"
	"sigs.k8s.io/controller-tools/pkg/loader"
)

// newParser loads the packages that the module in dir can see and makes a
// controller-gen parser over them, with or without the properties of embedded
// ObjectMeta (`crd:generateEmbeddedObjectMeta`).
func newParser(dir string, embedded bool, paths ...string) (*crd.Parser, []*loader.Package, error) {
	var generator genall.Generator = crd.Generator{}
	generators := genall.Generators{&generator}
	runtime, err := generators.ForRootsWithConfig(&packages.Config{Dir: dir}, paths...)
	if err != nil {
		return nil, nil, fmt.Errorf("load packages of %s: %w", dir, err)
	}
	parser := &crd.Parser{
		Collector:                  runtime.Collector,
		Checker:                    runtime.Checker,
		GenerateEmbeddedObjectMeta: embedded,
		AllowDangerousTypes:        true, // numbers of JSON Schema itself are floats
	}
	crd.AddKnownTypes(parser)
	for _, root := range runtime.Roots {
		parser.NeedPackage(root)
	}
	return parser, runtime.Roots, nil
}

// failure is the first thing in a package that controller-gen cannot express.
// As in controller-gen, type errors do not count: it checks only the parts that
// it needs. A package without files does not exist in the loaded version.
func failure(pkg *loader.Package, tolerated string) error {
	for _, failure := range pkg.Errors {
		known := tolerated != "" && strings.Contains(failure.Msg, tolerated)
		if failure.Kind != packages.TypeError && len(pkg.GoFiles) > 0 && !known {
			return failure
		}
	}
	return nil
}

// flattened is what controller-gen writes into a CRD for a field of this type,
// without descriptions.
func flattened(parser *crd.Parser, ident crd.TypeIdent) apiext.JSONSchemaProps {
	parser.NeedFlattenedSchemaFor(ident)
	cached := parser.FlattenedSchemata[ident]
	schema := *cached.DeepCopy()
	crd.TruncateDescription(&schema, 0)
	return schema
}

// typeName is the name that users of gen write: `core/v1.Container`,
// `meta/v1.Condition`, `resource.Quantity`.
func typeName(ident crd.TypeIdent) string {
	path := loader.NonVendorPath(ident.Package.PkgPath)
	for _, prefix := range []string{"k8s.io/api/", "k8s.io/apimachinery/pkg/apis/"} {
		if rest, found := strings.CutPrefix(path, prefix); found {
			return rest + "." + ident.Name
		}
	}
	return path[strings.LastIndex(path, "/")+1:] + "." + ident.Name
}

// resolveRef finds the type that a reference of the unflattened graph names.
func resolveRef(ref string, from *loader.Package) (crd.TypeIdent, error) {
	name, path, err := crd.RefParts(ref)
	if err != nil {
		return crd.TypeIdent{}, err
	}
	if path == "" {
		return crd.TypeIdent{Package: from, Name: name}, nil
	}
	imported := from.Imports()[path]
	if imported == nil {
		return crd.TypeIdent{}, fmt.Errorf("%s does not import %s", from.PkgPath, path)
	}
	return crd.TypeIdent{Package: imported, Name: name}, nil
}
