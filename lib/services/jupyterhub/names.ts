import { Label } from '../../core/labels';
import type { ServerPlace } from '../../kube/server-place';

/** Ports of a hub. */
export const HubPort = { HUB: 8081, PROXY: 8000, PROXY_API: 8001, NOTEBOOK: 8888, PUBLIC: 80 } as const;

/** Label of notebooks with the slug of their profile. */
export const PROFILE_LABEL = 'cdk8s-spark/notebook-profile';
/** Annotation of a hub that believes any name, with the reason. */
export const INSECURE_ANNOTATION = 'cdk8s-spark/insecure-authenticator';

/** Longest suffix that is put to the name of a hub. */
export const LONGEST_SUFFIX = '-proxy-public';

/** Where the parts of a hub are, and how policies tell them apart. */
export interface HubPlaces {
  readonly name: string;
  readonly namespace: string;
  readonly hub: ServerPlace;
  readonly proxy: ServerPlace;
  /** Labels of all its notebooks. */
  readonly notebooks: { readonly [key: string]: string };
  readonly labels: { readonly [key: string]: string };
  /** Address of the hub for notebooks and proxy. */
  readonly hubUrl: string;
  /** Path that everything is under, with a slash at the end. */
  readonly base: string;
}

/** The places of a hub. */
export function placesOf(name: string, namespace: string, prefix: string | undefined): HubPlaces {
  const labels = { [Label.NAME]: 'jupyterhub', [Label.INSTANCE]: name };
  const place = (component: string): ServerPlace => ({
    name: `${name}-${component}`,
    namespace,
    selector: { ...labels, [Label.COMPONENT]: component },
  });
  return {
    name,
    namespace,
    labels,
    hub: place('hub'),
    proxy: place('proxy'),
    // The spawner finds its pods by this label alone, so that it carries the name of the hub.
    notebooks: { ...labels, [Label.COMPONENT]: notebookComponent(name) },
    hubUrl: `http://${name}-hub.${namespace}.svc:${HubPort.HUB}`,
    base: prefix === undefined ? '/' : `${prefix}/`,
  };
}

/** Value of the component label of notebooks. */
export function notebookComponent(name: string): string {
  return `${name}-notebook`;
}
