export const STACK_TYPE = 'pulumi:pulumi:Stack';

/** What makes up a URN; the parent is a URN itself. */
export interface Identity {
  readonly stack: string;
  readonly project: string;
  readonly parent?: string | undefined;
  readonly type: string;
  readonly name: string;
}

/** A URN with the types of all ancestors, except the stack's. */
export function composeUrn({ stack, project, parent, type, name }: Identity): string {
  const ancestors = parent === undefined ? '' : qualifiedType(parent);
  const chain = ancestors === '' || ancestors === STACK_TYPE ? type : `${ancestors}$${type}`;
  return `urn:pulumi:${stack}::${project}::${chain}::${name}`;
}

/** The types of a resource and its ancestors, as `a:b:C$d:e:F`. */
export function qualifiedType(urn: string): string {
  return urn.split('::')[2] ?? '';
}

export function nameOf(urn: string): string {
  return urn.split('::').slice(3).join('::');
}
