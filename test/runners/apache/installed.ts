import { Chart, Testing } from 'cdk8s';
import { SparkJob, type SparkJobProps } from '../../../lib';
import { ApacheRunner } from '../../../lib/runners/apache/apache-runner';
import type { ApacheSparkOperatorProps } from '../../../lib/runners/apache/install/props';
import { ApacheSparkOperator } from '../../../lib/runners/apache/operator';
import type { ApacheRunnerProps } from '../../../lib/runners/apache/runner-props';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { PROPS } from '../../spark/jobs';

export const JOB_NAMESPACES = [{ namespaceName: 'etl' }, { namespaceName: 'science' }];

/** An operator in a chart of its own. */
export function operator(props: Partial<ApacheSparkOperatorProps> = {}): ApacheSparkOperator {
  return new ApacheSparkOperator(Testing.chart(), 'operator', { jobNamespaces: JOB_NAMESPACES, ...props });
}

/** Its objects. */
export function installed(props: Partial<ApacheSparkOperatorProps> = {}): Manifest[] {
  return SparkTesting.manifests(operator(props));
}

/** The objects of some kinds. */
export function kinds(manifests: readonly Manifest[], ...wanted: string[]): Manifest[] {
  return manifests.filter(({ kind }) => wanted.includes(kind));
}

/** A job that the operator starts. */
export function job(props: Partial<SparkJobProps> = {}, runner: ApacheRunnerProps = {}): SparkJob {
  return new SparkJob(new Chart(Testing.app(), 'c'), 'pi', {
    ...PROPS,
    runner: new ApacheRunner(ApacheSparkOperator.fromExisting(), runner),
    ...props,
  });
}

/** Its SparkApplication. */
export function application(props: Partial<SparkJobProps> = {}, runner: ApacheRunnerProps = {}): Manifest {
  return SparkTesting.find(job(props, runner), 'SparkApplication');
}
