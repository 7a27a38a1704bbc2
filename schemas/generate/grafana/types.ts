// What Grafana reads beyond the types of @grafana/schema.
import * as dashboard from "@grafana/schema/dist/types/raw/dashboard/x/types.gen";

/** PromQuery of @grafana/prometheus 13.1.4 (dist/types/dataquery.d.ts, types.d.ts), without what only Explore sets. */
export interface Target {
  refId: string;
  expr: string;
  datasource?: dashboard.DataSourceRef;
  hide?: boolean;
  queryType?: string;
  editorMode?: "builder" | "code";
  exemplar?: boolean;
  format?: "time_series" | "table" | "heatmap";
  instant?: boolean;
  interval?: string;
  intervalFactor?: number;
  legendFormat?: string;
  range?: boolean;
}

/** Members that the variable models of @grafana/data add (QueryVariableModel, IntervalVariableModel). */
export interface Variable extends dashboard.VariableModel {
  definition?: string;
  auto?: boolean;
  auto_count?: number;
  auto_min?: string;
}

/** Members that the Prometheus plugin reads from an annotation query (PromAnnotation-style, before and beside `target`). */
export interface Annotation extends Omit<dashboard.AnnotationQuery, "target"> {
  target?: Record<string, unknown>;
  expr?: string;
  step?: string;
  tagKeys?: string;
  textFormat?: string;
  titleFormat?: string;
  useValueForTime?: boolean;
}

export interface Panel extends Omit<dashboard.Panel, "targets"> {
  targets?: Target[];
}

export interface Row extends Omit<dashboard.RowPanel, "panels"> {
  panels: Panel[];
}

/** `__inputs` and the like are of dashboards exported for sharing. */
export interface Dashboard extends Omit<dashboard.Dashboard, "annotations" | "panels" | "snapshot" | "templating"> {
  __inputs?: Record<string, unknown>[];
  __requires?: Record<string, unknown>[];
  __elements?: Record<string, unknown>;
  annotations?: { list?: Annotation[] };
  panels?: (Panel | Row)[];
  templating?: { list?: Variable[] };
}
