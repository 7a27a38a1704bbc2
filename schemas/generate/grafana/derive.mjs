// Derives the JSON Schema of a classic dashboard: `node derive.mjs <out>`.
//
// The envelope comes from types.ts; `options` and `fieldConfig.defaults.custom` of each panel type from the panel
// configurations of @grafana/schema. Objects with named keys are closed. What is required is narrower than in the
// types, where every key with a default counts as required.
import { readFileSync, writeFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";

// Panel type as dashboards write it, and the folder of its configuration.
const panels = {
  barchart: "barchart",
  bargauge: "bargauge",
  gauge: "gauge",
  heatmap: "heatmap",
  histogram: "histogram",
  logs: "logs",
  piechart: "piechart",
  stat: "stat",
  "state-timeline": "statetimeline",
  "status-history": "statushistory",
  table: "table",
  text: "text",
  timeseries: "timeseries",
};

// Keys that gen must write; of other definitions those without a default in Grafana.
const required = {
  Annotation: ["datasource", "enable", "name"],
  DashboardLink: ["title", "type"],
  DataSourceRef: ["uid"],
  FieldConfigSource: ["defaults"],
  GridPos: ["h", "w", "x", "y"],
  VariableOption: [],
  Dashboard: ["panels", "schemaVersion", "title", "uid"],
  Panel: ["gridPos", "title", "type"],
  Row: ["collapsed", "gridPos", "panels", "title", "type"],
};

function generate(path, type) {
  return createGenerator({
    path,
    type,
    tsconfig: "tsconfig.json",
    expose: "all",
    topRef: true,
    jsDoc: "none",
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema(type).definitions;
}

/** Edits every schema of a tree of definitions in place. */
function visit(schema, edit) {
  if (schema === null || typeof schema !== "object") return;
  if (Array.isArray(schema)) return schema.forEach((item) => visit(item, edit));
  edit(schema);
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties" || keyword === "definitions") Object.values(value).forEach((child) => visit(child, edit));
    else if (keyword !== "enum" && keyword !== "const" && keyword !== "required") visit(value, edit);
  }
}

/** Adds definitions under new names, with references to match; what has the same name must be the same. */
function add(definitions, found, rename, edit = () => {}) {
  for (const [name, schema] of Object.entries(found)) {
    visit(schema, (node) => {
      if (node.$ref) node.$ref = `#/$defs/${rename(decodeURIComponent(node.$ref.replace("#/definitions/", "")))}`;
      edit(node);
    });
    const known = definitions[rename(name)];
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) throw new Error(`${name} has two meanings`);
    definitions[rename(name)] = schema;
  }
}

/** A name that can stand in a pointer as it is: `Record<string,unknown>` cannot. */
const plain = (name) => name.replace(/[^A-Za-z.-]/g, "");

/** What holds of a panel when its type is this one. */
function panelRule(type, declared) {
  const reference = (name) => (declared.includes(name) ? { $ref: `#/$defs/${type}.${name}` } : { type: "object", additionalProperties: false });
  return {
    if: { properties: { type: { const: type } }, required: ["type"] },
    then: {
      properties: {
        options: reference("Options"),
        fieldConfig: { properties: { defaults: { properties: { custom: reference("FieldConfig") } } } },
      },
    },
  };
}

const definitions = {};
add(definitions, generate("types.ts", "Dashboard"), plain);
for (const [name, keys] of Object.entries(required)) {
  if (!definitions[name]) throw new Error(`no definition ${name}`);
  definitions[name].required = keys;
}
// TypeScript has one type of numbers.
for (const key of ["h", "w", "x", "y"]) definitions.GridPos.properties[key] = { type: "integer", minimum: 0 };
for (const owner of [definitions.Panel, definitions.Row]) owner.properties.id = { type: "integer", minimum: 1 };
for (const key of ["schemaVersion", "version"]) definitions.Dashboard.properties[key] = { type: "integer" };

const rules = [];
for (const [type, folder] of Object.entries(panels)) {
  const path = `node_modules/@grafana/schema/dist/types/raw/composable/${folder}/panelcfg/x/types.gen.d.ts`;
  const declared = ["Options", "FieldConfig"].filter((name) => readFileSync(path, "utf8").includes(`export interface ${name} `));
  const rename = (name) => (declared.includes(name) ? `${type}.${name}` : `options.${plain(name)}`);
  for (const name of declared) add(definitions, generate(path, name), rename, (node) => delete node.required);
  rules.push(panelRule(type, declared));
}
definitions.Panel.allOf = rules;
definitions.Panel.properties.type = { enum: [...Object.keys(panels), "traces"] };
// Traces are not queried by PromQL.
definitions.Panel.properties.targets = { items: { properties: { refId: { type: "string" } }, required: ["refId"], type: "object" }, type: "array" };
definitions.Panel.allOf.push({
  if: { properties: { type: { const: "traces" } }, required: ["type"] },
  else: { properties: { targets: { items: { $ref: "#/$defs/Target" } } } },
});
// One of two by the type, so that violations are of the right one.
definitions.Dashboard.properties.panels.items = {
  if: { properties: { type: { const: "row" } }, required: ["type"] },
  then: { $ref: "#/$defs/Row" },
  else: { $ref: "#/$defs/Panel" },
};
const schema = { $ref: "#/$defs/Dashboard", $defs: definitions };
writeFileSync(process.argv[2], JSON.stringify(schema) + "\n");
