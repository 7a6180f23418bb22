import type { SparkImage } from '../../spark/image';
import type { ISparkSubmitter } from './submitter-account';

/** How jobs are submitted. */
export interface SubmitRunnerProps {
  /**
   * Image that runs spark-submit: Spark below `/opt/spark`, of the same line as the job's, and `python3`, as in the official
   * images.
   *
   * @default - the job's own
   */
  readonly submitterImage?: SparkImage;
  /** Account that submits, shared by jobs. @default - each job gets its own: `<job>-submitter` */
  readonly submitter?: ISparkSubmitter;
}
