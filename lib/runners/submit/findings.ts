import type { Finding } from '../../core/rules';
import { checkDnsLabel, CRON_JOB_NAME_MAX, DNS_LABEL_MAX } from '../../core/names';
import { SparkLanguage } from '../../spark/application';
import { STAGED_DIRECTORY } from '../../spark/staged-file';
import type { SparkRun } from '../../spark/runner';
import { templateFindings } from '../../spark/template-findings';
import { lateFindings } from '../late-findings';
import { portabilityFindings } from '../portability';
import { scheduleFindings } from '../schedule-findings';
import { serviceNames } from '../services';
import { SUBMIT_RULES } from './rules';
import type { SubmitRunnerProps } from './submit-runner-props';

/** What spark-submit leaves out of the configuration directory that it ships. */
const NOT_SHIPPED = /\.(template|gz|zip|jar|tar)$|^spark.*(conf|properties)$/;

/** Findings for a run that is to be submitted. */
export function submitFindings(run: SparkRun, namespace: string | undefined, props: SubmitRunnerProps): Finding[] {
  return [
    ...portabilityFindings(run, 'SparkRunner.submit()'),
    ...templateFindings(run.application.driver),
    ...nameFindings(run),
    ...(run.schedule === undefined ? [] : scheduleFindings(run.schedule)),
    ...fileFindings(run),
    ...imageFindings(run, props),
    ...submitterFindings(run, namespace, props),
    ...lateFindings(run),
  ];
}

function nameFindings(run: SparkRun): Finding[] {
  const service = run.uiService ? serviceNames(run).ui.length - run.name.length : 0;
  return checkDnsLabel(
    'name',
    run.name,
    Math.min(run.schedule === undefined ? DNS_LABEL_MAX : CRON_JOB_NAME_MAX, DNS_LABEL_MAX - service),
  );
}

function fileFindings({ application: { application, _confFiles: confFiles } }: SparkRun): Finding[] {
  const { main, language, options } = application;
  const suffix = { [SparkLanguage.PYTHON]: /\.py$/, [SparkLanguage.R]: /\.[rR]$/, [SparkLanguage.JAVA]: /./ }[language];
  const staged = Object.entries({ files: options.files ?? [], archives: options.archives ?? [] });
  return [
    ...(suffix.test(main) ? [] : [{ rule: SUBMIT_RULES.mainSuffix, at: 'application.main', value: main }]),
    ...staged.flatMap(([list, uris]) =>
      uris
        .map((value, index) => ({ rule: SUBMIT_RULES.stagedFile, at: `application.${list}[${index}]`, value }))
        .filter(({ value }) => value.startsWith(`file://${STAGED_DIRECTORY}/`)),
    ),
    ...Object.keys(confFiles)
      .filter((name) => NOT_SHIPPED.test(name))
      .map((value) => ({ rule: SUBMIT_RULES.confFileNotShipped, at: 'addConfFile', value })),
  ];
}

function imageFindings({ application: { image } }: SparkRun, { submitterImage }: SubmitRunnerProps): Finding[] {
  if (submitterImage === undefined || submitterImage.version.line === image.version.line) return [];
  const because = `the job has Spark ${image.version.release}`;
  return [
    { rule: SUBMIT_RULES.submitterVersion, at: 'submitterImage', value: submitterImage.version.release, because },
  ];
}

function submitterFindings(run: SparkRun, namespace: string | undefined, { submitter }: SubmitRunnerProps): Finding[] {
  if (submitter === undefined) return [];
  const { submitterAccountName: value, namespace: home, volcano } = submitter;
  const elsewhere = home !== undefined && namespace !== undefined && home !== namespace;
  return [
    ...(elsewhere
      ? [{ rule: SUBMIT_RULES.submitterNamespace, at: 'submitter', value, because: `${home} is not ${namespace}` }]
      : []),
    ...(volcano === false && makesPodGroup(run)
      ? [{ rule: SUBMIT_RULES.submitterVolcano, at: 'submitter', value }]
      : []),
  ];
}

/** Whether the scheduler has spark-submit make a PodGroup. */
export function makesPodGroup({ application }: SparkRun): boolean {
  return application.property('spark.kubernetes.scheduler.volcano.podGroupTemplateJson') !== undefined;
}
