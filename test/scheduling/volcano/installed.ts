import { Testing } from 'cdk8s';
import type { VolcanoProps } from '../../../lib/scheduling/volcano/install/props';
import { Volcano } from '../../../lib/scheduling/volcano/volcano';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { at, podTemplates, type Container, type PodSpec } from '../../cluster/manifest';

/** A Volcano in a chart of its own. */
export function volcano(props: VolcanoProps = {}): Volcano {
  return new Volcano(Testing.chart(), 'volcano', props);
}

/** Its objects. */
export function installed(props: VolcanoProps = {}): Manifest[] {
  return SparkTesting.manifests(volcano(props));
}

/** What a synthesis would refuse it with. */
export function problems(props: VolcanoProps): string[] {
  return volcano(props)
    .node.findAll()
    .flatMap((construct) => construct.node.validate());
}

/** The objects of some kinds. */
export function kinds(manifests: readonly Manifest[], ...wanted: string[]): Manifest[] {
  return manifests.filter(({ kind }) => wanted.includes(kind));
}

/** The object of a kind and name. */
export function one(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** The pod of a server. */
export function podOf(manifests: readonly Manifest[], part: string): PodSpec {
  const [template] = podTemplates(one(manifests, 'Deployment', `volcano-${part}`));
  if (template === undefined) throw new Error('no pod');
  return template.spec;
}

/** Its container. */
export function containerOf(manifests: readonly Manifest[], part: string): Container {
  const [container] = podOf(manifests, part).containers;
  if (container === undefined) throw new Error('no container');
  return container;
}

/** The value of a flag of a server; undefined where it is not given. */
export function flag(manifests: readonly Manifest[], part: string, name: string): string | undefined {
  const args = at<string[]>(containerOf(manifests, part), 'args') ?? [];
  return args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
}
