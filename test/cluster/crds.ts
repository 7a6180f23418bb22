import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { established } from './established';
import { kubectl } from './kubectl';
import { at, readManifests, type Manifest } from './manifest';

/** Folder with the CRDs that projects publish, one folder for each release; see docs/testing.md. */
const FOLDER = process.env.CDK8S_SPARK_CRDS;

/** Releases whose kinds this package uses and does not always install. */
const RELEASES = [
  'volcano-1.15.1',
  'kueue-0.19.2',
  'spark-operator-2.5.2',
  'apache-spark-operator-1.0.0',
  'nginx-ingress-5.5.4',
  'gateway-api-1.6.1',
  'cert-manager-1.21.1',
  'prometheus-operator-0.93.0',
];
const GROUPS = [
  ...['scheduling.volcano.sh', 'kueue.x-k8s.io', 'sparkoperator.k8s.io', 'spark.apache.org'],
  ...['k8s.nginx.org', 'gateway.networking.k8s.io', 'cert-manager.io', 'monitoring.coreos.com'],
  ...['argoproj.io', 'kustomize.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io'],
];

/** The published CRDs of a project, such as `volcano-1.15.1`; undefined where the folder is not given. */
export function publishedCrds(release: string): Manifest[] | undefined {
  if (FOLDER === undefined || !existsSync(join(FOLDER, release))) return undefined;
  return readManifests(join(FOLDER, release)).filter(isDefinition);
}

/** Installs definitions and waits until their kinds are served. Server-side: some are too large for an annotation. */
export async function installCrds(definitions: readonly Manifest[]): Promise<void> {
  if (definitions.length === 0) return;
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: definitions });
  await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], input);
  await established(definitions.map(({ metadata }) => metadata.name));
}

/** Kinds that manifests use and do not bring: somebody else installs them. */
export class ForeignKinds {
  /** Their published definitions. */
  public readonly definitions: Manifest[];
  /** The manifests that a cluster with these definitions serves: all of them, where the definitions are given. */
  public readonly servable: Manifest[];

  public constructor(manifests: readonly Manifest[]) {
    const brought = manifests.filter(isDefinition).map(kindOf);
    const isForeign = ({ apiVersion, kind }: Manifest): boolean =>
      GROUPS.some((group) => apiVersion.startsWith(`${group}/`)) && !brought.includes(`${groupOf(apiVersion)} ${kind}`);
    const used = new Set(manifests.filter(isForeign).map(({ apiVersion, kind }) => `${groupOf(apiVersion)} ${kind}`));
    this.definitions = RELEASES.flatMap((release) => publishedCrds(release) ?? []).filter((one) =>
      used.has(kindOf(one)),
    );
    const served = this.definitions.map(kindOf);
    this.servable = manifests.filter(
      (one) => !isForeign(one) || served.includes(`${groupOf(one.apiVersion)} ${one.kind}`),
    );
  }
}

function isDefinition({ kind }: Manifest): boolean {
  return kind === 'CustomResourceDefinition';
}

function kindOf(definition: Manifest): string {
  return `${at<string>(definition, 'spec.group')} ${at<string>(definition, 'spec.names.kind')}`;
}

function groupOf(apiVersion: string): string {
  return apiVersion.split('/')[0] ?? '';
}
