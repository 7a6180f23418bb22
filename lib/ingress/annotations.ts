import type { UiRoute } from './ui-route';

/** The house rule on sign-on and where an object says that it is exempt; the policies read the same keys. */
const EXEMPT = { rule: 'cdk8s-spark/policy-exempt', reason: 'cdk8s-spark/policy-exempt-reason' } as const;

/** Headers by which sign-ons and proxies tell backends who somebody is; nobody outside may set them. */
export const IDENTITY_HEADERS: readonly string[] = [
  'X-Forwarded-User',
  'X-Forwarded-Email',
  'X-Forwarded-Groups',
  'X-Forwarded-Preferred-Username',
  'X-Forwarded-Access-Token',
];

/** The header by which Spark learns of a prefix. A client that could set it would choose where links lead. */
export const CONTEXT_HEADER = 'X-Forwarded-Context';

/** The exemption of a route that nobody guards. */
export function exemption({ signOn }: UiRoute): { [key: string]: string } {
  return signOn._kind === 'public' ? { [EXEMPT.rule]: 'policy/sign-on', [EXEMPT.reason]: signOn._reason } : {};
}

/** Metadata with annotations, where there are any. */
export function withAnnotations<T extends object>(
  metadata: T,
  annotations: { [key: string]: string },
): T & { annotations?: { [key: string]: string } } {
  return { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) };
}
