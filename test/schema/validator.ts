import { createRequire } from 'node:module';

const load = createRequire(__filename);

/** A field that the document has: its JSON pointer. */
type Pointer = string;

interface Watched {
  /** Behaves like the value and remembers which of its fields were read. */
  readonly view: unknown;
  /** Pointers of the fields that nobody read; a field's own fields are not listed with it. */
  unread(): Pointer[];
}

interface ModelClass {
  /** Set on kinds, not on their parts. */
  readonly kind?: string;
  readonly prototype: { validate(this: unknown): void };
}

/**
 * Breaches of the Kubernetes schema in a document, each as `<pointer>: <message>`; none for a valid one. Strict: a field
 * that the schema does not know is a breach, and so is a kind it does not know.
 *
 * The schema's validators, generated from the API's own OpenAPI document, pass over unknown fields as a client would.
 * They read every field they know, though: what they leave unread is unknown.
 */
export function schemaErrors(document: unknown): string[] {
  const { apiVersion, kind } = document as { readonly apiVersion?: unknown; readonly kind?: unknown };
  const model = typeof apiVersion === 'string' && typeof kind === 'string' ? modelOf(apiVersion, kind) : undefined;
  if (model === undefined) return [`: no Kubernetes schema for ${String(kind)} of ${String(apiVersion)}`];
  const watched = watch(document, '');
  const breaches = breachesOf(model, watched.view);
  const lost = (LOST_BY_GENERATOR[String(kind)] ?? []).map((pointer) => `${pointer}: unknown field`);
  return [...breaches, ...unknownFields(watched, breaches).filter((breach) => !lost.includes(breach))];
}

/** Fields that the API has and the generator of the validators lost, for it drops whatever is called "description". */
const LOST_BY_GENERATOR: { readonly [kind: string]: readonly Pointer[] } = { PriorityClass: ['/description'] };

function modelOf(apiVersion: string, kind: string): ModelClass | undefined {
  try {
    const models = load(`kubernetes-models/${apiVersion}/${kind}`) as {
      readonly [name: string]: ModelClass | undefined;
    };
    return models[kind]?.kind === kind ? models[kind] : undefined;
  } catch {
    return undefined;
  }
}

function breachesOf(model: ModelClass, view: unknown): string[] {
  try {
    model.prototype.validate.call(view);
    return [];
  } catch (error) {
    const { errors } = error as { readonly errors?: { readonly instancePath: string; readonly message: string }[] };
    if (errors === undefined) throw error;
    return errors.map(({ instancePath, message }) => `${instancePath}: ${message}`);
  }
}

/** Apart from apiVersion and kind; a value of the wrong type is left unread whole, and reported already. */
function unknownFields(watched: Watched, breaches: readonly string[]): string[] {
  const wrong = breaches.map((breach) => breach.slice(0, breach.indexOf(': ')));
  return watched
    .unread()
    .filter((pointer) => pointer !== '/apiVersion' && pointer !== '/kind')
    .filter((pointer) => !wrong.some((parent) => parent !== '' && pointer.startsWith(`${parent}/`)))
    .map((pointer) => `${pointer}: unknown field`);
}

function watch(value: unknown, pointer: Pointer): Watched {
  if (typeof value !== 'object' || value === null) return { view: value, unread: () => [] };
  const read = new Map<string, Watched>();
  const view = new Proxy(value, {
    get: (target, key): unknown => {
      const field: unknown = Reflect.get(target, key);
      if (typeof key !== 'string' || !isField(target, key)) return field;
      const known = read.get(key) ?? watch(field, `${pointer}/${escape(key)}`);
      read.set(key, known);
      return known.view;
    },
  });
  const unread = (): Pointer[] =>
    Object.keys(value).flatMap((key) => read.get(key)?.unread() ?? [`${pointer}/${escape(key)}`]);
  return { view, unread };
}

function isField(target: object, key: string): boolean {
  return Object.prototype.propertyIsEnumerable.call(target, key);
}

function escape(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}
