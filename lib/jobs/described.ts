import { App, Chart, type Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { UiEndpoint } from '../ingress/ui-endpoint';
import type { ResolvedApplication } from '../spark/resolved-application';
import type { IRenderedRun, ISparkRunner, ISparkScheduler, SparkRun, SparkSchedule } from '../spark/runner';

/** What of a job goes to its runner as it is. */
interface RunProps {
  readonly retries?: number;
  readonly uiService?: boolean;
  readonly ui?: UiEndpoint;
  readonly deadline?: Duration;
  readonly timeToLive?: Duration;
  readonly scheduler?: ISparkScheduler;
}

/** What a runner is asked for. */
export function runOf(
  name: string,
  application: ResolvedApplication,
  props: RunProps,
  schedule: SparkSchedule | undefined,
): SparkRun {
  return {
    name,
    application,
    retries: props.retries ?? 0,
    // An address leads to a Service.
    uiService: props.uiService === true || props.ui !== undefined,
    ...(props.deadline !== undefined && { deadline: props.deadline }),
    ...(props.timeToLive !== undefined && { timeToLive: props.timeToLive }),
    ...(schedule !== undefined && { schedule }),
    ...(props.scheduler !== undefined && { scheduler: props.scheduler }),
  };
}

/**
 * The job in the hands of another runner, outside of any output, and checked as if it were in one.
 *
 * @throws Error with all findings.
 */
export function describedBy(job: Construct, runner: ISparkRunner, run: SparkRun): IRenderedRun {
  const { namespace } = Chart.of(job);
  const chart = new Chart(new App(), 'described', namespace === undefined ? {} : { namespace });
  const rendered = runner.render(chart, run);
  const problems = chart.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length === 0) return rendered;
  throw new Error(problems.map((problem) => `[${job.node.path}] ${problem}`).join('\n'));
}
