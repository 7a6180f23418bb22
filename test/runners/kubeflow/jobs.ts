import { Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { ScheduledSparkJob, SparkJob, type SparkJobProps, type SparkSchedule } from '../../../lib';
import { warningsOf } from '../../../lib/core/rules';
import { KubeflowRunNamePrecision, type IKubeflowSparkOperator } from '../../../lib/runners/kubeflow/interfaces';
import { KubeflowRunner } from '../../../lib/runners/kubeflow/kubeflow-runner';
import type { KubeflowRunnerProps } from '../../../lib/runners/kubeflow/runner-props';
import { SparkTesting } from '../../../lib/testing';
import { PROPS } from '../../spark/jobs';

/** An installation that looks at the namespace of the tests' jobs. */
export const OPERATOR: IKubeflowSparkOperator = {
  operatorName: 'spark-operator',
  operatorVersion: '2.5.2',
  jobNamespaceNames: ['etl'],
  webhook: true,
  batchScheduler: true,
  uiService: true,
  runNamePrecision: KubeflowRunNamePrecision.NANOS,
};

export const operator = (props: Partial<IKubeflowSparkOperator>): IKubeflowSparkOperator => ({ ...OPERATOR, ...props });

export const runner = (props: KubeflowRunnerProps = {}, installation = OPERATOR): KubeflowRunner =>
  new KubeflowRunner(installation, props);

export function job(props: Partial<SparkJobProps> = {}, id = 'pi'): SparkJob {
  return new SparkJob(new Chart(Testing.app(), 'c'), id, { ...PROPS, runner: runner(), ...props });
}

export function scheduledJob(schedule: Partial<SparkSchedule> = {}, props: Partial<SparkJobProps> = {}, id = 'pi') {
  return new ScheduledSparkJob(new Chart(Testing.app(), 'c'), id, {
    ...PROPS,
    runner: runner(),
    ...props,
    schedule: { cron: '0 2 * * *', ...schedule },
  });
}

/** Fields of a custom resource. */
export interface Spec {
  readonly [field: string]: unknown;
}

/** The `spec` of the object that starts a job. */
export const specOf = (one: Construct, kind = 'SparkApplication'): Spec => SparkTesting.find(one, kind).spec as Spec;

/** A role of the application. */
export interface Role extends Spec {
  readonly template: { readonly metadata?: Spec; readonly spec: Spec & { readonly containers: readonly Spec[] } };
}

export const driverIn = (one: Construct): Role => specOf(one).driver as Role;
export const executorIn = (one: Construct): Role => specOf(one).executor as Role;
export const confIn = (one: Construct): { readonly [key: string]: string } =>
  specOf(one).sparkConf as { readonly [key: string]: string };

/** What is wrong with a job, as `rule: at`. */
export const mistakesOf = (one: Construct): string[] =>
  one.node
    .findAll()
    .flatMap(({ node }) => node.validate())
    .map((message) => message.slice(0, message.indexOf(' = ')));

/** What is warned of, as `rule: at`. */
export const warnings = (one: Construct): string[] =>
  warningsOf(one).map((message) => message.slice(0, message.indexOf(' = ')));
