module promql-history

go 1.26
