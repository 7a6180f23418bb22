import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

/** What Pulumi.yaml says, as far as the language host and the CLI look at it. */
export interface Project {
  readonly name: string;
  readonly root: string;
  /** Working directory of the program. */
  readonly directory: string;
  /** Relative to the directory; `.` leaves it to package.json. */
  readonly entry: string;
  readonly typescript: boolean;
  readonly tsconfig?: string;
  readonly nodeArgs: readonly string[];
  readonly config: { readonly [key: string]: ConfigType };
}

interface ConfigType {
  readonly type?: string;
  readonly default?: unknown;
  readonly value?: unknown;
}

interface ProjectFile {
  readonly name: string;
  readonly main?: string;
  readonly runtime: string | { readonly name: string; readonly options?: RuntimeOptions };
  readonly config?: { readonly [key: string]: unknown };
}

interface RuntimeOptions {
  readonly typescript?: boolean;
  readonly tsconfig?: string;
  readonly nodeargs?: string;
}

export function readProject(root: string): Project {
  const file = parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8')) as ProjectFile;
  const options = typeof file.runtime === 'string' ? {} : (file.runtime.options ?? {});
  const main = file.main === undefined ? undefined : resolve(root, file.main);
  const isFile = main !== undefined && existsSync(main) && statSync(main).isFile();
  return {
    name: file.name,
    root: resolve(root),
    directory: isFile ? dirname(main) : (main ?? resolve(root)),
    entry: isFile ? basename(main) : '.',
    typescript: options.typescript ?? true,
    ...(options.tsconfig === undefined ? {} : { tsconfig: options.tsconfig }),
    nodeArgs: options.nodeargs?.split(' ') ?? [],
    config: Object.fromEntries(Object.entries(file.config ?? {}).map(([key, value]) => [key, configType(value)])),
  };
}

/**
 * The configuration of a stack as the program gets it: the file of the stack over the project's defaults, and the given
 * values over both. Encrypted values must be given.
 */
export function readConfig(project: Project, stack: string, given: Record<string, string>): Record<string, string> {
  const path = join(project.root, `Pulumi.${stack}.yaml`);
  const file = (existsSync(path) ? parse(readFileSync(path, 'utf8')) : null) as { config?: object } | null;
  const full = (key: string): string => (key.includes(':') ? key : `${project.name}:${key}`);
  const config: Record<string, string> = {};
  for (const [key, { default: standard, value = standard }] of Object.entries(project.config))
    if (value !== undefined) config[full(key)] = text(value);
  for (const [key, value] of Object.entries(file?.config ?? {}))
    if (!isEncrypted(value)) config[full(key)] = text(value);
  for (const [key, value] of Object.entries(given)) config[full(key)] = value;
  const missing = Object.entries(project.config)
    .filter(([key, { type }]) => type !== undefined && config[full(key)] === undefined)
    .map(([key]) => full(key));
  if (missing.length > 0) throw new Error(`Stack '${stack}' is missing configuration values: ${missing.join(', ')}`);
  return config;
}

function configType(value: unknown): ConfigType {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value };
}

function isEncrypted(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'secure' in value;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
