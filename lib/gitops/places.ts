import type { Construct } from 'constructs';
import type { Finding } from '../core/rules';
import { GITOPS_RULES } from './rules';

/** A directory, and where an Application deploys it. */
export interface DeployedPlace {
  /** The prop that names it. */
  readonly at: string;
  readonly repository: string;
  readonly path: string;
  readonly cluster: string;
  /** Namespace of objects that name none. */
  readonly namespace?: string;
}

const PLACES = new WeakMap<Construct, readonly DeployedPlace[]>();

/** Remembers what an Application, or a set of them, deploys. */
export function declarePlaces(scope: Construct, places: readonly DeployedPlace[]): void {
  PLACES.set(scope, places);
}

/** Places of a construct that one before it in the tree has already. */
export function samePlaceFindings(scope: Construct): Finding[] {
  const all = scope.node.root.node.findAll() as Construct[];
  const before = all.slice(0, all.indexOf(scope));
  return placesOf(scope).flatMap((place) => {
    const other = before.find((one) => placesOf(one).some((its) => keyOf(its) === keyOf(place)));
    if (other === undefined) return [];
    const because = `${other.node.path} deploys it to ${place.cluster}, too`;
    return [{ rule: GITOPS_RULES.sameManifests, at: place.at, value: place.path, because }];
  });
}

function placesOf(scope: Construct): readonly DeployedPlace[] {
  return PLACES.get(scope) ?? [];
}

/** Equal for places that are written differently and are the same. */
function keyOf({ repository, path, cluster, namespace = '' }: DeployedPlace): string {
  const address = repository.replace(/\/+$/, '').replace(/\.git$/, '');
  const directory = path.split('/').filter((part) => part !== '' && part !== '.');
  return [address, directory.join('/'), cluster, namespace].join(' ');
}
