import { App, Chart } from 'cdk8s';
import { type KubeflowSparkOperatorProps } from '../../../lib/runners/kubeflow/install/props';
import { KubeflowSparkOperator } from '../../../lib/runners/kubeflow/operator';
import { warningsOf } from '../../../lib/core/rules';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { at, podTemplates, type Container, type PodSpec } from '../../cluster/manifest';

/** Props of an operator for one team. */
export type Props = Partial<KubeflowSparkOperatorProps>;

/** A namespace by its name. */
export const home = (namespaceName: string): { namespaceName: string } => ({ namespaceName });

/** An operator in a chart of its own. */
export function operator(props: Props = {}): KubeflowSparkOperator {
  return new KubeflowSparkOperator(new Chart(new App(), 'c'), 'operator', { jobNamespaces: [home('etl')], ...props });
}

/** Its objects. */
export function installed(props: Props = {}): Manifest[] {
  return SparkTesting.manifests(operator(props));
}

/** What a synthesis would refuse it with. */
export function problems(props: Props): string[] {
  return operator(props)
    .node.findAll()
    .flatMap((construct) => construct.node.validate());
}

/** What a synthesis would warn of. */
export function warnings(props: Props): string[] {
  return warningsOf(operator(props));
}

/** The objects of some kinds. */
export function kinds(manifests: readonly Manifest[], ...wanted: string[]): Manifest[] {
  return manifests.filter(({ kind }) => wanted.includes(kind));
}

/** The object of a kind and name, in a namespace if that is said. */
export function one(manifests: readonly Manifest[], kind: string, name: string, namespace?: string): Manifest {
  const found = manifests.filter(
    ({ kind: its, metadata }) =>
      its === kind && metadata.name === name && (namespace ?? metadata.namespace) === metadata.namespace,
  );
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} of ${kind} ${name}`);
  return found[0];
}

/** The pod of a server. */
export function podOf(manifests: readonly Manifest[], part: string): PodSpec {
  const [template] = podTemplates(one(manifests, 'Deployment', `spark-operator-${part}`));
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
