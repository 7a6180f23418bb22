import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/testing';

/** Folder with the CRDs that projects publish, one folder for each release; see docs/testing.md. */
const FOLDER = process.env.CDK8S_SPARK_CRDS;

/** A structural schema, as far as it is read here. */
interface Schema {
  readonly type?: string;
  readonly properties?: { readonly [field: string]: Schema };
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

interface Definition {
  readonly kind: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema: Schema } }[];
  };
}

/** Schemas of custom kinds: those that were published where there are any, otherwise those among the manifests. */
export class CustomKinds {
  private readonly schemas = new Map<string, Schema>();

  public constructor(manifests: readonly Manifest[]) {
    for (const definition of [...manifests.filter(isDefinition), ...published()] as unknown as Definition[]) {
      const { group, names, versions } = definition.spec;
      for (const { name, schema } of versions) {
        if (schema) this.schemas.set(`${group}/${name} ${names.kind}`, schema.openAPIV3Schema);
      }
    }
  }

  /** Breaches of the schema of a custom object; undefined where its kind has none here. */
  public errors(manifest: Manifest): string[] | undefined {
    const schema = this.schemas.get(`${manifest.apiVersion} ${manifest.kind}`);
    if (schema === undefined) return undefined;
    const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...content } = manifest;
    const required = (schema.required ?? []).filter((field) => field !== 'metadata');
    return breaches(content, { ...schema, required }, '');
  }
}

export function isDefinition({ kind }: { readonly kind: string }): boolean {
  return kind === 'CustomResourceDefinition';
}

function published(): unknown[] {
  if (FOLDER === undefined || !existsSync(FOLDER)) return [];
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter(({ name }) =>
    name.endsWith('.yaml'),
  );
  // Only the kinds that this package makes: some of the others take seconds to read.
  const mine = files.filter(({ name }) =>
    /volcano\.sh_(queues|podgroups)|kueue|cert-manager\.io_(certificates|issuers)|coreos\.com_(podmon|servicemon|probe|prometheusrule)/.test(
      name,
    ),
  );
  return mine.flatMap(({ parentPath, name }) =>
    parseAllDocuments(readFileSync(join(parentPath, name), 'utf8')).map((document) => document.toJS() as unknown),
  );
}

function breaches(value: unknown, schema: Schema, at: string): string[] {
  if (schema['x-kubernetes-int-or-string'] === true) {
    const fits = typeof value === 'number' || (typeof value === 'string' && matches(value, schema.pattern));
    return fits ? [] : [`${at}: neither an integer nor a string that fits`];
  }
  if (!hasType(value, schema.type)) return [`${at}: not of type ${schema.type ?? ''}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${at}: not one of ${schema.enum.join(', ')}`];
  if (Array.isArray(value)) return listBreaches(value, schema, at);
  if (typeof value === 'object' && value !== null)
    return objectBreaches(value as { [field: string]: unknown }, schema, at);
  return scalarBreaches(value, schema, at);
}

function listBreaches(list: readonly unknown[], schema: Schema, at: string): string[] {
  const { minItems = 0, maxItems = Infinity, items } = schema;
  const length = list.length < minItems || list.length > maxItems ? [`${at}: ${list.length} items`] : [];
  return [...length, ...list.flatMap((item, i) => (items ? breaches(item, items, `${at}/${i}`) : []))];
}

/** A field that no schema knows would be pruned: the object would be stored without it. */
function objectBreaches(value: { readonly [field: string]: unknown }, schema: Schema, at: string): string[] {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const missing = required.filter((field) => !(field in value)).map((field) => `${at}/${field}: missing`);
  const fields = Object.entries(value).flatMap(([field, content]) => {
    const known = properties[field] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (known !== undefined) return breaches(content, known, `${at}/${field}`);
    const kept = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
    return kept ? [] : [`${at}/${field}: unknown field`];
  });
  return [...missing, ...fields];
}

function scalarBreaches(value: unknown, schema: Schema, at: string): string[] {
  const { minimum = -Infinity, maximum = Infinity, minLength = 0, maxLength = Infinity, pattern } = schema;
  if (typeof value === 'number') return value < minimum || value > maximum ? [`${at}: out of bounds`] : [];
  if (typeof value !== 'string') return [];
  return value.length < minLength || value.length > maxLength || !matches(value, pattern)
    ? [`${at}: does not fit`]
    : [];
}

function matches(text: string, pattern: string | undefined): boolean {
  return pattern === undefined || new RegExp(pattern, 'u').test(text);
}

function hasType(value: unknown, type: string | undefined): boolean {
  switch (type) {
    case undefined:
      return true;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
