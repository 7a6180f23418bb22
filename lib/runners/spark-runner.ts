import { NativeRunner, type NativeRunnerProps } from './native/native-runner';
import type { ISparkRunner } from '../spark/runner';

/** The ways to start a job. */
export class SparkRunner {
  /** The driver as a Job or Pod of its own, without operator and without spark-submit. */
  public static native(props: NativeRunnerProps = {}): ISparkRunner {
    return new NativeRunner(props);
  }

  private constructor() {}
}
