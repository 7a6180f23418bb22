import { dev } from './dev';
import type { Environment } from './environment';
import { local } from './local';
import { prod } from './prod';
import { staging } from './staging';

export type { Environment };

/** All environments by name. */
export const environments: { readonly [name: string]: Environment } = { local, dev, staging, prod };

/** The environment of that name. */
export function environmentOf(name: string): Environment {
  const environment = environments[name];
  if (environment === undefined) {
    throw new Error(
      `SPARK_ENV = "${name}" is no environment. Fix: use one of ${Object.keys(environments).join(', ')}.`,
    );
  }
  return environment;
}
