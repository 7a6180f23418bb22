import { createHmac } from 'node:crypto';
import { specialSecretSig, specialSigKey, unknownValue } from '@pulumi/pulumi/runtime/rpc';

/** A JSON value as it goes over the wire: secrets and unknown values are marked by signatures of the SDK. */
export type Value = null | boolean | number | string | Value[] | Properties;

export interface Properties {
  [key: string]: Value;
}

export function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSecret(value: unknown): boolean {
  return isProperties(value) && value[specialSigKey] === specialSecretSig;
}

export function secret(value: Value): Value {
  return { [specialSigKey]: specialSecretSig, value };
}

/** Whether a value has a part that fulfils a condition. */
export function some(value: Value | undefined, condition: (part: Value) => boolean): boolean {
  if (value === undefined) return false;
  if (condition(value)) return true;
  if (Array.isArray(value)) return value.some((part) => some(part, condition));
  return isProperties(value) && Object.values(value).some((part) => some(part, condition));
}

export function hasSecret(value: Value | undefined): boolean {
  return some(value, isSecret);
}

export function hasUnknown(value: Value | undefined): boolean {
  return some(value, (part) => part === unknownValue);
}

/** The value with other values in place of its secrets. */
export function mapSecrets(value: Value, change: (content: Value) => Value): Value {
  if (isSecret(value)) return change((value as Properties).value ?? null);
  if (Array.isArray(value)) return value.map((part) => mapSecrets(part, change));
  if (!isProperties(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapSecrets(part, change)]));
}

/** What the cluster gets: secrets in clear. */
export function reveal(inputs: Properties): Properties {
  const open = (value: Value): Value => mapSecrets(value, open);
  return open(inputs) as Properties;
}

/** What a file may hold: secrets as hashes under their signature, enough to see whether they changed. */
export function seal(inputs: Properties, salt: string): Properties {
  const hash = (content: Value): string =>
    createHmac('sha256', salt)
      .update(JSON.stringify(reveal({ content })))
      .digest('hex');
  return mapSecrets(inputs, (content) => ({
    [specialSigKey]: specialSecretSig,
    ciphertext: hash(content),
  })) as Properties;
}
