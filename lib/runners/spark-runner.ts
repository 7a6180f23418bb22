import type { ILivyServer } from '../spark/livy-server';
import type { ISparkRunner } from '../spark/runner';
import type { IStandaloneCluster } from '../spark/standalone-cluster';
import { ApacheRunner } from './apache/apache-runner';
import type { IApacheSparkOperator } from './apache/interfaces';
import type { ApacheRunnerProps } from './apache/runner-props';
import { KubeflowRunner } from './kubeflow/kubeflow-runner';
import type { IKubeflowSparkOperator } from './kubeflow/interfaces';
import type { KubeflowRunnerProps } from './kubeflow/runner-props';
import { LivyRunner, type LivyRunnerProps } from './livy/livy-runner';
import { NativeRunner, type NativeRunnerProps } from './native/native-runner';
import { StandaloneRunner } from './standalone/standalone-runner';
import type { StandaloneRunnerProps } from './standalone/standalone-runner-props';
import { SubmitRunner } from './submit/submit-runner';
import type { SubmitRunnerProps } from './submit/submit-runner-props';

/**
 * The ways to start a job. A job's text does not change with its runner; what a runner cannot honour is an error.
 *
 * @see docs/portability.md
 */
export class SparkRunner {
  /** The driver as a Job or Pod of its own, without operator and without spark-submit. */
  public static native(props: NativeRunnerProps = {}): ISparkRunner {
    return new NativeRunner(props);
  }

  /** A Job that runs spark-submit in cluster mode, and follows the driver to its end. */
  public static submit(props: SubmitRunnerProps = {}): ISparkRunner {
    return new SubmitRunner(props);
  }

  /** A SparkApplication, or ScheduledSparkApplication, for Kubeflow's operator. */
  public static kubeflow(operator: IKubeflowSparkOperator, props: KubeflowRunnerProps = {}): ISparkRunner {
    return new KubeflowRunner(operator, props);
  }

  /** A SparkApplication for Apache's operator. */
  public static apache(operator: IApacheSparkOperator, props: ApacheRunnerProps = {}): ISparkRunner {
    return new ApacheRunner(operator, props);
  }

  /** A Job that posts a batch to a Livy server, and follows it to its end. */
  public static livy(server: ILivyServer, props: LivyRunnerProps = {}): ISparkRunner {
    return new LivyRunner(server, props);
  }

  /** A Job whose executors are processes of a standalone cluster. */
  public static standalone(cluster: IStandaloneCluster, props: StandaloneRunnerProps = {}): ISparkRunner {
    return new StandaloneRunner(cluster, props);
  }

  private constructor() {}
}
