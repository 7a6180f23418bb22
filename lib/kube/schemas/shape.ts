import { Field, type Schema } from '../crd';

/** Fields by their types; the names of one type stand in one text, parted by spaces. */
export interface Shape {
  readonly text?: string;
  readonly flag?: string;
  /** 32 bits. */
  readonly integer?: string;
  /** 64 bits. */
  readonly long?: string;
  /** Lists of texts. */
  readonly texts?: string;
  /** Maps of texts. */
  readonly map?: string;
  /** Fields that must be there. */
  readonly required?: string;
}

const [LEAST, MOST] = [-(2 ** 31), 2 ** 31 - 1];

/** 32 bits: Go decodes nothing that is larger, and the API server does not look at `format`. */
export function integer(minimum = LEAST, maximum = MOST): Schema {
  return { type: 'integer', minimum, maximum };
}

/** 64 bits. */
export function long(minimum?: number): Schema {
  return { type: 'integer', format: 'int64', ...(minimum !== undefined && { minimum }) };
}

/** One Kubernetes quantity. */
export const QUANTITY = Field.quantities().additionalProperties as Schema;

/** A number or the name of a port. */
export const INT_OR_STRING: Schema = { 'x-kubernetes-int-or-string': true, minimum: LEAST, maximum: MOST };

/** The same, for what Go writes as null where nothing is set. */
export function nullable(schema: Schema): Schema {
  return { ...schema, nullable: true };
}

/** An open object whose scalars are given by their types. */
export function shape(types: Shape, fields: { readonly [field: string]: Schema } = {}): Schema {
  const { text, flag, integer: integers, long: longs, texts, map, required } = types;
  const of = (names: string | undefined, schema: Schema): { [field: string]: Schema } =>
    Object.fromEntries(words(names).map((name) => [name, schema]));
  return Field.object(
    {
      ...of(text, Field.text()),
      ...of(flag, Field.flag()),
      ...of(integers, integer()),
      ...of(longs, long()),
      ...of(texts, Field.list(Field.text())),
      ...of(map, Field.map(Field.text())),
      ...fields,
    },
    required === undefined ? {} : { required: words(required) },
  );
}

function words(names: string | undefined): string[] {
  return names === undefined ? [] : names.split(' ');
}
