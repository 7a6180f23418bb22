import { JsonPatch, type ApiObject } from 'cdk8s';
import { RuleError, rules } from './rules';

export const OVERRIDE_RULES = rules('core', {
  overridePath: [
    'an override path is a JSON pointer: it starts with "/" and names a field',
    'write it like /spec/template/spec/hostNetwork',
  ],
  overrideIdentity: [
    'apiVersion, kind, name and namespace are the identity of an object and other objects refer to them',
    'set the name or namespace through the props of the construct',
  ],
});

const IDENTITY = ['/apiVersion', '/kind', '/metadata/name', '/metadata/namespace'];

/** Overrides wait until an object is rendered, so that later changes of the construct cannot undo them. */
export class Overrides {
  private readonly entries: { readonly path: string; readonly value: unknown }[] = [];

  public add(path: string, value: unknown): void {
    this.entries.push({ path, value });
  }

  public applyTo<T>(json: T): T {
    return this.entries.reduce<T>((document, { path, value }) => set(document, path, value), json);
  }
}

/** A copy of a document with values set by JSON pointers. */
export function applyOverrides<T>(document: T, overrides: { readonly [path: string]: unknown }): T {
  return Object.entries(overrides).reduce<T>((copy, [path, value]) => set(copy, path, value), document);
}

/** An object that takes overrides. */
export interface Overridable {
  override(path: string, value?: unknown): void;
}

/** Checks the path and hands the override to the object; a foreign ApiObject gets a JSON patch. */
export function applyOverride(object: ApiObject, path: string, value: unknown): void {
  checkOverridePath(object, path);
  if ('override' in object) (object as unknown as Overridable).override(path, value);
  else object.addJsonPatch(value === undefined ? JsonPatch.remove(path) : JsonPatch.add(path, value));
}

/** @throws RuleError unless the path is a JSON pointer to something else than the object's identity. */
export function checkOverridePath(object: ApiObject, path: string): void {
  if (!/^(\/[^/]+)+$/.test(path))
    throw new RuleError({ rule: OVERRIDE_RULES.overridePath, at: 'override', value: path }, object);
  if (IDENTITY.includes(path) || path === '/metadata') {
    throw new RuleError({ rule: OVERRIDE_RULES.overrideIdentity, at: 'override', value: path }, object);
  }
}

function set<T>(document: T, pointer: string, value: unknown): T {
  const keys = pointer
    .slice(1)
    .split('/')
    .map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
  const write = (node: unknown, index: number): unknown => {
    if (index === keys.length) return value;
    const key = keys[index] as string;
    if (Array.isArray(node) || (node === undefined && key === '-')) {
      const list: unknown[] = Array.isArray(node) ? [...(node as unknown[])] : [];
      const at = key === '-' ? list.length : Number(key);
      if (value === undefined && index === keys.length - 1) list.splice(at, 1);
      else list[at] = write(list[at], index + 1);
      return list;
    }
    const copy: Record<string, unknown> = { ...(node as Record<string, unknown> | undefined) };
    if (value === undefined && index === keys.length - 1) delete copy[key];
    else copy[key] = write(copy[key], index + 1);
    return copy;
  };
  return write(document, 0) as T;
}
