module oracles/control-plane

go 1.26.0
